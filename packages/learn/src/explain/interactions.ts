import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { type TreeRange, treeRange } from '../models/trees/predict.js';
import { fillRows } from '../models/trees/slot-rows.js';
import type { SlotPlan, SlotSplit } from '../models/trees/slots.js';
import type { Table } from '../table/table.js';
import { gaussLegendre } from './quadrature.js';
import { expectedValue, shapValues } from './shap.js';
import { coverShare } from './shap-program.js';
import { treePlans } from './tree-plans.js';

/** What every pair of columns gave to every prediction. */
export interface ShapInteractions {
  /**
   * Rows × columns × columns. Beside the diagonal half of the joint effect of two columns (so symmetric), on it what is
   * left of the column's SHAP value: each row of the matrix adds up to that value.
   */
  readonly values: Float32Array;
  readonly bias: number;
}

const LEAF: SlotSplit = { slot: 0, bound: 0, mirrored: false };

/** Walks one tree for one row at a time with the factors of every column on the path. */
class PairWalk {
  private readonly points: Float64Array;
  private readonly weights: Float64Array;
  /** By column: share of cover, whether the row passed, and per point the factor and (passed - share) / factor. */
  private readonly share: Float64Array;
  private readonly passed: Uint8Array;
  private readonly factor: Float64Array;
  private readonly pull: Float64Array;
  private readonly path: number[] = [];
  private readonly splits: SlotSplit[];
  private rows: Float32Array = new Float32Array(0);
  private rowAt = 0;

  constructor(
    private readonly ensemble: TreeEnsemble,
    plan: SlotPlan,
    private readonly start: number,
    end: number,
    private readonly count: number,
    private readonly columns: number,
    private readonly out: Float64Array,
  ) {
    this.splits = Array.from({ length: end - start }, (_, i) =>
      ensemble.left[start + i]! < 0 ? LEAF : plan.split(start + i),
    );
    const rule = gaussLegendre(count);
    this.points = rule.points;
    this.weights = rule.weights;
    this.share = new Float64Array(columns).fill(1);
    this.passed = new Uint8Array(columns).fill(1);
    this.factor = new Float64Array(columns * count).fill(1);
    this.pull = new Float64Array(columns * count);
  }

  run(rows: Float32Array, rowAt: number, outAt: number): void {
    this.rows = rows;
    this.rowAt = rowAt;
    this.visit(this.start, outAt);
  }

  private setFactors(column: number): void {
    const { count, points } = this;
    const z = this.share[column]!;
    const o = this.passed[column]!;
    for (let k = 0; k < count; k++) {
      const factor = z + (o - z) * points[k]!;
      this.factor[column * count + k] = factor;
      this.pull[column * count + k] = (o - z) / factor;
    }
  }

  private leaf(value: number, outAt: number): void {
    const { path, count, factor, pull, weights, out, columns } = this;
    for (let k = 0; k < count; k++) {
      let product = 0.5 * value * weights[k]!;
      for (const column of path) product *= factor[column * count + k]!;
      for (let i = 1; i < path.length; i++) {
        const a = path[i]!;
        const pulled = product * pull[a * count + k]!;
        for (let j = 0; j < i; j++) {
          const b = path[j]!;
          out[outAt + a * columns + b]! += pulled * pull[b * count + k]!;
        }
      }
    }
  }

  private visit(node: number, outAt: number): void {
    const { ensemble, share, passed, path } = this;
    if (ensemble.left[node]! < 0) {
      if (path.length > 1) this.leaf(ensemble.value[node]!, outAt);
      return;
    }
    const column = ensemble.feature[node]!;
    const split = this.splits[node - this.start]!;
    const goSecond = this.rows[this.rowAt + split.slot]! >= split.bound;
    const taken = goSecond !== split.mirrored ? ensemble.right[node]! : ensemble.left[node]!;
    const z = share[column]!;
    const o = passed[column]!;
    const isNew = !path.includes(column);
    if (isNew) path.push(column);
    for (const child of [ensemble.left[node]!, ensemble.right[node]!]) {
      share[column] = z * coverShare(ensemble, node, child);
      passed[column] = o && child === taken ? 1 : 0;
      this.setFactors(column);
      this.visit(child, outAt);
    }
    share[column] = z;
    passed[column] = o;
    this.setFactors(column);
    if (isNew) path.pop();
  }
}

const BATCH = 256;

/**
 * SHAP interaction values, as XGBoost's `pred_interactions`: what two columns give together beyond what each gives
 * alone, path-dependent like {@link shapValues}. Takes time leaves × points × (columns on the path)² a row: meant for
 * hundreds of rows, not for a catalogue.
 * @throws LearnError `tree-range`, `not-aligned`, `too-deep`
 */
export function shapInteractions(
  ensemble: TreeEnsemble,
  data: Table,
  range: TreeRange = {},
): ShapInteractions {
  const { from, to } = treeRange(ensemble, range);
  const columns = data.columns.length;
  const plans = treePlans(ensemble, data);
  const single = shapValues(ensemble, data, { from, to }).values;
  const values = new Float32Array(data.rows * columns * columns);
  for (let start = 0; start < data.rows; start += BATCH) {
    const count = Math.min(BATCH, data.rows - start);
    const sums = new Float64Array(count * columns * columns);
    for (let tree = from; tree < to; tree++) {
      const plan = plans.plan(tree);
      const stride = plan.slots.count;
      const rows = new Float32Array(count * stride);
      fillRows(plan.slots, data, start, start + count, rows, 0);
      const [root, end] = [ensemble.treeStarts[tree]!, ensemble.treeStarts[tree + 1]!];
      const walk = new PairWalk(ensemble, plan, root, end, plans.shapes[tree]!.points, columns, sums);
      for (let row = 0; row < count; row++) {
        walk.run(rows, row * stride, row * columns * columns);
      }
    }
    for (let row = 0; row < count; row++) {
      finish(sums, row * columns * columns, single, (start + row) * columns, columns, values);
    }
  }
  return { values, bias: expectedValue(ensemble, data, { from, to }) };
}

/** Both halves of the pairs of one row, and the diagonal. */
function finish(
  sums: Float64Array,
  at: number,
  single: Float32Array,
  singleAt: number,
  columns: number,
  values: Float32Array,
): void {
  const out = singleAt * columns;
  for (let i = 0; i < columns; i++) {
    let left = single[singleAt + i]!;
    for (let j = 0; j < columns; j++) {
      if (i === j) continue;
      // which half a pair was added to depends on its order along the path
      const pair = sums[at + i * columns + j]! + sums[at + j * columns + i]!;
      values[out + i * columns + j] = pair;
      left -= pair;
    }
    values[out + i * columns + i] = left;
  }
}
