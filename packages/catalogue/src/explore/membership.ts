import { type GenreMap, macroGenre } from '../genre/genre-map.js';
import type { Query } from './query.js';

/** Which groups each track belongs to, as one list with an index into it. */
export interface Membership {
  readonly names: readonly string[];
  /** Groups of the track at position i: `groups[starts[i] … starts[i + 1])`, each once. */
  readonly starts: Int32Array;
  readonly groups: Int32Array;
}

/** The genres of every track, by position among the tracks in file order; names in alphabetical order. */
export async function readGenres(query: Query, tracks: number): Promise<Membership> {
  const genresOfTracks = 'SELECT row, unnest(track_genres) AS genre FROM listings WHERE first_of_track';
  const names = (
    await query.rows<{ genre: string }>(
      `SELECT DISTINCT genre FROM (${genresOfTracks}) WHERE genre IS NOT NULL ORDER BY genre`,
    )
  ).map((r) => r.genre);
  if (names.length === 0) return pack([], new Float64Array(0), new Float64Array(0), tracks);
  const pairs = await query.columns(`
    WITH positions AS (
      SELECT row, row_number() OVER (ORDER BY row) - 1 AS position FROM listings WHERE first_of_track),
    pairs AS (SELECT DISTINCT row, genre FROM (${genresOfTracks}) WHERE genre IS NOT NULL),
    codes AS (SELECT genre, row_number() OVER (ORDER BY genre) - 1 AS code
      FROM (SELECT DISTINCT genre FROM pairs))
    SELECT CAST(position AS INTEGER) AS position, CAST(code AS INTEGER) AS code
    FROM pairs JOIN positions USING (row) JOIN codes USING (genre)`);
  return pack(names, pairs.columns.position as Float64Array, pairs.columns.code as Float64Array, tracks);
}

/** The same tracks grouped by the macro-genres of their genres; a track counts once in each. */
export function macroMembership(genres: Membership, map: GenreMap): Membership {
  const macroOf = genres.names.map((name) => macroGenre(name, map));
  const present = new Set(macroOf);
  const names = [...new Set([...map.macros, ...macroOf])].filter((macro) => present.has(macro));
  const code = macroOf.map((macro) => names.indexOf(macro));
  const groups: number[] = [];
  const starts = new Int32Array(genres.starts.length);
  for (let i = 0; i + 1 < genres.starts.length; i++) {
    for (let m = genres.starts[i]; m < genres.starts[i + 1]; m++) {
      const macro = code[genres.groups[m]];
      if (!groups.includes(macro, starts[i])) groups.push(macro);
    }
    starts[i + 1] = groups.length;
  }
  return { names, starts, groups: Int32Array.from(groups) };
}

function pack(
  names: readonly string[],
  positions: Float64Array,
  codes: Float64Array,
  tracks: number,
): Membership {
  const starts = new Int32Array(tracks + 1);
  for (let i = 0; i < positions.length; i++) starts[positions[i] + 1]++;
  for (let t = 0; t < tracks; t++) starts[t + 1] += starts[t];
  const next = starts.slice();
  const groups = new Int32Array(positions.length);
  for (let i = 0; i < positions.length; i++) groups[next[positions[i]]++] = codes[i];
  return { names, starts, groups };
}
