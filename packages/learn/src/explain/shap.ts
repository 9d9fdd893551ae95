import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { type TreeRange, treeRange } from '../models/trees/predict.js';
import { fillRows } from '../models/trees/slot-rows.js';
import type { SlotPlan } from '../models/trees/slots.js';
import type { Table } from '../table/table.js';
import { shapAdder } from './shap-adder.js';
import { treePlans } from './tree-plans.js';

/** What every column gave to every prediction. */
export interface ShapValues {
  /** Rows × columns, row by row, in units of the prediction's sum. A coded column has one number. */
  readonly values: Float32Array;
  /** The mean that a row's values start from: base and the cover-weighted means of the trees. */
  readonly bias: number;
}

export interface ShapOptions extends TreeRange {
  /** Use the plain TypeScript even where WebAssembly runs. Default false. */
  readonly plain?: boolean;
}

/** Base and cover-weighted means of a range of trees. */
export function expectedValue(ensemble: TreeEnsemble, data: Table, range: TreeRange = {}): number {
  const { from, to } = treeRange(ensemble, range);
  const { shapes } = treePlans(ensemble, data);
  let bias = Math.fround(ensemble.base);
  for (let tree = from; tree < to; tree++) bias += shapes[tree]!.mean;
  return bias;
}

/**
 * Path-dependent SHAP values, as XGBoost's `pred_contribs`: what a column gives is its Shapley value in the game where
 * an unknown column sends a row down both branches in proportion to their cover. The values of a row and the bias
 * add up to its prediction.
 *
 * The Shapley value is the integral over t from 0 to 1 of a product of one factor a column; a Gauss–Legendre rule with
 * a point for every two different columns on the longest path of a tree has it exactly, in time leaves × points a row.
 * The table must be aligned to the schema of the ensemble, the ensemble valid and left unchanged from the first call.
 * @throws LearnError `tree-range`, `not-aligned`, `too-deep` (a tree of over 1,000 levels)
 */
export function shapValues(ensemble: TreeEnsemble, data: Table, options: ShapOptions = {}): ShapValues {
  const { from, to } = treeRange(ensemble, options);
  const columns = data.columns.length;
  const plans = treePlans(ensemble, data);
  const values = new Float32Array(data.rows * columns);
  const bias = expectedValue(ensemble, data, { from, to });
  if (data.rows === 0) return { values, bias };
  const adder = shapAdder(ensemble, plans, data.rows, options.plain === true);
  let rows = new Float32Array(0);
  for (let row = 0; row < data.rows; row += adder.capacity) {
    const count = Math.min(adder.capacity, data.rows - row);
    let filled: SlotPlan | undefined;
    for (let tree = from; tree < to; tree++) {
      if (plans.shapes[tree]!.levels === 0) continue;
      const plan = plans.plan(tree);
      if (plan !== filled) {
        const stride = plan.slots.count;
        if (rows.length < count * stride) rows = new Float32Array(count * stride);
        fillRows(plan.slots, data, row, row + count, rows, 0);
        adder.rows(rows, count, stride);
        filled = plan;
      }
      adder.tree(tree);
    }
    if (filled) adder.collect(values, row * columns);
  }
  return { values, bias };
}
