import type { BinnedTable } from '../../table/bins.js';
import { MISSING_KEY, sortedKeys } from '../../table/sort-keys.js';
import type { Column, Table } from '../../table/table.js';
import type { Target } from '../contract.js';
import { drawableRows } from './rows.js';

/** What every tree grows from, in plain arrays that can be shared between threads. */
export interface ForestRows {
  readonly rows: number;
  readonly columns: number;
  /** Per column 0 for numeric, 1 for coded, 2 for coded with at most two levels. */
  readonly coded: Uint8Array;
  /** (y - centre) / scale. */
  readonly target: Float64Array;
  readonly scale: number;
  readonly centre: number;
  /** Row weights; undefined for all 1. */
  readonly weights: Float64Array | undefined;
  /** Rows of weight above 0; undefined for all. */
  readonly drawable: Uint32Array | undefined;
  /** Unit of `weights`. */
  readonly weightScale: number;
}

/** With values, for exact splits. */
export interface ForestData extends ForestRows {
  /** Per column, `rows` row ids by rising value, missing last; the top bit marks the first of a new value. */
  readonly order: Uint32Array;
  /** Per column, `rows` float32 values; codes as numbers, NaN where missing. */
  readonly values: Float32Array;
  /** Per column how many rows are not missing. */
  readonly present: Uint32Array;
  /** Whether any value is missing. */
  readonly missing: boolean;
}

/** With bins. */
export interface BinnedForestData extends ForestRows {
  readonly bins: BinnedTable;
}

type ForestWeights = Float32Array | Float64Array | undefined;

const FRESH = 0x80000000;

/** A column as float32; codes as numbers, NaN where missing. */
export function columnValues(column: Column, out: Float32Array): void {
  if (column.kind === 'numeric') {
    out.set(column.values);
    return;
  }
  const { codes, levels } = column;
  for (let row = 0; row < codes.length; row++)
    out[row] = codes[row] < levels.length ? codes[row] : Number.NaN;
}

/** Rows by rising value, ties by row, missing last; returns how many are present. */
function sortRows(values: Float32Array, order: Uint32Array): number {
  const { keys, rows } = sortedKeys(values);
  let present = 0;
  for (let at = 0; at < rows.length; at++) {
    const fresh = at === 0 || keys[at] !== keys[at - 1];
    order[at] = rows[at] | (fresh ? FRESH : 0);
    if (keys[at] !== MISSING_KEY) present++;
  }
  return present;
}

/** The power of two that brings a magnitude to between 1/2 and 1. */
export function powerAbove(magnitude: number): number {
  const exponent = Math.floor(Math.log2(magnitude)) + 1;
  return magnitude > 0 && Math.abs(exponent) < 1000 ? 2 ** exponent : 1;
}

/** Whether a row counts at all. */
function counts(weights: ForestWeights, row: number): boolean {
  return weights === undefined || weights[row] > 0;
}

function largest(values: ArrayLike<number>, centre: number, weights: ForestWeights): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    if (counts(weights, i)) most = Math.max(most, Math.abs(values[i] - centre));
  }
  return most;
}

/** Where the target is centred: its mean, rounded when the target is whole numbers, so that sums stay exact. */
function centreOf(target: Target, weights: ForestWeights, rows: number): number {
  let sum = 0;
  let whole = true;
  for (let i = 0; i < target.length; i++) {
    if (!counts(weights, i)) continue;
    sum += target[i] / rows;
    whole = whole && Number.isInteger(target[i]);
  }
  return whole ? Math.round(sum) : sum;
}

function room(bytes: number, shared: boolean): ArrayBufferLike {
  return shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes);
}

/** What is wanted of the rows, whether split on values or on bins. With `shared` the arrays stand in shared memory. */
export function prepareRows(
  data: Table,
  target: Target,
  weights: ForestWeights,
  shared: boolean,
): ForestRows {
  const rows = data.rows;
  // powers of two and a whole centre: whole targets stay whole multiples of one unit, and sums exact
  const drawable = drawableRows(weights);
  const centre = centreOf(target, weights, drawable?.length ?? rows);
  const scale = powerAbove(largest(target, centre, weights));
  const scaled = new Float64Array(room(8 * rows, shared));
  for (let row = 0; row < rows; row++) scaled[row] = (target[row] - centre) / scale;
  const weightScale = weights ? powerAbove(largest(weights, 0, weights)) : 1;
  let own: Float64Array | undefined;
  if (weights) {
    own = new Float64Array(room(8 * rows, shared));
    for (let row = 0; row < rows; row++) own[row] = weights[row] / weightScale;
  }
  return {
    rows,
    columns: data.columns.length,
    coded: Uint8Array.from(data.columns, (c) => (c.kind === 'numeric' ? 0 : c.levels.length > 2 ? 1 : 2)),
    target: scaled,
    scale,
    centre,
    weights: own,
    drawable,
    weightScale,
  };
}

/** Sorts every column once. */
export function prepareForest(
  data: Table,
  target: Target,
  weights: ForestWeights,
  shared: boolean,
): ForestData {
  const { rows, columns } = data;
  const order = new Uint32Array(room(4 * rows * columns.length, shared));
  const values = new Float32Array(room(4 * rows * columns.length, shared));
  const present = new Uint32Array(columns.length);
  columns.forEach((column, c) => {
    const own = values.subarray(c * rows, (c + 1) * rows);
    columnValues(column, own);
    present[c] = sortRows(own, order.subarray(c * rows, (c + 1) * rows));
  });
  const missing = present.some((count) => count < rows);
  return { ...prepareRows(data, target, weights, shared), order, values, present, missing };
}
