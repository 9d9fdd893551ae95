import { createRandom, r2, type Table, type TreeRowsRun, takeRows } from '@trackscope/learn';
import type { Explainable, ExplainableTrees } from './explainable.js';
import { nearestPoint } from './grid.js';

/** What surrounds measuring. */
export type MeasureRun = Pick<TreeRowsRun, 'pool' | 'signal'>;

/** `count` of the rows of a table, evenly drawn at random, ascending; all of them when there are no more. */
export function drawRows(rows: number, count: number, seed: number): Uint32Array {
  if (count >= rows) return Uint32Array.from({ length: rows }, (_, i) => i);
  return createRandom(seed).permutation(rows).slice(0, count).sort();
}

/**
 * How much R² falls when the columns of a family change places among rows, all columns of the family together; one fall a
 * repeat. All shuffled copies are predicted as one table.
 */
export async function familyFalls(
  model: Explainable,
  data: Table,
  target: Float64Array,
  repeats: number,
  seed: number,
  run: MeasureRun,
): Promise<{ r2: number; falls: Map<string, number[]> }> {
  const families = [...new Set(model.families)];
  const familyOf = new Map(model.columns.map((name, i) => [name, model.families[i]!]));
  const n = data.rows;
  const copies = 1 + families.length * repeats;
  const orders = families.map((_, f) => {
    const random = createRandom(seed, f);
    return Array.from({ length: repeats }, () => random.permutation(n));
  });
  const columns = data.columns.flatMap((column) => {
    const family = familyOf.get(column.name);
    if (family === undefined) return [];
    if (column.kind !== 'numeric') throw new TypeError(`column ${column.name} is not numeric`);
    const values = new Float32Array(n * copies);
    for (let copy = 0; copy < copies; copy++) values.set(column.values, copy * n);
    const f = families.indexOf(family);
    for (let repeat = 0; repeat < repeats; repeat++) {
      const at = (1 + f * repeats + repeat) * n;
      const order = orders[f]![repeat]!;
      for (let i = 0; i < n; i++) values[at + i] = column.values[order[i]!]!;
    }
    return [{ ...column, values }];
  });
  const predicted = await model.predictMany({ rows: n * copies, columns }, run);
  const score = (copy: number) => r2(target, predicted.subarray(copy * n, (copy + 1) * n));
  const whole = score(0);
  const falls = families.map((family, f): [string, number[]] => [
    family,
    Array.from({ length: repeats }, (_, repeat) => whole - score(1 + f * repeats + repeat)),
  ]);
  return { r2: whole, falls: new Map(falls) };
}

/** Sums over rows of |SHAP| by column, and of |sum of SHAP| by family. */
export async function shapSizes(
  model: Explainable,
  data: Table,
  run: MeasureRun,
): Promise<{ columns: Float64Array; families: Map<string, number> }> {
  const { values } = await model.contributionsMany(data, run);
  const width = model.columns.length;
  const columns = new Float64Array(width);
  const families = new Map<string, number>(model.families.map((family) => [family, 0]));
  const sums = new Map<string, number>();
  for (let row = 0; row < data.rows; row++) {
    for (const family of families.keys()) sums.set(family, 0);
    for (let c = 0; c < width; c++) {
      const value = values[row * width + c]!;
      columns[c]! += Math.abs(value);
      sums.set(model.families[c]!, sums.get(model.families[c]!)! + value);
    }
    for (const [family, sum] of sums) families.set(family, families.get(family)! + Math.abs(sum));
  }
  return { columns, families };
}

/** What one fold says of one column. */
export interface FoldCurve {
  /** Mean prediction by grid point. */
  readonly mean: Float64Array;
  /** Rows × grid points: how far each row's curve is from its own mean. */
  readonly moves: Float64Array;
  /** Rows nearest to each grid point, of all held-out rows. */
  readonly counts: Float64Array;
}

/** Curves of several columns over the same drawn rows. */
export function foldCurves(
  model: ExplainableTrees,
  held: Table,
  drawn: Uint32Array,
  grids: ReadonlyMap<string, readonly number[]>,
): Map<string, FoldCurve> {
  const n = drawn.length;
  const curves = new Map<string, FoldCurve>();
  for (const [name, predicted] of model.curves(takeRows(held, drawn), grids)) {
    const grid = grids.get(name)!;
    const mean = new Float64Array(grid.length);
    const moves = new Float64Array(n * grid.length);
    for (let row = 0; row < n; row++) {
      const from = row * grid.length;
      let own = 0;
      for (let g = 0; g < grid.length; g++) own += predicted[from + g]! / grid.length;
      for (let g = 0; g < grid.length; g++) {
        mean[g]! += predicted[from + g]! / n;
        moves[from + g] = predicted[from + g]! - own;
      }
    }
    curves.set(name, { mean, moves, counts: densityCounts(held, name, grid) });
  }
  return curves;
}

function densityCounts(held: Table, name: string, grid: readonly number[]): Float64Array {
  const counts = new Float64Array(grid.length);
  const column = held.columns.find((c) => c.name === name);
  if (column?.kind !== 'numeric') return counts;
  for (const value of column.values) if (Number.isFinite(value)) counts[nearestPoint(grid, value)]!++;
  return counts;
}
