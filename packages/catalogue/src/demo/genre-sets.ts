import type { Random } from './random.js';
import type { DemoStatistics } from './statistics.js';

/** Which genres share how many tracks. */
export interface GenreSetPlan {
  /** The sets in use: codes of genres, the leading one first. */
  readonly sets: readonly (readonly number[])[];
  /** Tracks of each set. */
  readonly counts: readonly number[];
  /** Listings of each genre that repeat another one exactly. */
  readonly repeats: Int32Array;
}

/**
 * Shares out the listings of every genre among tracks with one genre and with several, so that each genre gets
 * exactly its number.
 * @param listings wanted by genre
 */
export function planGenreSets(
  statistics: DemoStatistics,
  listings: Int32Array,
  random: Random,
): GenreSetPlan {
  const open = Int32Array.from(listings);
  const repeats = new Int32Array(listings.length);
  for (let g = 0; g < listings.length; g++) {
    repeats[g] = Math.min(
      Math.max(0, open[g]! - 1),
      random.round((statistics.repeats[g]! * open[g]!) / 1000),
    );
    open[g]! -= repeats[g]!;
  }
  const byKey = new Map<string, number>();
  const sets: number[][] = [];
  const counts: number[] = [];
  function add(genres: readonly number[], wanted: number): void {
    let count = wanted;
    for (const g of genres) count = Math.min(count, open[g]!);
    if (count <= 0) return;
    for (const g of genres) open[g]! -= count;
    const key = genres.join('.');
    const at = byKey.get(key) ?? sets.push([...genres]) - 1;
    byKey.set(key, at);
    counts[at] = (counts[at] ?? 0) + count;
  }
  for (const table of [statistics.sets, statistics.pairs]) {
    for (const row of table) {
      const genres = row.slice(0, -1);
      add(genres, random.round((row[row.length - 1]! * listings[genres[0]!]!) / 1000));
    }
  }
  for (let g = 0; g < open.length; g++) add([g], open[g]!);
  return { sets, counts, repeats };
}
