import type { Quartiles } from '../profile.js';
import { type CodedColumn, countCodes } from './coded-column.js';

/** What a column's values are like over some rows: distinct values and how often each occurs. */
export interface Distribution {
  readonly values: Float64Array;
  readonly counts: Int32Array;
  /** Rows with a value. */
  readonly n: number;
  readonly mean: number;
}

/** Distributions by rows and column: many parts of a profile ask for the same ones. */
const known = new WeakMap<Int32Array, WeakMap<CodedColumn, Distribution>>();

/** The distribution of a column over the given rows, computed once for as long as both are in use. */
export function distributionOf(column: CodedColumn, rows: Int32Array): Distribution {
  const byColumn = known.get(rows) ?? new WeakMap<CodedColumn, Distribution>();
  known.set(rows, byColumn);
  const distribution = byColumn.get(column) ?? compute(column, rows);
  byColumn.set(column, distribution);
  return distribution;
}

function compute(column: CodedColumn, rows: Int32Array): Distribution {
  const counts = countCodes(column, rows);
  let n = 0;
  let sum = 0;
  for (let c = 0; c < counts.length; c++) {
    n += counts[c];
    sum += counts[c] * column.values[c];
  }
  return { values: column.values, counts, n, mean: n > 0 ? sum / n : 0 };
}

/**
 * Quantile by linear interpolation between order statistics (Hyndman and Fan's type 7, the default of pandas
 * and numpy). NaN for an empty distribution.
 */
export function quantile(distribution: Distribution, p: number): number {
  const { values, counts, n } = distribution;
  if (n === 0) return Number.NaN;
  const position = (n - 1) * p;
  const below = Math.floor(position);
  let seen = 0;
  for (let c = 0; c < counts.length; c++) {
    seen += counts[c];
    if (seen <= below) continue;
    const fraction = position - below;
    if (fraction === 0 || seen > below + 1) return values[c];
    let next = c + 1;
    while (counts[next] === 0) next++;
    return interpolate(values[c], values[next], fraction);
  }
  return Number.NaN;
}

/** The same quantile of values that are sorted already; NaN when there are none. */
export function sortedQuantile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * p;
  const below = Math.floor(position);
  return below + 1 < sorted.length
    ? interpolate(sorted[below], sorted[below + 1], position - below)
    : sorted[below];
}

export function quartilesOf(distribution: Distribution): Quartiles {
  return {
    min: quantile(distribution, 0),
    q1: quantile(distribution, 0.25),
    median: quantile(distribution, 0.5),
    q3: quantile(distribution, 0.75),
    max: quantile(distribution, 1),
  };
}

/** Distinct values that occur. */
export function distinctOf({ counts }: Distribution): number {
  let distinct = 0;
  for (let c = 0; c < counts.length; c++) if (counts[c] > 0) distinct++;
  return distinct;
}

/** How many rows have a value of at least `threshold`. */
export function countAtLeast({ values, counts }: Distribution, threshold: number): number {
  let count = 0;
  for (let c = counts.length - 1; c >= 0 && values[c] >= threshold; c--) count += counts[c];
  return count;
}

/** How many rows have exactly this value. */
export function countEqual({ values, counts }: Distribution, value: number): number {
  const at = values.indexOf(value);
  return at < 0 ? 0 : counts[at];
}

/** Sample standard deviation (n − 1); 0 with fewer than two rows. */
export function deviationOf(distribution: Distribution): number {
  return distribution.n < 2 ? 0 : Math.sqrt(moment(distribution, 2) / (distribution.n - 1));
}

/**
 * Adjusted Fisher–Pearson skewness, `n √(n−1) / (n−2) · Σd³ / (Σd²)^1.5`, as pandas gives it; 0 for fewer than
 * three rows (where pandas has none) and for a constant column.
 */
export function skewOf(distribution: Distribution): number {
  const { n } = distribution;
  if (n < 3 || distinctOf(distribution) < 2) return 0;
  const second = moment(distribution, 2);
  return ((n * Math.sqrt(n - 1)) / (n - 2)) * (moment(distribution, 3) / second ** 1.5);
}

/** Average rank, from 1, of each distinct value; ties share the mean of their ranks. */
export function averageRanks({ counts }: Distribution): Float64Array {
  const ranks = new Float64Array(counts.length);
  let before = 0;
  for (let c = 0; c < counts.length; c++) {
    ranks[c] = before + (counts[c] + 1) / 2;
    before += counts[c];
  }
  return ranks;
}

function moment({ values, counts, mean }: Distribution, power: number): number {
  let sum = 0;
  for (let c = 0; c < counts.length; c++) if (counts[c] > 0) sum += counts[c] * (values[c] - mean) ** power;
  return sum;
}

function interpolate(a: number, b: number, t: number): number {
  // Written so that both ends are exact.
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}
