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

/** Some rows of a column cut into bins. */
export interface BinnedColumn {
  readonly name: string;
  readonly bins: Bins;
  /** Bin of each row, in their order; `NO_BIN` is missing. */
  readonly binOfRow: Uint8Array;
}

const NO_BIN = 255;

/** Cuts the rows into about `target` round bins over their own range. */
export function binColumn(column: CodedColumn, rows: Int32Array, target: number): BinnedColumn {
  return cut(column, rows, niceBins(distributionOf(column, rows), target));
}

/** Cuts the rows into the given bins, fewer than 255; what lies beyond them belongs to the first or last. */
export function cut(column: CodedColumn, rows: Int32Array, bins: Bins): BinnedColumn {
  const binOfCode = binCodes(bins, column.values);
  const binOfRow = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    binOfRow[i] = code < 0 ? NO_BIN : binOfCode[code];
  }
  return { name: column.name, bins, binOfRow };
}

/** Counts over two columns cut over the same rows; rows that lack either are left out. */
export function gridOf(x: BinnedColumn, y: BinnedColumn): Grid {
  const { count: columns } = x.bins;
  const { count: rows } = y.bins;
  const counts = new Int32Array(columns * rows);
  for (let i = 0; i < x.binOfRow.length; i++) {
    const a = x.binOfRow[i];
    const b = y.binOfRow[i];
    if (a !== NO_BIN && b !== NO_BIN) counts[b * columns + a]++;
  }
  return {
    x: x.name,
    y: y.name,
    xStart: x.bins.start,
    xStep: x.bins.step,
    yStart: y.bins.start,
    yStep: y.bins.step,
    columns,
    rows,
    counts: [...counts],
  };
}

/** A coarse grid for each pair of the pair plot's columns that the catalogue has, x before y. */
export function pairGrids(columns: ReadonlyMap<string, CodedColumn>, rows: Int32Array): Grid[] {
  const binned = PAIR_COLUMNS.flatMap((name) => {
    const column = columns.get(name);
    return column ? [binColumn(column, rows, PAIR_BINS)] : [];
  });
  return binned.flatMap((x, i) => binned.slice(i + 1).map((y) => gridOf(x, y)));
}
