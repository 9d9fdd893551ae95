import { albumTitle, variousTitle } from './names/album-titles.js';
import type { Random } from './random.js';
import { type DemoStatistics, quantileAt } from './statistics.js';
import type { World } from './world.js';
import type { Writer } from './writer.js';

/** Share of tracks that are a further release of a recording of the same artist. */
const RERELEASE_SHARE = 0.026;
/** Share of albums of one track that are called like it. */
const SINGLE_SHARE = 0.42;
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
  genre: number,
  slots: readonly number[],
  random: Random,
): void {
  const { albums, recordings, tracks } = world;
  const largest = Math.max(1, Math.ceil(slots.length * LARGEST_SHARE));
  const various: number[] = [];
  for (let at = 0; at < slots.length; ) {
    const drawn = quantileAt(statistics.sizeKnots, statistics.artistSizes[genre]!, 0, random.next());
    const size = Math.min(slots.length - at, largest, Math.max(1, Math.round(drawn)));
    const artist = writer.artist(genre);
    const own: number[] = [];
    const ownAlbums: { album: number; tracks: number; title: string }[] = [];
    const fresh = newAlbumShare(size);
    for (let k = 0; k < size; k++) {
      const track = slots[at++]!;
      const isVarious = random.chance(statistics.variousArtists[genre]!);
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
      const recording = again ? random.pick(own) : writer.recording(artist, genre, album, own);
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

/** Albums of several artists by right: mixes, soundtracks, splits. */
function gatherVarious(world: World, writer: Writer, genre: number, slots: number[], random: Random): void {
  const { albums, recordings, tracks } = world;
  random.shuffle(slots);
  for (let at = 0; at < slots.length; ) {
    const roll = random.next();
    const size = roll < 0.55 ? 2 : roll < 0.85 ? 3 + random.below(3) : 6 + random.below(14);
    const album = albums.title.push(variousTitle(random, writer.tongues[genre]!)) - 1;
    for (const end = Math.min(slots.length, at + size); at < end; at++) {
      const track = slots[at]!;
      tracks.album[track] = album;
      const recording = tracks.recording[track]!;
      if (recordings.album[recording] === -1) recordings.album[recording] = album;
    }
  }
}

/** Chance that a track after the first opens another album, by the number of the artist's tracks. */
function newAlbumShare(size: number): number {
  if (size < 4) return 0.75;
  if (size < 10) return 0.65;
  if (size < 30) return 0.5;
  return size < 100 ? 0.385 : 0.27;
}
