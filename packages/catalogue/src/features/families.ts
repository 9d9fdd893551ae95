import type { HistorySource } from './history.js';
import type { TrackRows } from './track-rows.js';

/** Where a feature comes from. */
export type Family = 'sound' | 'title' | 'genre' | 'context' | 'artist' | 'album';

/** What people call the families. */
export const FAMILY_TITLES: Readonly<Record<Family, string>> = {
  sound: 'sound',
  title: 'title and billing',
  genre: 'genre',
  context: 'release context',
  artist: 'artist history',
  album: 'album history',
};

/** The history sources of the families, in the order of their columns. */
export function historySources(
  tracks: TrackRows,
  families: readonly Family[],
): (HistorySource & { family: Family })[] {
  const has = (family: Family) => families.includes(family);
  const sources: (HistorySource & { family: Family })[] = [];
  const add = (
    family: Family,
    name: string,
    of: HistorySource['of'],
    smoothing: number,
    detailed: boolean,
  ) => {
    if (has(family)) sources.push({ family, name, of, smoothing, detailed });
  };
  add('genre', 'genre_set', tracks.genreSet, 10, true);
  add('genre', 'first_genre', tracks.firstGenre, 10, true);
  add('genre', 'genres', tracks.genres, 20, false);
  add('title', 'title_words', tracks.titleWords, 20, false);
  add('artist', 'artist', tracks.primary, 3, true);
  add('artist', 'billing', tracks.billing, 3, false);
  add('artist', 'performers_known', tracks.performers, 3, false);
  add('artist', 'artist_in_genre', tracks.artistInGenre, 3, false);
  add('album', 'album', tracks.album, 3, true);
  add('album', 'album_in_genre', tracks.albumInGenre, 3, false);
  add('album', 'album_words', tracks.albumWords, 20, false);
  // The album of one artist tells who the artist is: only where the artist may be known.
  if (has('artist')) add('album', 'album_of_artist', tracks.albumOfArtist, 3, true);
  return sources;
}
