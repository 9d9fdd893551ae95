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
  const sound = SOUND_COLUMNS.join(', ');
  // Without its numbers nothing can be said to sound the same: such a track is a recording by itself.
  const silent = `(${REQUIRED_SOUND.map((name) => `${name} IS NULL`).join(' OR ')})`;
  return [
    `CREATE OR REPLACE TEMP TABLE ingest_numbers AS
      SELECT track_key, first_row, (row_number() OVER (ORDER BY first_row) - 1)::INTEGER AS track
      FROM (SELECT ${TRACK_KEY} AS track_key, min(rowid) AS first_row FROM ${typed}
        WHERE reject IS NULL GROUP BY ALL)`,
    `CREATE OR REPLACE TEMP TABLE ingest_listing_track AS
      SELECT k.row, n.track FROM (SELECT rowid AS row, ${TRACK_KEY} AS track_key FROM ${typed} WHERE reject IS NULL) k
      JOIN ingest_numbers n USING (track_key)`,
    `CREATE OR REPLACE TEMP TABLE ingest_firsts AS
      SELECT n.track, n.first_row, f.sound_hash, f.song_hash
      FROM (SELECT rowid AS first_row, hash(${sound}) AS sound_hash, hash(primary_artist, song_title) AS song_hash
        FROM ${typed}) f
      JOIN ingest_numbers n USING (first_row)`,
    numberedSql(typed, 'recording', 'sound_hash', `${sound}, CASE WHEN ${silent} THEN track END`),
    numberedSql(typed, 'song', 'song_hash', 'primary_artist, song_title'),
    genresSql(typed),
    `CREATE OR REPLACE TEMP TABLE ingest_tracks AS
      SELECT f.track, f.first_row, r.recording, s.song, g.genres
      FROM ingest_firsts f JOIN ingest_recordings r USING (track) JOIN ingest_songs s USING (track)
      LEFT JOIN ingest_genres g USING (track)`,
  ];
}

/**
 * Numbers the groups of tracks whose first listings are equal in `by`. Only tracks that share a hash are
 * compared, and those in full, so that nothing rests on the hash.
 */
function numberedSql(typed: string, name: string, hash: string, by: string): string {
  return `CREATE OR REPLACE TEMP TABLE ingest_${name}s AS
    WITH twins AS (
      SELECT track, first_row FROM ingest_firsts
      WHERE ${hash} IN (SELECT ${hash} FROM ingest_firsts GROUP BY ${hash} HAVING count(*) > 1)),
    led AS (
      SELECT w.track, min(w.track) OVER (PARTITION BY ${by}) AS leader
      FROM twins w JOIN ${typed} t ON t.rowid = w.first_row)
    SELECT track, (dense_rank() OVER (ORDER BY coalesce(led.leader, track)) - 1)::INTEGER AS ${name}
    FROM ingest_firsts LEFT JOIN led USING (track)`;
}

/** The genres of the tracks that have several, or listings that have several: most tracks need no list sorted. */
function genresSql(typed: string): string {
  return `CREATE OR REPLACE TEMP TABLE ingest_genres AS
    WITH several AS (
      SELECT track FROM ingest_listing_track GROUP BY track HAVING count(*) > 1
      UNION
      SELECT track FROM ingest_listing_track k JOIN ${typed} t ON t.rowid = k.row WHERE t.genre_list IS NOT NULL),
    placed AS (
      SELECT k.track, t.track_genre AS genre, k.row * 65536 AS place
      FROM ingest_listing_track k JOIN several USING (track) JOIN ${typed} t ON t.rowid = k.row
      WHERE t.genre_list IS NULL
      UNION ALL
      SELECT k.track, unnest(t.genre_list) AS genre, k.row * 65536 + generate_subscripts(t.genre_list, 1) AS place
      FROM ingest_listing_track k JOIN ${typed} t ON t.rowid = k.row
      WHERE t.genre_list IS NOT NULL),
    firsts AS (
      SELECT track, genre, min(place) AS first_place FROM placed
      WHERE genre IS NOT NULL GROUP BY track, genre)
    SELECT s.track, coalesce(list(genre ORDER BY first_place) FILTER (WHERE genre IS NOT NULL), []) AS genres
    FROM several s LEFT JOIN firsts USING (track) GROUP BY s.track`;
}
