import { LearnError } from '../errors.js';
import { createRandom } from '../random/random.js';
import { type CodedColumn, type Column, type NumericColumn, type Table, takeRows } from '../table/table.js';

export interface DependenceOptions {
  /**
   * Points for a numeric column: how many (2 or more; default 32, evenly spaced from the 1st to the 99th percentile, or
   * the values themselves when there are no more than that), or the values. A coded column always has its levels.
   */
  readonly grid?: number | readonly number[];
  /** Rows whose curves are drawn and averaged, picked at random without replacement. Default 500. */
  readonly rows?: number;
  /** Default 0. */
  readonly seed?: number;
}

/** How predictions change with one column. */
export interface Dependence {
  readonly column: string;
  readonly kind: 'numeric' | 'coded';
  /** Values in ascending order, or codes 0, 1, … */
  readonly grid: readonly number[];
  /** Names of the codes, for a coded column. */
  readonly levels: readonly string[] | undefined;
  /** Partial dependence: mean prediction of the picked rows when all have that value. */
  readonly mean: Float64Array;
  /** Individual curves (ICE): picked rows × grid. */
  readonly curves: Float32Array;
  /** The picked rows, ascending. */
  readonly rows: Uint32Array;
  /** Share of all rows whose value is nearest to each point (beyond the ends too); with `missing` adds up to 1. */
  readonly density: Float64Array;
  /** Share of all rows without a value. */
  readonly missing: number;
}

/** The finite values of a column, ascending. */
function sorted(column: NumericColumn): Float64Array {
  return Float64Array.from(column.values)
    .filter((value) => Number.isFinite(value))
    .sort();
}

/** Linear interpolation between order statistics, as numpy's default. */
function quantile(values: Float64Array, share: number): number {
  const at = share * (values.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, values.length - 1);
  return values[low]! + (at - low) * (values[high]! - values[low]!);
}

function numericGrid(column: NumericColumn, wanted: number | readonly number[]): number[] {
  if (typeof wanted !== 'number') {
    const grid = [...wanted];
    if (!(grid.length > 0 && grid.every((v, i) => Number.isFinite(v) && (i === 0 || v > grid[i - 1]!)))) {
      throw new LearnError('bad-option', `grid: expected ascending numbers, found [${grid.join(', ')}]`);
    }
    return grid;
  }
  if (!(Number.isInteger(wanted) && wanted >= 2)) {
    throw new LearnError('bad-option', `grid: expected a whole number from 2, found ${wanted}`);
  }
  const values = sorted(column);
  if (values.length === 0) {
    throw new LearnError('no-values', `column "${column.name}" has no value in any row`);
  }
  const distinct = [...new Set(values)];
  if (distinct.length <= wanted) return distinct;
  const low = quantile(values, 0.01);
  const high = quantile(values, 0.99);
  if (!(high > low)) return [...new Set([values[0]!, low, values[values.length - 1]!])];
  return Array.from({ length: wanted }, (_, i) => low + ((high - low) * i) / (wanted - 1));
}

/** The grid point nearest to a value, the lower of two as near; NaN for NaN. */
function nearest(grid: readonly number[], value: number): number {
  if (Number.isNaN(value)) return value;
  let low = 0;
  let high = grid.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (grid[middle]! + grid[middle + 1]!) / 2) high = middle;
    else low = middle + 1;
  }
  return low;
}

function densityOf(
  column: Column,
  grid: readonly number[],
  rows: number,
): { density: Float64Array; missing: number } {
  const density = new Float64Array(grid.length);
  let missing = 0;
  for (let row = 0; row < rows; row++) {
    // A value that is none has no place.
    const place = column.kind === 'numeric' ? nearest(grid, column.values[row]!) : column.codes[row]!;
    if (place < grid.length) density[place]!++;
    else missing++;
  }
  for (let i = 0; i < density.length; i++) density[i]! /= rows;
  return { density, missing: missing / rows };
}

function constant(column: Column, value: number, rows: number): NumericColumn | CodedColumn {
  if (column.kind === 'numeric') return { ...column, values: new Float64Array(rows).fill(value) };
  return { ...column, codes: column.codes.slice(0, rows).fill(value) };
}

/** `count` of the rows 0 to n - 1, ascending. */
function pickRows(n: number, count: number, seed: number): Uint32Array {
  if (count >= n) return Uint32Array.from({ length: n }, (_, i) => i);
  return createRandom(seed).permutation(n).slice(0, count).sort();
}

/**
 * Partial dependence (Friedman 2001) and individual curves (Goldstein 2015) of one column, with the share of data at
 * every point: where there is hardly any, the model guesses, and the curve with it.
 * @throws LearnError `empty`, `missing-column`, `no-values`, `bad-option`
 */
export function dependence(
  predict: (data: Table) => ArrayLike<number>,
  data: Table,
  column: string,
  options: DependenceOptions = {},
): Dependence {
  const { grid: wanted = 32, rows: most = 500, seed = 0 } = options;
  const index = data.columns.findIndex((c) => c.name === column);
  if (index < 0) {
    const names = data.columns.map((c) => c.name).join(', ');
    throw new LearnError('missing-column', `no column "${column}"; the table has ${names}`);
  }
  if (data.rows === 0) throw new LearnError('empty', 'the table has no rows');
  if (!(Number.isInteger(most) && most >= 1)) {
    throw new LearnError('bad-option', `rows: expected a whole number from 1, found ${most}`);
  }
  const own = data.columns[index]!;
  const grid = own.kind === 'numeric' ? numericGrid(own, wanted) : own.levels.map((_, code) => code);
  const rows = pickRows(data.rows, most, seed);
  const picked = takeRows(data, rows);
  const mean = new Float64Array(grid.length);
  const curves = new Float32Array(rows.length * grid.length);
  grid.forEach((value, point) => {
    const columns = picked.columns.map((c, i) => (i === index ? constant(own, value, rows.length) : c));
    const predicted = predict({ rows: rows.length, columns });
    let sum = 0;
    for (let row = 0; row < rows.length; row++) {
      sum += predicted[row]!;
      curves[row * grid.length + point] = predicted[row]!;
    }
    mean[point] = sum / rows.length;
  });
  return {
    column,
    kind: own.kind,
    grid,
    levels: own.kind === 'coded' ? own.levels : undefined,
    mean,
    curves,
    rows,
    ...densityOf(own, grid, data.rows),
  };
}
