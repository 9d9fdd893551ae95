import { distinctValues } from './distinct-values.js';

/**
 * A numeric column as its distinct values and one code a row. One sort serves everything that follows:
 * quantiles, ranks and histograms of any set of rows are counts over the codes.
 */
export interface CodedColumn {
  readonly name: string;
  /** Distinct values, ascending. */
  readonly values: Float64Array;
  /** Index into `values` by row; −1 is missing. */
  readonly codes: Int32Array;
}

/** Codes a column; NaN is missing. O(n + d log d) for d distinct values, four bytes a row kept. */
export function codeColumn(name: string, column: Float64Array): CodedColumn {
  const { distinct, ids: codes } = distinctValues(column);
  const values = distinct.slice().sort();
  const rank = codesOf(values, distinct);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) codes[i] = rank[codes[i]];
  return { name, values, codes };
}

/** How many of the rows have each code; missing values are not counted. */
export function countCodes(column: CodedColumn, rows: Int32Array): Int32Array {
  const counts = new Int32Array(column.values.length);
  const { codes } = column;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code >= 0) counts[code]++;
  }
  return counts;
}

/** The rows where every one of the columns has a value; the same array when that is all of them. */
export function completeRows(columns: readonly CodedColumn[], rows: Int32Array): Int32Array {
  let kept = rows;
  for (const { codes } of columns) {
    let gap = false;
    for (let i = 0; i < kept.length && !gap; i++) gap = codes[kept[i]] < 0;
    if (gap) kept = kept.filter((row) => codes[row] >= 0);
  }
  return kept;
}

/** The rows of a column in ascending order of its values. */
export interface SortedRows {
  /** Positions among the rows, 0 … rows.length − 1; rows without a value are left out. */
  readonly order: Int32Array;
  /** The value at each of them. */
  readonly values: Float64Array;
}

/** Sorts rows by a column; equal values keep the order of `rows`. A counting sort: O(rows + distinct values). */
export function sortRows(column: CodedColumn, rows: Int32Array): SortedRows {
  const { codes } = column;
  const next = new Int32Array(column.values.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code >= 0) next[code + 1]++;
  }
  for (let c = 1; c < next.length; c++) next[c] += next[c - 1];
  const values = new Float64Array(next[next.length - 1]);
  for (let c = 0; c + 1 < next.length; c++) values.fill(column.values[c], next[c], next[c + 1]);
  const order = new Int32Array(values.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code >= 0) order[next[code]++] = i;
  }
  return { order, values };
}

/** Buckets of equal width that narrow the search for a value to the few that share its bucket. */
const BUCKETS = 1 << 15;

/** The index of each value among the distinct ones, −1 for NaN. */
function codesOf(values: Float64Array, column: Float64Array): Int32Array {
  const codes = new Int32Array(column.length).fill(-1);
  if (values.length === 0) return codes;
  const least = values[0];
  const spread = values[values.length - 1] - least;
  const scale = spread > 0 && Number.isFinite(spread) ? (BUCKETS - 1) / spread : 0;
  const first = new Int32Array(BUCKETS + 1).fill(values.length);
  for (let c = values.length - 1; c >= 0; c--) first[Math.floor((values[c] - least) * scale) || 0] = c;
  for (let b = BUCKETS - 1; b >= 0; b--) if (first[b] > first[b + 1]) first[b] = first[b + 1];
  for (let i = 0; i < column.length; i++) {
    const value = column[i];
    if (Number.isNaN(value)) continue;
    const bucket = Math.floor((value - least) * scale) || 0;
    let low = first[bucket];
    let high = first[bucket + 1] - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (values[middle] < value) low = middle + 1;
      else high = middle;
    }
    codes[i] = low;
  }
  return codes;
}
