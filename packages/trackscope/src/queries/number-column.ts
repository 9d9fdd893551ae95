import type { Listings, NumberColumn } from './listings.js';
import { QueryError } from './query-error.js';

/** @throws QueryError `unknown-column` */
export function numberColumn(listings: Listings, name: string): NumberColumn {
  const column = listings.numbers.get(name);
  if (column) return column;
  throw new QueryError(
    'unknown-column',
    `no numeric column is called "${name}"; expected one of ${[...listings.numbers.keys()].join(', ')}`,
  );
}

/** The value of a listing; NaN where it has none. */
export function valueAt({ codes, values }: NumberColumn, row: number): number {
  const code = codes[row]!;
  return code === 0 ? Number.NaN : values[code - 1]!;
}

/** How many of the ascending values are below `limit`. */
export function countBelow(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Codes of the values from `low` to `high`, both inclusive; first above last when there is none. */
export function codesBetween(
  { values }: NumberColumn,
  low: number,
  high: number,
): { readonly first: number; readonly last: number } {
  let last = countBelow(values, high);
  while (last < values.length && values[last] === high) last++;
  return { first: countBelow(values, low) + 1, last };
}
