import type { Grid } from './profile.js';
import { type Bins, binCodes, niceBins } from './statistics/bins.js';
import type { CodedColumn } from './statistics/coded-column.js';
import { distributionOf } from './statistics/distribution.js';

/** The columns of the pair plot, in its order. */
export const PAIR_COLUMNS: readonly string[] = [
  'popularity',
  'danceability',
  'energy',
  'loudness',
  'acousticness',
  'instrumentalness',
  'valence',
  'tempo',
  'duration_min',
];

const PAIR_BINS = 24;

/** A column cut into bins: the bins and the bin of each of its codes (see {@link CodedColumn}). */
export interface BinnedColumn {
  readonly column: CodedColumn;
  readonly bins: Bins;
  readonly binOfCode: Int32Array;
}

/** Cuts a column into about `target` round bins over the range of the given rows. */
export function binColumn(column: CodedColumn, rows: Int32Array, target: number): BinnedColumn {
  return cut(column, niceBins(distributionOf(column, rows), target));
}

/** Cuts a column into the given bins; what lies beyond them belongs to the first or last. */
export function cut(column: CodedColumn, bins: Bins): BinnedColumn {
  return { column, bins, binOfCode: binCodes(bins, column.values) };
}

/** Counts of the rows over two columns; rows that lack either are left out. */
export function gridOf(x: BinnedColumn, y: BinnedColumn, rows: Int32Array): Grid {
  const counts = new Array<number>(x.bins.count * y.bins.count).fill(0);
  for (let i = 0; i < rows.length; i++) {
    const a = x.column.codes[rows[i]];
    const b = y.column.codes[rows[i]];
    if (a >= 0 && b >= 0) counts[y.binOfCode[b] * x.bins.count + x.binOfCode[a]]++;
  }
  return {
    x: x.column.name,
    y: y.column.name,
    xStart: x.bins.start,
    xStep: x.bins.step,
    yStart: y.bins.start,
    yStep: y.bins.step,
    columns: x.bins.count,
    rows: y.bins.count,
    counts,
  };
}

/** A coarse grid for each pair of the pair plot's columns that the catalogue has, x before y. */
export function pairGrids(columns: ReadonlyMap<string, CodedColumn>, rows: Int32Array): Grid[] {
  const binned = PAIR_COLUMNS.flatMap((name) => {
    const column = columns.get(name);
    return column ? [binColumn(column, rows, PAIR_BINS)] : [];
  });
  return binned.flatMap((x, i) => binned.slice(i + 1).map((y) => gridOf(x, y, rows)));
}
