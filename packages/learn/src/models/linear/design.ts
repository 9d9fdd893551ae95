import { LearnError } from '../../errors.js';
import type { CodedColumn, NumericColumn, Table } from '../../table/table.js';

/** Widest design that is solved: its matrix of products takes 8 × width² bytes. */
const MAX_WIDTH = 8192;

/** A numeric column as the solver sees it: (value − mean) / scale at position `at`. */
export interface NumericTerm {
  readonly column: NumericColumn;
  readonly at: number;
  readonly mean: number;
  /** Population standard deviation; 1 for a constant column. */
  readonly scale: number;
}

/** A coded column as the solver sees it: one 0/1 column a level, from position `at` on. */
export interface CodedTerm {
  readonly column: CodedColumn;
  readonly at: number;
}

/** The columns of a table laid out as a matrix that is never built: a one-hot row has a single 1 a group. */
export interface Design {
  readonly rows: number;
  /** Columns of the matrix, the intercept not counted. */
  readonly width: number;
  readonly numeric: readonly NumericTerm[];
  readonly coded: readonly CodedTerm[];
  /** One name a column of the matrix: `tempo`, `genre=techno`. */
  readonly names: readonly string[];
  /** Weight of each row; undefined when all are 1. */
  readonly weights: Float32Array | Float64Array | undefined;
  readonly totalWeight: number;
}

/**
 * Lays out a table whose numbers are finite.
 * @throws LearnError `design-width` above 8,192 columns, `column-range` when a column spans too much for float64
 */
export function layDesign(data: Table, weights?: Float32Array | Float64Array): Design {
  const numeric: NumericTerm[] = [];
  const coded: CodedTerm[] = [];
  const names: string[] = [];
  const totalWeight = weights ? sumOf(weights) : data.rows;
  let at = 0;
  for (const column of data.columns) {
    if (column.kind === 'numeric') {
      numeric.push({ column, at, ...momentsOf(column, weights, totalWeight) });
      names.push(column.name);
      at += 1;
    } else {
      coded.push({ column, at });
      for (const level of column.levels) names.push(`${column.name}=${level}`);
      at += column.levels.length;
    }
  }
  if (at > MAX_WIDTH) {
    throw new LearnError(
      'design-width',
      `the table needs ${at} coefficients, the linear model solves for at most ${MAX_WIDTH}; encode wide categories first`,
    );
  }
  return { rows: data.rows, width: at, numeric, coded, names, weights, totalWeight };
}

function sumOf(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Weighted mean and population deviation; shifted and scaled first, so that neither offset nor size costs digits. */
function momentsOf(
  { name, values }: NumericColumn,
  weights: Float32Array | Float64Array | undefined,
  totalWeight: number,
): { mean: number; scale: number } {
  const origin = values[0];
  let farthest = 0;
  let shifted = 0;
  for (let row = 0; row < values.length; row++) {
    const distance = values[row] - origin;
    farthest = Math.max(farthest, Math.abs(distance));
    shifted += (weights ? weights[row] : 1) * distance;
  }
  if (farthest === 0) return { mean: origin, scale: 1 };
  const mean = origin + shifted / totalWeight;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const share = (values[row] - mean) / farthest;
    squares += (weights ? weights[row] : 1) * share * share;
  }
  const scale = farthest * Math.sqrt(squares / totalWeight);
  if (!(scale > 0 && scale < Number.POSITIVE_INFINITY && Number.isFinite(mean))) {
    throw new LearnError('column-range', `column "${name}" spans ${farthest}, which float64 cannot square`);
  }
  return { mean, scale };
}
