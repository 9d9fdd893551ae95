import { COLUMNS, type ColumnName } from '../schema/columns.js';

/** The numbers that make the sound of a recording: every audio feature but `explicit`, which is about words. */
export const SOUND_COLUMNS: readonly ColumnName[] = COLUMNS.filter(
  (column) => column.role === 'audio' && column.name !== 'explicit',
).map((column) => column.name);

const REQUIRED_SOUND = COLUMNS.filter((column) => column.required && SOUND_COLUMNS.includes(column.name)).map(
  (column) => column.name,
);

/** SQL: what tells a track from others: its id, or without one its artists, title, album and duration. */
const TRACK_KEY = `coalesce(track_id, chr(31) || artists_key || chr(31) || title_key || chr(31) ||
  coalesce(album_key, '') || chr(31) || coalesce(duration_min::VARCHAR, ''))`;

/**
 * SQL statements that number tracks, recordings and songs from 0 in order of first appearance.
 *
 * @param typed table of typed rows; those with a `reject` are left out
 * @returns statements that leave the tables `ingest_listing_track`(row, track) and
 *   `ingest_tracks`(track, first_row, recording, song, genres)
 */
export function identitySql(typed: string): string[] {
  // Without its numbers nothing can be said to sound the same: such a track is a recording by itself.
  const silent = `CASE WHEN ${REQUIRED_SOUND.map((name) => `${name} IS NULL`).join(' OR ')} THEN track END`;
  return [
    `CREATE OR REPLACE TEMP TABLE ingest_numbers AS
      SELECT track_key, first_row, (row_number() OVER (ORDER BY first_row) - 1)::INTEGER AS track
      FROM (SELECT ${TRACK_KEY} AS track_key, min(rowid) AS first_row FROM ${typed}
        WHERE reject IS NULL GROUP BY ALL)`,
    `CREATE OR REPLACE TEMP TABLE ingest_listing_track AS
      SELECT k.row, n.track FROM (SELECT rowid AS row, ${TRACK_KEY} AS track_key FROM ${typed} WHERE reject IS NULL) k
      JOIN ingest_numbers n USING (track_key)`,
    `CREATE OR REPLACE TEMP TABLE ingest_firsts AS
      SELECT n.track, f.* FROM (
        SELECT rowid AS first_row, ${SOUND_COLUMNS.join(', ')}, primary_artist, song_title, track_genre FROM ${typed}
        WHERE rowid IN (SELECT first_row FROM ingest_numbers)) f
      JOIN ingest_numbers n USING (first_row)`,
    numberedSql('ingest_recordings', 'recording', `${SOUND_COLUMNS.join(', ')}, ${silent}`),
    numberedSql('ingest_songs', 'song', 'primary_artist, song_title'),
    // Sorting a list for each track is dear: most tracks have one genre and need none.
    `CREATE OR REPLACE TEMP TABLE ingest_genres AS
      SELECT track, list(genre ORDER BY first_place) AS genres FROM (
        SELECT track, genre, min((row, place)) AS first_place FROM (
          SELECT k.track, k.row, unnest(coalesce(t.genre_list, [t.track_genre])) AS genre,
            generate_subscripts(coalesce(t.genre_list, [t.track_genre]), 1) AS place
          FROM ${typed} t JOIN ingest_listing_track k ON t.rowid = k.row
          WHERE k.track IN (
            SELECT track FROM ${typed} t JOIN ingest_listing_track k ON t.rowid = k.row GROUP BY track
            HAVING min(track_genre) <> max(track_genre) OR count(track_genre) < count(*) OR count(genre_list) > 0))
        WHERE genre IS NOT NULL GROUP BY track, genre)
      GROUP BY track`,
    `CREATE OR REPLACE TEMP TABLE ingest_tracks AS
      SELECT f.track, f.first_row, r.recording, s.song,
        coalesce(g.genres, CASE WHEN f.track_genre IS NULL THEN [] ELSE [f.track_genre] END) AS genres
      FROM ingest_firsts f JOIN ingest_recordings r USING (track) JOIN ingest_songs s USING (track)
      LEFT JOIN ingest_genres g USING (track)`,
  ];
}

/** Numbers the groups of tracks that are equal in `by`: a window over the tracks, then a dense rank. */
function numberedSql(table: string, name: string, by: string): string {
  return `CREATE OR REPLACE TEMP TABLE ${table} AS
    SELECT track, (dense_rank() OVER (ORDER BY first_track) - 1)::INTEGER AS ${name}
    FROM (SELECT track, min(track) OVER (PARTITION BY ${by}) AS first_track FROM ingest_firsts)`;
}
