import { LearnError } from '../errors.js';
import type { WorkerPool } from '../parallel/pool.js';
import type { Task } from '../parallel/task.js';
import { type Cuts, cutsOf } from './cuts.js';
import { bitsOf, bucketOf } from './sort-keys.js';
import { type Column, columnLength, type Schema, schemaOf, type Table } from './table.js';

/** One column's bins. Bin `bins` is the missing one. */
export type ColumnBins =
  | ({ readonly kind: 'numeric'; readonly bins: number } & Cuts)
  | { readonly kind: 'coded'; readonly bins: number };

/** A table as bin numbers: plain data, in shared memory where there is any, so that many fits can use one copy. */
export interface BinnedTable {
  readonly rows: number;
  readonly schema: Schema;
  readonly columns: readonly ColumnBins[];
  /** Column after column, `rows` bins each. */
  readonly data: Uint8Array | Uint16Array;
}

/** Below this many rows workers cost more than they bring. */
const ROWS_FOR_WORKERS = 20_000;

/** The largest number of bins of a column. */
export const BIN_LIMIT = 65_535;

/** Zeroed memory that workers can read, where the engine has it. */
function sharedBytes(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

function hasMissing(values: Float32Array | Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]!)) return true;
  return false;
}

/** Infinite values, also those that only float32 cannot hold, have no bin. */
function checkRange(column: Column): void {
  if (column.kind !== 'numeric') return;
  for (let row = 0; row < column.values.length; row++) {
    const v = column.values[row]!;
    if (Math.abs(Math.fround(v)) === Number.POSITIVE_INFINITY) {
      throw new LearnError(
        'column-value',
        `column "${column.name}" has ${v} in row ${row} (counting from 0), expected a float32 number, or NaN for missing`,
      );
    }
  }
}

function binsOfColumn(column: Column, maxBin: number): ColumnBins {
  if (column.kind === 'coded') return { kind: 'coded', bins: column.levels.length };
  const cuts = cutsOf(column.values, maxBin);
  return { kind: 'numeric', bins: cuts.cuts.length, ...cuts };
}

/** The bin of every value: how many cuts it reaches, the last cut left out. */
export function fillNumeric(
  values: Float32Array | Float64Array,
  cuts: Float32Array,
  out: Uint8Array | Uint16Array,
): void {
  // A table over the upper half of a value's bits says at which cut to start looking.
  const start = new Uint16Array(65_536);
  let next = 0;
  bitsOf(cuts).forEach((bits, i) => {
    const end = bucketOf(bits) + 1;
    if (end > next) start.fill(i, next, end);
    next = Math.max(next, end);
  });
  const last = cuts.length - 1;
  start.fill(last, next);
  const floats = new Float32Array(values);
  const rounded = bitsOf(floats);
  for (let row = 0; row < out.length; row++) {
    const v = floats[row]!;
    if (Number.isNaN(v)) {
      out[row] = cuts.length;
      continue;
    }
    let bin = start[bucketOf(v === 0 ? 0 : rounded[row]!)]!;
    // A value above all that were seen when the cuts were made belongs to the last bin.
    while (bin < last && cuts[bin]! <= v) bin++;
    out[row] = bin;
  }
}

function fillCoded(codes: Uint8Array | Uint16Array, bins: number, out: Uint8Array | Uint16Array): void {
  for (let row = 0; row < out.length; row++) {
    const code = codes[row]!;
    out[row] = Math.min(code, bins);
  }
}

function fill(
  data: Table,
  columns: readonly ColumnBins[],
  out: Uint8Array | Uint16Array,
  stride: number,
  first: number,
): void {
  data.columns.forEach((column, c) => {
    const part = out.subarray(c * stride + first, c * stride + first + columnLength(column));
    const bins = columns[c]!;
    if (column.kind === 'numeric' && bins.kind === 'numeric') fillNumeric(column.values, bins.cuts, part);
    else if (column.kind === 'coded') fillCoded(column.codes, bins.bins, part);
  });
}

function isWide(columns: readonly ColumnBins[]): boolean {
  return columns.some((c) => c.bins > 255 && !(c.kind === 'numeric' && c.bins === 256));
}

