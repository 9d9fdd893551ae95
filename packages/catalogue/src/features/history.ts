import type { Coding, Lists } from './codes.js';

/** A category whose known popularity is looked up: the artist, the album, the words of a title. */
export interface HistorySource {
  /** Name of the feature; the columns are `<name>_mean`, `<name>_tracks`, … */
  readonly name: string;
  readonly of: Coding | Lists;
  /** Rows' worth of the overall mean that is mixed into every category. */
  readonly smoothing: number;
  /** Share of zeros and spread too, not only mean and count. */
  readonly detailed: boolean;
}

/** What is known of one source: sums by code, with the mean of everything. Stored with a model. */
export interface HistoryTable {
  readonly name: string;
  readonly overall: Moments;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly zeros: Float64Array;
}

/** Mean, mean square and share of zeros. */
export interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly zero: number;
}

/** Rows divided so that encoders can be fitted without them. */
export interface InnerFolds {
  /** Row numbers, in the order of the columns. */
  readonly rows: Uint32Array;
  /** Positions in `rows` of each part. */
  readonly parts: readonly Uint32Array[];
}

const INNER_FOLDS = 10;

/**
 * Divides rows for encoding out of fold, never within a group.
 *
 * @param groups by row number: rows of one number are never told apart
 */
export function innerFolds(rows: Uint32Array, groups: Int32Array): InnerFolds {
  const fold = Uint8Array.from(rows, (row) => innerFold(groups[row]!));
  const positions = Uint32Array.from(rows, (_, i) => i);
  const parts = Array.from({ length: INNER_FOLDS }, (_, f) => positions.filter((i) => fold[i] === f));
  return { rows, parts: parts.filter((part) => part.length > 0) };
}

/** The table of one source over the rows that may be learned from. */
export function historyTable(source: HistorySource, target: Float64Array, rows: Uint32Array): HistoryTable {
  const zeroed = () => new Float64Array(source.of.size);
  const table = {
    name: source.name,
    overall: momentsOf(target, rows),
    counts: zeroed(),
    sums: zeroed(),
    squares: zeroed(),
    zeros: zeroed(),
  };
  for (let i = 0; i < rows.length; i++) addRow(table, source, rows[i]!, target[rows[i]!]!, 1);
  return table;
}

/**
 * History features of rows that the table was made from, none of which has seen its own target nor that of its group:
 * each is read from the table without the row's inner fold. The table is left as it was.
 *
 * @returns one column a name of {@link historyColumns}, in the order of `inner.rows`
 */
export function historyOutOfFold(
  table: HistoryTable,
  source: HistorySource,
  target: Float64Array,
  inner: InnerFolds,
): Float32Array[] {
  const { rows, parts } = inner;
  const columns = blank(source, rows.length);
  for (const part of parts) {
    const held = Uint32Array.from(part, (i) => rows[i]!);
    const overall = without(table.overall, rows.length, momentsOf(target, held), held.length);
    // Taking the part out, reading, and putting it back costs two passes over the part instead of one over the rest.
    for (let i = 0; i < held.length; i++) addRow(table, source, held[i]!, target[held[i]!]!, -1);
    const seen = { ...table, overall };
    for (let i = 0; i < held.length; i++) readRow(seen, source, held[i]!, columns, part[i]!);
    for (let i = 0; i < held.length; i++) addRow(table, source, held[i]!, target[held[i]!]!, 1);
  }
  return columns;
}

/** History features of rows that the table has not learned from; columns as of {@link historyOutOfFold}. */
export function historyOf(table: HistoryTable, source: HistorySource, rows: Uint32Array): Float32Array[] {
  const columns = blank(source, rows.length);
  for (let i = 0; i < rows.length; i++) readRow(table, source, rows[i]!, columns, i);
  return columns;
}

/** The columns that a source gives. */
export function historyColumns({ name, of, detailed }: HistorySource): string[] {
  if ('starts' in of) return [`${name}_mean`, `${name}_best`, `${name}_worst`];
  return detailed
    ? [`${name}_mean`, `${name}_tracks`, `${name}_zeros`, `${name}_spread`]
    : [`${name}_mean`, `${name}_tracks`];
}

/** Inner fold of a group, the same in every run: a mixed number, so that neighbours part. */
function innerFold(group: number): number {
  let x = Math.imul(group + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return ((x ^ (x >>> 13)) >>> 0) % INNER_FOLDS;
}

function blank(source: HistorySource, rows: number): Float32Array[] {
  return historyColumns(source).map(() => new Float32Array(rows));
}

function addRow(
  table: HistoryTable,
  { of }: HistorySource,
  row: number,
  value: number,
  weight: 1 | -1,
): void {
  const from = 'starts' in of ? of.starts[row]! : row;
  const to = 'starts' in of ? of.starts[row + 1]! : row + 1;
  for (let at = from; at < to; at++) {
    const code = of.codes[at]!;
    if (code < 0) continue;
    table.counts[code]! += weight;
    table.sums[code]! += weight * value;
    table.squares[code]! += weight * value * value;
    if (value === 0) table.zeros[code]! += weight;
  }
}

function readRow(
  table: HistoryTable,
  { of, smoothing, detailed }: HistorySource,
  row: number,
  out: readonly Float32Array[],
  place: number,
): void {
  const { overall } = table;
  if ('starts' in of) {
    const from = of.starts[row]!;
    const to = of.starts[row + 1]!;
    let best = overall.mean;
    let worst = overall.mean;
    let sum = 0;
    for (let at = from; at < to; at++) {
      const mean = smoothed(table, table.sums, of.codes[at]!, overall.mean, smoothing);
      sum += mean;
      if (at === from || mean > best) best = mean;
      if (at === from || mean < worst) worst = mean;
    }
    out[0]![place] = to > from ? sum / (to - from) : overall.mean;
    out[1]![place] = best;
    out[2]![place] = worst;
    return;
  }
  const code = of.codes[row]!;
  const mean = smoothed(table, table.sums, code, overall.mean, smoothing);
  out[0]![place] = mean;
  out[1]![place] = code < 0 ? 0 : table.counts[code]!;
  if (!detailed) return;
  const square = smoothed(table, table.squares, code, overall.square, smoothing);
  out[2]![place] = smoothed(table, table.zeros, code, overall.zero, smoothing);
  out[3]![place] = Math.sqrt(Math.max(0, square - mean * mean));
}

/** (Σ + smoothing × overall) / (count + smoothing); the overall value for a code that the table lacks (−1). */
function smoothed(
  table: HistoryTable,
  sums: Float64Array,
  code: number,
  overall: number,
  smoothing: number,
): number {
  if (code < 0) return overall;
  return (sums[code]! + smoothing * overall) / (table.counts[code]! + smoothing);
}

function momentsOf(target: Float64Array, rows: Uint32Array): Moments {
  let mean = 0;
  let square = 0;
  let zero = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = target[rows[i]!]!;
    mean += value;
    square += value * value;
    if (value === 0) zero++;
  }
  const n = Math.max(1, rows.length);
  return { mean: mean / n, square: square / n, zero: zero / n };
}

/** Moments of the rest when a part is taken out. */
function without(whole: Moments, rows: number, part: Moments, held: number): Moments {
  const rest = Math.max(1, rows - held);
  const of = (key: keyof Moments) => (whole[key] * rows - part[key] * held) / rest;
  return { mean: of('mean'), square: of('square'), zero: of('zero') };
}
