import { albumTitle, variousTitle } from './names/album-titles.js';
import type { Random } from './random.js';
import { type DemoStatistics, quantileAt } from './statistics.js';
import type { World } from './world.js';
import type { Writer } from './writer.js';

/** Share of tracks that are a further release of a recording of the same artist. */
const RERELEASE_SHARE = 0.026;
/** Share of artists, met in a set of genres, who are at home in another genre of it. */
const KNOWN_IN_OTHER = 0.65;
/** Share of albums with several artists that are one album; the others are namesakes. */
const BY_RIGHT = 0.8;
/** Share of albums of one track that are called like it. */
const SINGLE_SHARE = 0.5;
/** An artist takes at most this share of a genre's tracks: it matters in small catalogues only. */
const LARGEST_SHARE = 0.34;

/**
 * Gives a genre's tracks to artists, albums and recordings.
 * @param slots the genre's tracks, in an order in which neighbours share their set of genres
 */
export function fillDiscographies(
  world: World,
  writer: Writer,
  statistics: DemoStatistics,
  sets: readonly (readonly number[])[],
  genre: number,
  slots: readonly number[],
  random: Random,
): void {
  const { albums, recordings, tracks } = world;
  const largest = Math.max(1, Math.ceil(slots.length * LARGEST_SHARE));
  const various: number[] = [];
  for (let at = 0; at < slots.length; ) {
    const drawn = quantileAt(statistics.sizeKnots, statistics.artistSizes[genre]!, 0, random.next());
    const size = Math.min(slots.length - at, largest, Math.max(1, random.round(drawn)));
    const artist = pickArtist(world, writer, sets[tracks.set[slots[at]!]!]!, genre, random);
    const own: number[] = [];
    const ownAlbums: { album: number; tracks: number; title: string }[] = [];
    const fresh = newAlbumShare(size);
    for (let k = 0; k < size; k++) {
      const track = slots[at++]!;
      const isVarious = random.chance(BY_RIGHT * statistics.variousArtists[genre]!);
      const isNew = ownAlbums.length === 0 || random.chance(fresh);
      let album = -1;
      if (isVarious) various.push(track);
      else if (isNew) {
        album = albums.title.push('') - 1;
        ownAlbums.push({ album, tracks: 0, title: '' });
      } else {
        const joined = random.chance(0.7) ? ownAlbums[ownAlbums.length - 1]! : random.pick(ownAlbums);
        album = joined.album;
      }
      const again = own.length > 0 && (isNew || isVarious) && random.chance(RERELEASE_SHARE / fresh);
      const recording = again ? random.pick(own) : writer.recording(artist, genre, album, 0, own);
      if (!again) own.push(recording);
      tracks.recording[track] = recording;
      tracks.album[track] = album;
      const entry = ownAlbums.find((a) => a.album === album);
      if (entry) {
        entry.tracks++;
        entry.title = recordings.title[recording]!;
      }
    }
    for (const entry of ownAlbums) {
      const single = entry.tracks === 1 && random.chance(SINGLE_SHARE);
      albums.title[entry.album] = single ? entry.title : albumTitle(random, writer.tongues[genre]!);
    }
  }
  gatherVarious(world, writer, genre, various, random);
}

/** A new artist, or for a track in several genres often one who is known from another of them. */
function pickArtist(
  world: World,
  writer: Writer,
  genres: readonly number[],
  genre: number,
  random: Random,
): number {
  if (genres.length > 1 && random.chance(KNOWN_IN_OTHER)) {
    const known = writer.known[genres[1 + random.below(genres.length - 1)]!]!;
    if (known.length > 0) {
      const artist = random.pick(known);
      if (world.artists.genre[artist] !== genre) return artist;
    }
  }
  return writer.artist(genre);
}

/** Albums of several artists by right: mixes, soundtracks, splits. */
function gatherVarious(world: World, writer: Writer, genre: number, slots: number[], random: Random): void {
  const { albums, recordings, tracks } = world;
  random.shuffle(slots);
  for (let at = 0; at < slots.length; ) {
    const size = variousSize(random);
    const album = albums.title.push(variousTitle(random, writer.tongues[genre]!)) - 1;
    for (const end = Math.min(slots.length, at + size); at < end; at++) {
      const track = slots[at]!;
      tracks.album[track] = album;
      const recording = tracks.recording[track]!;
      if (recordings.album[recording] === -1) recordings.album[recording] = album;
    }
  }
}

/** Tracks of an album by several artists: two thirds by two, few by ten and more. */
function variousSize(random: Random): number {
  const roll = random.next();
  if (roll < 0.68) return 2 + random.below(2);
  if (roll < 0.96) return 3 + random.below(4);
  return roll < 0.993 ? 6 + random.below(7) : 12 + random.below(18);
}

/** Chance that a track after the first opens another album, by the number of the artist's tracks. */
function newAlbumShare(size: number): number {
  if (size < 4) return 0.75;
  if (size < 10) return 0.65;
  if (size < 30) return 0.5;
  return size < 100 ? 0.385 : 0.27;
}