function checkBins(data: Table, maxBin: number, watched: Table | undefined): void {
  if (!(Number.isInteger(maxBin) && maxBin >= 2 && maxBin <= BIN_LIMIT)) {
    throw new LearnError('max-bin', `maxBin must be a whole number from 2 to ${BIN_LIMIT}, found ${maxBin}`);
  }
  for (const part of watched ? [data, watched] : [data]) {
    for (const column of part.columns) checkRange(column);
  }
}

/** A missing bin beside 256 others would need two bytes for every column of the table. */
function roomOf(column: Column, later: Column | undefined, maxBin: number): number {
  const holes = [column, later].some((c) => c?.kind === 'numeric' && hasMissing(c.values));
  return maxBin === 256 && holes ? 255 : maxBin;
}

/**
 * The table in bins. Numeric columns: quantile cuts as XGBoost's `hist` (see {@link cutsOf}); coded columns: a bin a level. With
 * the default `maxBin` a bin fits a byte, and a column with missing values gets at most 255 others.
 *
 * @param maxBin bins of a numeric column, 2 to 65,535. Default: 256
 * @param watched more rows of the same schema, binned by the cuts of `data` and put behind its rows
 * @throws LearnError `max-bin`, or `column-value` for infinite numbers, naming column and row
 */
export function binTable(data: Table, maxBin = 256, watched?: Table): BinnedTable {
  checkBins(data, maxBin, watched);
  const columns = data.columns.map((column, c) =>
    binsOfColumn(column, roomOf(column, watched?.columns[c], maxBin)),
  );
  const binned = emptyBins(data, columns, watched);
  fill(data, columns, binned.data, binned.rows, 0);
  if (watched) fill(watched, columns, binned.data, binned.rows, data.rows);
  return binned;
}

function emptyBins(data: Table, columns: readonly ColumnBins[], watched: Table | undefined): BinnedTable {
  const rows = data.rows + (watched?.rows ?? 0);
  const cells = rows * columns.length;
  const out = isWide(columns) ? new Uint16Array(sharedBytes(cells * 2)) : new Uint8Array(sharedBytes(cells));
  return { rows, schema: schemaOf(data), columns, data: out };
}

/** One column to bin in a worker. */
interface ColumnJob {
  readonly data: Table;
  readonly watched: Table | undefined;
  readonly maxBin: number;
}

/** Bins one column, as part of {@link binTableOn}. */
export const binColumn: Task<undefined, ColumnJob, BinnedTable> = {
  name: 'bin-column',
  prepare: () => (job) => binTable(job.data, job.maxBin, job.watched),
};

/** A column alone, its values without what else their buffer holds, so that sending it copies no more than that. */
function alone({ rows, columns }: Table, c: number): Table {
  const column = columns[c]!;
  const cells = column.kind === 'numeric' ? column.values : column.codes;
  if (cells.buffer.byteLength === cells.byteLength || shares(cells)) return { rows, columns: [column] };
  const own = column.kind === 'numeric' ? { values: cells.slice() } : { codes: cells.slice() };
  return { rows, columns: [{ ...column, ...own } as Column] };
}

function shares(view: ArrayBufferView): boolean {
  return typeof SharedArrayBuffer !== 'undefined' && view.buffer instanceof SharedArrayBuffer;
}

/** The same as {@link binTable}, the columns shared out among the workers of a pool. */
export async function binTableOn(
  pool: WorkerPool | undefined,
  data: Table,
  maxBin = 256,
  watched?: Table,
  signal?: AbortSignal,
): Promise<BinnedTable> {
  if (!pool?.threads || pool.size < 2 || data.rows < ROWS_FOR_WORKERS) return binTable(data, maxBin, watched);
  checkBins(data, maxBin, watched);
  const jobs = data.columns.map((_, c) => ({
    data: alone(data, c),
    watched: watched && alone(watched, c),
    maxBin,
  }));
  const parts = await pool.map(binColumn, undefined, jobs, { signal });
  const columns = parts.map((part) => part.columns[0]!);
  const binned = emptyBins(data, columns, watched);
  parts.forEach((part, c) => {
    binned.data.set(part.data, c * binned.rows);
  });
  return binned;
}
