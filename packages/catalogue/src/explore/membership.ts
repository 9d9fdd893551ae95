import { type GenreMap, macroGenre } from '../genre/genre-map.js';
import { quoteText } from '../ingest/quoting.js';
import type { Query } from './query.js';

/** Which groups each track belongs to, as one list with an index into it. */
export interface Membership {
  readonly names: readonly string[];
  /** Groups of the track at position i: `groups[starts[i] … starts[i + 1])`, each once. */
  readonly starts: Int32Array;
  readonly groups: Int32Array;
  /** Where each group begins when the members of all groups stand one group after another; its last is their sum. */
  readonly offsets: Int32Array;
}

/**
 * The genres of every track, by position among the tracks in file order, which is the number in the column
 * `track`; names in alphabetical order.
 */
export async function readGenres(query: Query, tracks: number): Promise<Membership> {
  const listed =
    'SELECT track, unnest(list_distinct(track_genres)) AS genre FROM listings WHERE first_of_track';
  const names = (
    await query.rows<{ genre: string }>(
      `SELECT DISTINCT genre FROM (${listed}) WHERE genre IS NOT NULL ORDER BY genre`,
    )
  ).map((r) => r.genre);
  if (names.length === 0) return pack([], new Float64Array(0), new Float64Array(0), tracks);
  const codes = names.map((name, code) => `(${quoteText(name)}, ${code})`).join(', ');
  const pairs = await query.columns(`
    SELECT track, code FROM (${listed}) JOIN (VALUES ${codes}) AS codes(genre, code) USING (genre)`);
  return pack(names, pairs.columns.track as Float64Array, pairs.columns.code as Float64Array, tracks);
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
  return finish(names, starts, Int32Array.from(groups));
}

/** How many tracks have 0, 1, 2, … genres. */
export function genresPerTrack(starts: Int32Array): number[] {
  const counts = [0];
  for (let i = 0; i + 1 < starts.length; i++) {
    const genres = starts[i + 1] - starts[i];
    while (counts.length <= genres) counts.push(0);
    counts[genres]++;
  }
  return counts;
}

function pack(
  names: readonly string[],
  tracksOf: Float64Array,
  codes: Float64Array,
  tracks: number,
): Membership {
  const starts = new Int32Array(tracks + 1);
  for (let i = 0; i < tracksOf.length; i++) starts[tracksOf[i] + 1]++;
  for (let t = 0; t < tracks; t++) starts[t + 1] += starts[t];
  const next = starts.slice();
  const groups = new Int32Array(tracksOf.length);
  for (let i = 0; i < tracksOf.length; i++) groups[next[tracksOf[i]]++] = codes[i];
  return finish(names, starts, groups);
}

function finish(names: readonly string[], starts: Int32Array, groups: Int32Array): Membership {
  const offsets = new Int32Array(names.length + 1);
  for (let m = 0; m < groups.length; m++) offsets[groups[m] + 1]++;
  for (let g = 1; g < offsets.length; g++) offsets[g] += offsets[g - 1];
  return { names, starts, groups, offsets };
}
