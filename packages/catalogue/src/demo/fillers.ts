import { fillerTitle } from './names/album-titles.js';
import type { Random } from './random.js';
import type { DemoStatistics } from './statistics.js';
import type { World } from './world.js';
import type { Writer } from './writer.js';

/** Share of artists on fillers who have other releases, and of recordings that have one. */
const KNOWN_ARTIST = 0.82;
const KNOWN_RECORDING = 0.07;
/** Tracks of a filler compilation on average, and the fewest that are worth sharing out by themselves. */
const ALBUM_SIZE = 16.7;
const SMALLEST_WINDOW = 80;
/** Share of releases that stand twice on the same compilation. */
const TWIN_SHARE = 0.012;

/** Gives a genre's tracks on filler compilations to recordings, each with its releases. */
export function fillRecordings(
  world: World,
  writer: Writer,
  statistics: DemoStatistics,
  genre: number,
  slots: readonly number[],
  random: Random,
): void {
  const { artists, recordings, tracks } = world;
  const known = new Map<number, number[]>();
  const history: number[] = [];
  for (let r = recordings.artist.length - 1; r >= 0 && recordings.genre[r] === genre; r--) {
    const artist = recordings.artist[r]!;
    const own = known.get(artist);
    if (own) own.push(r);
    else known.set(artist, [r]);
    history.push(r);
  }
  const extra = statistics.fillerReleases[genre]! - 1;
  const most = Math.max(2, Math.floor((0.7 * slots.length) / ALBUM_SIZE));
  const stay = 1 - 1 / statistics.fillerPerArtist[genre]!;
  let artist = -1;
  for (let at = 0; at < slots.length; ) {
    if (artist < 0 || !random.chance(stay)) {
      artist =
        history.length > 0 && random.chance(KNOWN_ARTIST)
          ? recordings.artist[random.pick(history)]!
          : writer.artist(genre);
    }
    const own = known.get(artist) ?? [];
    const reused = own.length > 0 && artists.genre[artist] === genre && random.chance(KNOWN_RECORDING);
    const recording = reused ? random.pick(own) : writer.recording(artist, genre, -1, 1, own);
    const releases = Math.min(most, 1 + furtherReleases(extra, random));
    for (const end = Math.min(slots.length, at + releases); at < end; at++) {
      tracks.recording[slots[at]!] = recording;
    }
  }
}

/** Releases after the first, `mean` on average: most recordings have none, some a few, and a few many. */
function furtherReleases(mean: number, random: Random): number {
  const spread = random.chance(0.2) ? Math.max(8, mean) : Math.max(1.6, mean);
  if (!random.chance(mean / spread)) return 0;
  return 1 + Math.floor(Math.log(1 - random.next()) / Math.log(1 - 1 / spread));
}

/**
 * Gathers tracks on compilations of about 17 tracks by many artists, one release of a recording on each.
 * @param slots tracks of fillers, those of a genre and of a recording next to each other
 */
export function gatherFillers(
  world: World,
  statistics: DemoStatistics,
  slots: readonly number[],
  random: Random,
): void {
  const { tracks, recordings } = world;
  const genreOf = (at: number) => recordings.genre[tracks.recording[slots[at]!]!]!;
  for (let from = 0; from < slots.length; ) {
    let to = from;
    while (to < slots.length && to - from < SMALLEST_WINDOW) {
      const genre = genreOf(to);
      while (to < slots.length && genreOf(to) === genre) to++;
    }
    if (slots.length - to < SMALLEST_WINDOW / 2) to = slots.length;
    shareOut(world, statistics.genres[genreOf(from)]!, slots.slice(from, to), random);
    from = to;
  }
}

function shareOut(world: World, genre: string, slots: readonly number[], random: Random): void {
  const { albums, recordings, tracks } = world;
  const count = Math.max(1, Math.round(slots.length / ALBUM_SIZE));
  const first = albums.title.length;
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let a = 0; a < count; a++) {
    albums.title.push(fillerTitle(random, genre));
    sum += Math.exp(0.5 * random.normal());
    upTo[a] = sum;
  }
  let recording = -1;
  let taken: number[] = [];
  for (const track of slots) {
    if (tracks.recording[track] !== recording) {
      recording = tracks.recording[track]!;
      taken = [];
    }
    let album = -1;
    const twin = random.chance(TWIN_SHARE);
    for (let tries = 0; tries < 12; tries++) {
      const at = random.next() * sum;
      let a = 0;
      while (upTo[a]! <= at) a++;
      album = first + a;
      if (!taken.includes(album)) break;
    }
    if (twin && taken.length > 0) album = random.pick(taken);
    taken.push(album);
    tracks.album[track] = album;
    if (recordings.album[recording] === -1) recordings.album[recording] = album;
  }
}
