import type { Engine } from '../../src/engine/engine.js';

/** One row of a made-up catalogue. What is left out is null. */
export interface Row {
  readonly track_id?: string;
  readonly artists?: string;
  readonly album_name?: string;
  readonly track_name?: string;
  readonly track_genre?: string;
  readonly popularity?: number;
  readonly duration_min?: number;
  readonly explicit?: boolean;
  readonly danceability?: number;
  readonly energy?: number;
  readonly key?: number;
  readonly loudness?: number;
  readonly mode?: number;
  readonly speechiness?: number;
  readonly acousticness?: number;
  readonly instrumentalness?: number;
  readonly liveness?: number;
  readonly valence?: number;
  readonly tempo?: number;
  readonly time_signature?: number;
}

const TEXTS = ['track_id', 'artists', 'album_name', 'track_name', 'track_genre'] as const;
const NUMBERS = [
  ...(['popularity', 'duration_min', 'danceability', 'energy', 'key', 'loudness', 'mode'] as const),
  ...(['speechiness', 'acousticness', 'instrumentalness', 'liveness', 'valence', 'tempo'] as const),
  'time_signature',
] as const;
const INTEGERS: readonly string[] = ['key', 'mode', 'time_signature'];
const SOUND =
  'duration_min, danceability, energy, "key", loudness, "mode", speechiness, acousticness, ' +
  'instrumentalness, liveness, valence, tempo, time_signature';

const WRITTEN = `track_id, artists, album_name, track_name, popularity, explicit, track_genre, ${SOUND}`;

/** Makes the table `listings` of these rows; `track_id` is the row number where it is left out. */
export async function listingsFromRows(engine: Engine, rows: readonly Row[]): Promise<void> {
  const literal = (value: unknown) =>
    value === undefined
      ? 'NULL'
      : typeof value === 'string'
        ? `'${value.replace(/'/g, "''")}'`
        : String(value);
  const types = [
    'row INTEGER',
    ...TEXTS.map((name) => `${name} VARCHAR`),
    'explicit BOOLEAN',
    ...NUMBERS.map((name) => `"${name}" ${INTEGERS.includes(name) ? 'INTEGER' : 'DOUBLE'}`),
  ];
  await engine.run(`CREATE OR REPLACE TABLE source (${types.join(', ')})`);
  const tuples = rows.map((row, i) => {
    const values = { track_id: `t${i}`, ...row };
    return `(${[i, ...[...TEXTS, 'explicit' as const, ...NUMBERS].map((name) => literal(values[name]))].join(', ')})`;
  });
  for (let from = 0; from < tuples.length; from += 2000)
    await engine.run(`INSERT INTO source VALUES ${tuples.slice(from, from + 2000).join(', ')}`);
  await derive(engine);
}

async function derive(engine: Engine): Promise<void> {
  const key = (column: string) =>
    `replace(replace(replace(lower(trim(${column})), '-', ' '), '_', ' '), ';', ' and ')`;
  const first = (by: string) => `min(row) OVER (PARTITION BY ${by})`;
  const dense = (column: string) => `CAST(dense_rank() OVER (ORDER BY ${column}) - 1 AS INTEGER)`;
  await engine.run(`CREATE OR REPLACE TABLE listings AS
    WITH keyed AS (
      SELECT *, ${key('artists')} AS artists_key, ${key('album_name')} AS album_key,
        ${key('track_name')} AS title_key, ${key('track_genre')} AS genre_key,
        string_split(artists, ';') AS artist_list, lower(trim(string_split(artists, ';')[1])) AS primary_artist
      FROM source
      QUALIFY row_number() OVER (PARTITION BY ${WRITTEN} ORDER BY row) = 1),
    firsts AS (
      SELECT *, ${first('track_id')} AS first_of_id, ${first(SOUND)} AS first_of_sound,
        ${first(`primary_artist, lower(trim(regexp_replace(track_name, '( - |\\(|\\[).*', '')))`)} AS first_of_song,
        ${first(WRITTEN.replace('track_id, ', ''))} = row AS published
      FROM keyed)
    SELECT * EXCLUDE (first_of_id, first_of_sound, first_of_song, published),
      ${dense('first_of_id')} AS track, ${dense('first_of_sound')} AS recording, ${dense('first_of_song')} AS song,
      coalesce(list(track_genre) FILTER (track_genre IS NOT NULL) OVER (PARTITION BY track_id), []) AS track_genres,
      row = first_of_id AS first_of_track, published
    FROM firsts ORDER BY row`);
}
