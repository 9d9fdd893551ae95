import { LearnError } from '../../errors.js';
import type { Schema, Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { walkerOf } from './prepared.js';
import { kernelRuns } from './runs.js';
import { fillRow, fillRows } from './slot-rows.js';
import { leafOf, walkColumns } from './walk.js';
import type { Walker } from './walk-kernel.js';

/** Which trees to use: from (inclusive, default 0) to (exclusive, default all). */
export interface TreeRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The bounds of a range of trees.
 * @throws LearnError `tree-range`
 */
export function treeRange(ensemble: TreeEnsemble, range: TreeRange = {}): { from: number; to: number } {
  const trees = ensemble.treeStarts.length - 1;
  const from = range.from ?? 0;
  const to = range.to ?? trees;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= trees)) {
    throw new LearnError('tree-range', `expected trees 0 ≤ from ≤ to ≤ ${trees}, found ${from} to ${to}`);
  }
  return { from, to };
}

/** The sums of a table by a walker, block by block. */
export function predictWith(
  walker: Walker,
  data: Table,
  base: number,
  from: number,
  to: number,
): Float64Array {
  const { rows, sums, block, layout } = walker;
  const out = new Float64Array(data.rows);
  for (let row = 0; row < data.rows; row += block) {
    const count = Math.min(block, data.rows - row);
    fillRows(layout.slots, data, row, row + count, rows, 0);
    sums.fill(base, 0, count);
    walker.walkRows(from, to, count);
    out.set(sums.subarray(0, count), row);
  }
  return out;
}

/** The same, node by node; for ensembles that do not fit the layout, and as an oracle for the rest. */
export function predictNodeByNode(ensemble: TreeEnsemble, data: Table, range: TreeRange = {}): Float64Array {
  const { from, to } = treeRange(ensemble, range);
  kernelRuns.walkNodeByNode++;
  const columns = walkColumns(data);
  const sums = new Float32Array(data.rows).fill(ensemble.base);
  for (let tree = from; tree < to; tree++) {
    const root = ensemble.treeStarts[tree]!;
    for (let row = 0; row < data.rows; row++) {
      sums[row]! += ensemble.value[leafOf(ensemble, root, columns, row)]!;
    }
  }
  return Float64Array.from(sums);
}

/**
 * The sum of the trees for every row, in XGBoost's arithmetic: a float32 running sum that starts at the base and adds
 * the leaves in tree order. The table must be aligned to the schema of the ensemble ({@link alignTable}), the ensemble
 * valid ({@link validateEnsemble}) and left unchanged from the first call on, which lays it out for the fast walk.
 * @throws LearnError `tree-range`, `not-aligned`
 */
export function predictEnsemble(ensemble: TreeEnsemble, data: Table, range: TreeRange = {}): Float64Array {
  const { from, to } = treeRange(ensemble, range);
  const walker = walkerOf(ensemble, data.columns);
  if (!walker) return predictNodeByNode(ensemble, data, range);
  return predictWith(walker, data, ensemble.base, from, to);
}

/**
 * The sum of the trees for one row, given as one number a column of the schema: the value or the code, NaN for
 * missing. The same to the bit as {@link predictEnsemble}.
 * @throws LearnError `tree-range`, `row-length`
 */
export function predictRow(
  ensemble: TreeEnsemble,
  schema: Schema,
  row: ArrayLike<number>,
  range: TreeRange = {},
): number {
  const { from, to } = treeRange(ensemble, range);
  if (row.length !== schema.length) {
    throw new LearnError(
      'row-length',
      `expected ${schema.length} numbers (the columns), found ${row.length}`,
    );
  }
  const walker = walkerOf(ensemble, schema);
  if (walker) {
    fillRow(walker.layout.slots, row, walker.rows, 0);
    return walker.walkRow(from, to, ensemble.base);
  }
  const columns = schema.map((column, i) => {
    const value = row[i]!;
    if (column.kind === 'numeric') return { values: Float32Array.of(value), levels: -1 };
    const levels = column.levels.length;
    return { values: Uint16Array.of(value >= 0 && value < levels ? value : levels), levels };
  });
  kernelRuns.walkNodeByNode++;
  let sum = Math.fround(ensemble.base);
  for (let tree = from; tree < to; tree++) {
    sum = Math.fround(sum + ensemble.value[leafOf(ensemble, ensemble.treeStarts[tree]!, columns, 0)]!);
  }
  return sum;
}

/**
 * The leaf that every row reaches in every tree, rows × trees, row by row. A leaf's id counts from the root of its tree
 * (0), as in XGBoost's `pred_leaf`.
 * @throws LearnError `tree-range`
 */
export function leafIds(ensemble: TreeEnsemble, data: Table, range: TreeRange = {}): Uint32Array {
  const { from, to } = treeRange(ensemble, range);
  const columns = walkColumns(data);
  const width = to - from;
  const ids = new Uint32Array(data.rows * width);
  for (let tree = from; tree < to; tree++) {
    const root = ensemble.treeStarts[tree]!;
    for (let row = 0; row < data.rows; row++) {
      ids[row * width + tree - from] = leafOf(ensemble, root, columns, row) - root;
    }
  }
  return ids;
}
