import { AWKWARD_ARTISTS, artistName } from './names/artist-names.js';
import { AWKWARD_TITLES, baseTitle, commonTitle, title, titleNote, versionTitle } from './names/titles.js';
import { type TongueName, tongueOf } from './names/tongues.js';
import type { Random } from './random.js';
import type { DemoStatistics } from './statistics.js';
import type { World } from './world.js';

/** Brings artists and recordings, with their names, into a world. */
export interface Writer {
  readonly tongues: readonly TongueName[];
  /** Artists by home genre. */
  readonly known: readonly (readonly number[])[];
  /** Adds an artist of a genre and returns its index. */
  artist(genre: number): number;
  /**
   * Adds a recording and returns its index.
   * @param earlier recordings of the same artist: a new one may be another version of one of them
   */
  recording(artist: number, genre: number, album: number, filler: 0 | 1, earlier: readonly number[]): number;
}

/** Shares that the published catalogue shows over all genres. */
const VERSION_SHARE = 0.085;
const COMMON_SHARE = 0.105;
const SAME_GUESTS = 0.36;
const KNOWN_GUEST = 0.6;
/** One awkward name for so many artists or recordings, until the lists are used up. */
const AWKWARD_EVERY = 40;

const CLUB = /house|techno|trance|electro|edm|club|hardstyle|drum-and-bass|dubstep|breakbeat|idm|dance/;

export function createWriter(world: World, statistics: DemoStatistics, random: Random): Writer {
  const { artists, recordings } = world;
  const tongues = statistics.genres.map(tongueOf);
  const club = statistics.genres.map((g) => CLUB.test(g));
  const used = new Set<string>();
  const ofGenre: number[][] = statistics.genres.map(() => []);
  let guests: string[] = [];
  let guestsOf = -1;

  function name(genre: number): string {
    for (let tries = 0; ; tries++) {
      let candidate = artistName(random, tongues[genre]!);
      if (tries > 8) candidate += ` ${artistName(random, tongues[genre]!)}`;
      if (!used.has(candidate)) {
        used.add(candidate);
        return candidate;
      }
    }
  }

  function artist(genre: number): number {
    const at = artists.name.length;
    const awkward = at % AWKWARD_EVERY === AWKWARD_EVERY / 2 ? Math.floor(at / AWKWARD_EVERY) : -1;
    artists.name.push(AWKWARD_ARTISTS[awkward] ?? name(genre));
    artists.genre.push(genre);
    ofGenre[genre]!.push(at);
    return at;
  }

  function invite(primary: number, genre: number): string[] {
    const [two, more] = statistics.collaborations[genre] as [number, number];
    const roll = random.next();
    if (roll >= two + more) return [];
    if (guestsOf === primary && guests.length > 0 && random.chance(SAME_GUESTS)) return guests;
    let wanted = 1;
    if (roll < more) for (wanted = 2; wanted < 11 && random.chance(0.28); ) wanted++;
    const known = ofGenre[genre]!;
    const credited: string[] = [];
    while (credited.length < wanted) {
      const guest =
        known.length > 0 && random.chance(KNOWN_GUEST) ? artists.name[random.pick(known)]! : name(genre);
      if (guest !== artists.name[primary] && !credited.includes(guest)) credited.push(guest);
      else if (known.length < 3) credited.push(name(genre));
    }
    guests = credited;
    guestsOf = primary;
    return credited;
  }

  function titled(
    genre: number,
    earlier: readonly number[],
    featured: string | undefined,
    at: number,
  ): string {
    const awkward = at % AWKWARD_EVERY === 0 ? at / AWKWARD_EVERY : -1;
    const fixed = AWKWARD_TITLES[awkward];
    if (fixed !== undefined) return fixed;
    if (earlier.length > 0 && random.chance(VERSION_SHARE)) {
      return versionTitle(random, baseTitle(recordings.title[random.pick(earlier)]!));
    }
    const tongue = tongues[genre]!;
    if (random.chance(COMMON_SHARE)) return commonTitle(random, tongue);
    return title(random, tongue) + titleNote(random, featured, club[genre]!);
  }

  function recording(
    primary: number,
    genre: number,
    album: number,
    filler: 0 | 1,
    earlier: readonly number[],
  ): number {
    const at = recordings.title.length;
    const invited = invite(primary, genre);
    const credits = [artists.name[primary]!, ...invited].join(';');
    recordings.title.push(titled(genre, earlier, invited[0], at));
    recordings.artist.push(primary);
    recordings.genre.push(genre);
    recordings.credits.push(credits);
    recordings.filler.push(filler);
    recordings.album.push(album);
    return at;
  }

  return { tongues, known: ofGenre, artist, recording };
}
