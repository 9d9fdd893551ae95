import type { Codes, Lists } from './codes.js';

/** A category whose known popularity is looked up: the artist, the album, the words of a title. */
export interface HistorySource {
  /** Name of the feature; the columns are `<name>_mean`, `<name>_tracks`, … */
  readonly name: string;
  readonly of: Codes | Lists;
  /** Rows' worth of the overall mean that is mixed into every category. */
  readonly smoothing: number;
  /** Share of zeros and spread too, not only mean and count. */
  readonly detailed: boolean;
}

/** What a fold knows of one category source: sums by code, with the mean of everything. */
export interface HistoryTable {
  readonly name: string;
  readonly kind: 'one' | 'many';
  readonly detailed: boolean;
  readonly smoothing: number;
  readonly overall: Moments;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly zeros: Float64Array;
}

/** Overall mean, mean square and share of zeros. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly zero: number;
}

/** Columns of features by name, one value for each row that was asked for. */
export type FeatureColumns = Record<string, Float64Array>;

const INNER_FOLDS = 10;

/** The table of one source over the rows that may be learned from. */
export function historyTable(source: HistorySource, target: Float64Array, rows: Uint32Array): HistoryTable {
  const table = empty(source, moments(target, rows));
  for (const row of rows) addRow(table, source.of, row, target[row]!, 1);
  return table;
}

/**
 * History features of the training rows, none of which has seen its own target nor that of its group: for each row the
 * table is the one without its inner fold, and inner folds never split a group.
 *
 * @param groups rows of one number are never told apart
 * @returns columns as long as `rows`, in that order, and the table over all of them for rows to come
 */
export function historyOutOfFold(
  source: HistorySource,
  target: Float64Array,
  rows: Uint32Array,
  groups: Int32Array,
): { columns: FeatureColumns; table: HistoryTable } {
  const table = historyTable(source, target, rows);
  const byFold: Uint32Array[] = Array.from({ length: INNER_FOLDS }, (_, fold) =>
    rows.filter((row) => innerFold(groups[row]!) === fold),
  );
  const place = new Map<number, number>();
  rows.forEach((row, i) => {
    place.set(row, i);
  });
  const columns = blank(source, rows.length);
  const whole = momentSums(target, rows);
  for (const held of byFold) {
    if (held.length === 0) continue;
    const own = momentSums(target, held);
    const n = Math.max(1, rows.length - held.length);
    const overall = {
      mean: (whole.mean - own.mean) / n,
      square: (whole.square - own.square) / n,
      zero: (whole.zero - own.zero) / n,
    };
    // Taking the fold out, reading, and putting it back costs two passes over the fold instead of one over the rest.
    for (const row of held) addRow(table, source.of, row, target[row]!, -1);
    const seen = { ...table, overall };
    for (const row of held) readRow(seen, source.of, row, columns, place.get(row)!);
    for (const row of held) addRow(table, source.of, row, target[row]!, 1);
  }
  return { columns, table };
}

/** History features of rows that the table has not learned from. */
export function historyOf(table: HistoryTable, source: HistorySource, rows: Uint32Array): FeatureColumns {
  const columns = blank(source, rows.length);
  rows.forEach((row, i) => {
    readRow(table, source.of, row, columns, i);
  });
  return columns;
}

/** Fold of a group, the same in every run: a mixed number, so that neighbours part. */
export function innerFold(group: number): number {
  let x = Math.imul(group + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return ((x ^ (x >>> 13)) >>> 0) % INNER_FOLDS;
}

/** The columns that a source gives. */
export function historyColumns({ name, of, detailed }: HistorySource): string[] {
  if ('starts' in of) return [`${name}_mean`, `${name}_best`, `${name}_worst`];
  return detailed
    ? [`${name}_mean`, `${name}_tracks`, `${name}_zeros`, `${name}_spread`]
    : [`${name}_mean`, `${name}_tracks`];
}

function blank(source: HistorySource, rows: number): FeatureColumns {
  return Object.fromEntries(historyColumns(source).map((name) => [name, new Float64Array(rows)]));
}

function empty(source: HistorySource, overall: Moments): HistoryTable {
  const size = source.of.levels.length;
  const { name, detailed, smoothing } = source;
  const zeroed = () => new Float64Array(size);
  return {
    name,
    kind: 'starts' in source.of ? 'many' : 'one',
    detailed,
    smoothing,
    overall,
    counts: zeroed(),
    sums: zeroed(),
    squares: zeroed(),
    zeros: zeroed(),
  };
}

function addRow(table: HistoryTable, of: Codes | Lists, row: number, value: number, weight: 1 | -1): void {
  const from = 'starts' in of ? of.starts[row]! : row;
  const to = 'starts' in of ? of.starts[row + 1]! : row + 1;
  for (let at = from; at < to; at++) {
    const code = of.codes[at]!;
    table.counts[code]! += weight;
    table.sums[code]! += weight * value;
    table.squares[code]! += weight * value * value;
    if (value === 0) table.zeros[code]! += weight;
  }
}

function readRow(
  table: HistoryTable,
  of: Codes | Lists,
  row: number,
  out: FeatureColumns,
  place: number,
): void {
  const { name, overall } = table;
  if ('starts' in of) {
    let best = overall.mean;
    let worst = overall.mean;
    let sum = 0;
    const items = of.starts[row + 1]! - of.starts[row]!;
    for (let at = of.starts[row]!; at < of.starts[row + 1]!; at++) {
      const mean = smoothed(table, table.sums, of.codes[at]!, overall.mean);
      sum += mean;
      if (at === of.starts[row]! || mean > best) best = mean;
      if (at === of.starts[row]! || mean < worst) worst = mean;
    }
    out[`${name}_mean`]![place] = items > 0 ? sum / items : overall.mean;
    out[`${name}_best`]![place] = best;
    out[`${name}_worst`]![place] = worst;
    return;
  }
  const code = of.codes[row]!;
  const mean = smoothed(table, table.sums, code, overall.mean);
  out[`${name}_mean`]![place] = mean;
  out[`${name}_tracks`]![place] = code < 0 ? 0 : table.counts[code]!;
  if (!table.detailed) return;
  const square = smoothed(table, table.squares, code, overall.square);
  out[`${name}_zeros`]![place] = smoothed(table, table.zeros, code, overall.zero);
  out[`${name}_spread`]![place] = Math.sqrt(Math.max(0, square - mean * mean));
}

/** (Σ + smoothing × overall) / (count + smoothing); the overall value for a code that the table lacks (−1). */
function smoothed(table: HistoryTable, sums: Float64Array, code: number, overall: number): number {
  if (code < 0) return overall;
  const weight = table.counts[code]! + table.smoothing;
  return weight > 0 ? (sums[code]! + table.smoothing * overall) / weight : overall;
}

function moments(target: Float64Array, rows: Uint32Array): Moments {
  const sums = momentSums(target, rows);
  const n = Math.max(1, rows.length);
  return { mean: sums.mean / n, square: sums.square / n, zero: sums.zero / n };
}

function momentSums(target: Float64Array, rows: Uint32Array): Moments {
  let mean = 0;
  let square = 0;
  let zero = 0;
  for (const row of rows) {
    mean += target[row]!;
    square += target[row]! ** 2;
    if (target[row] === 0) zero++;
  }
  return { mean, square, zero };
}
