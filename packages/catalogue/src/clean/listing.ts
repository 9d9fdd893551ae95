/**
 * The columns of `catalogue.parquet` and of the table `listings`: one row for each listing, in file order,
 * duplicates dropped. Original text stands under its own name; normalised keys stand beside it.
 * Columns that the catalogue lacks are present and wholly null.
 */
export const LISTING_COLUMNS = {
  /** Position among the readable rows, from 0, in file order. */
  row: 'INTEGER',
  track_id: 'VARCHAR',
  artists: 'VARCHAR',
  album_name: 'VARCHAR',
  track_name: 'VARCHAR',
  track_genre: 'VARCHAR',
  popularity: 'DOUBLE',
  duration_min: 'DOUBLE',
  explicit: 'BOOLEAN',
  danceability: 'DOUBLE',
  energy: 'DOUBLE',
  key: 'INTEGER',
  loudness: 'DOUBLE',
  mode: 'INTEGER',
  speechiness: 'DOUBLE',
  acousticness: 'DOUBLE',
  instrumentalness: 'DOUBLE',
  liveness: 'DOUBLE',
  valence: 'DOUBLE',
  tempo: 'DOUBLE',
  time_signature: 'INTEGER',
  /** Published normalisation: trimmed, lower case, `-` and `_` to a space, `;` to ` and `. */
  artists_key: 'VARCHAR',
  album_key: 'VARCHAR',
  title_key: 'VARCHAR',
  genre_key: 'VARCHAR',
  /** Artists as written, in order. */
  artist_list: 'VARCHAR[]',
  /** First-named artist, lower case, trimmed. */
  primary_artist: 'VARCHAR',
  /** Dense numbers from 0 in order of first appearance: listings of one track, recording, song share them. */
  track: 'INTEGER',
  recording: 'INTEGER',
  song: 'INTEGER',
  /** Every genre of the track, in order of first listing; empty when there is none. */
  track_genres: 'VARCHAR[]',
  /** First listing of its track: `WHERE first_of_track` gives one row for each track. */
  first_of_track: 'BOOLEAN',
  /** Kept by the published cleaning. `WHERE published ORDER BY row` is its table, row for row. */
  published: 'BOOLEAN',
} as const;

export type ListingColumn = keyof typeof LISTING_COLUMNS;
