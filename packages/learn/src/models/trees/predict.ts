import { LearnError } from '../../errors.js';
import type { Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { leafOf, walkColumns } from './walk.js';

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

/**
 * The sum of the trees for every row, in XGBoost's arithmetic: a float32 running sum that starts at the base and adds
 * the leaves in tree order. The table must be aligned to the schema of the ensemble ({@link alignTable}), the ensemble
 * valid.
 * @throws LearnError `tree-range`
 */
export function predictEnsemble(ensemble: TreeEnsemble, data: Table, range: TreeRange = {}): Float64Array {
  const { from, to } = treeRange(ensemble, range);
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
