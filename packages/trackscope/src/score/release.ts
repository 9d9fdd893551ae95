import type { Vocabulary } from '@trackscope/catalogue';
import type { Release, TrackInput } from './contract.js';

/** The album that a track is scored on: a single is named as its track. */
export function albumName({ title, album, release }: TrackInput): string {
  return release?.kind === 'single' ? (title ?? '') : (album ?? '');
}

/** Whether nothing can be known of the album: it is new, or has no name. */
export function forgetsAlbum({ album, release }: TrackInput): boolean {
  if (!release || release.kind === 'as-written') return false;
  return release.kind === 'single' || album === undefined;
}

/**
 * The context features that a release situation sets; the others stay as title, artist and genres have them.
 *
 * | feature | single | album of n tracks | compilation of n artists |
 * | --- | --- | --- | --- |
 * | `single` | 1 | 0 | 0 |
 * | `tracks_on_album` | 1 | n | what the catalogue counts, at least n |
 * | `tracks_on_own_album` | 1 | n | 1 |
 * | `artists_on_album` | 1 | 1 | n |
 * | `genres_on_album` | those of the track, at least 1 | what the catalogue counts, at least those of the track | the same |
 * | `releases_of_…` | 1 | 1 | 1 |
 * | `album_length` | of the title | of the name; of a usual name where there is none | the same |
 *
 * All counts are of tracks in the catalogue, as everywhere in training.
 *
 * @param genres different genres of the track
 * @param value what the features are without the situation
 */
export function contextOfRelease(
  release: Exclude<Release, { kind: 'as-written' }>,
  genres: number,
  value: (column: string) => number,
  vocabulary: Vocabulary,
): Record<string, number> {
  const once = { releases_of_recording: 1, releases_of_song: 1, releases_of_work: 1 };
  const ofTrack = Math.max(1, genres);
  if (release.kind === 'single') {
    return {
      ...once,
      single: 1,
      tracks_on_album: 1,
      tracks_on_own_album: 1,
      artists_on_album: 1,
      genres_on_album: ofTrack,
    };
  }
  const named = value('album_length') > 0;
  const shared = {
    ...once,
    single: 0,
    genres_on_album: Math.max(ofTrack, named ? value('genres_on_album') : 1),
    ...(named ? {} : { album_length: usualAlbumLength(vocabulary) }),
  };
  if (release.kind === 'album') {
    const { tracks } = release;
    return { ...shared, tracks_on_album: tracks, tracks_on_own_album: tracks, artists_on_album: 1 };
  }
  const { artists } = release;
  const counted = named ? value('tracks_on_album') : 1;
  return {
    ...shared,
    tracks_on_album: Math.max(artists, counted),
    tracks_on_own_album: 1,
    artists_on_album: artists,
  };
}

const lengths = new WeakMap<readonly string[], number>();

/** Median length of the names of albums. */
function usualAlbumLength({ album }: Vocabulary): number {
  const known = lengths.get(album);
  if (known !== undefined) return known;
  const sorted = Float64Array.from(album, (name) => name.length).sort();
  const median = sorted.length === 0 ? 0 : sorted[Math.floor(sorted.length / 2)]!;
  lengths.set(album, median);
  return median;
}
