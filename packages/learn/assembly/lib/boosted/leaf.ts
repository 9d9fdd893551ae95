// Leaves: their value, and its effect on the predictions of their rows.
import { ABSOLUTE, QUANTILE } from './objective';
import { addBoth, ld32, ldF32, ldF64, round32, st32, stF32, stF64, toInt } from './platform';
import { binOf, goesLeft } from './split';
import {
  BIN, binsOf, COLUMN, columnBins, COUNT, DEFAULT_LEFT, FROM, infoOf, kindOf, labels, learningRate, LEFT, matrixRows, nodeAt, NUMERIC,
  objective, objectiveParam, pred, RIGHT, rows, spareA, spareB, VALUE, weights, wide,
} from './state';

/** Shell sort of `count` float32 numbers at `a`, carrying those at `b` along when it is not 0. */
function sortBy(a: i32, b: i32, count: i32): void {
  let gap: i32 = 1;
  while (gap < count) gap = gap * 3 + 1;
  for (; gap > 0; gap = toInt(f64(gap) / 3)) {
    for (let i = gap; i < count; i++) {
      const x = ldF32(a + (i << 2));
      const w = b != 0 ? ldF32(b + (i << 2)) : 0;
      let j = i;
      while (j >= gap && ldF32(a + ((j - gap) << 2)) > x) {
        stF32(a + (j << 2), ldF32(a + ((j - gap) << 2)));
        if (b != 0) stF32(b + (j << 2), ldF32(b + ((j - gap) << 2)));
        j -= gap;
      }
      stF32(a + (j << 2), x);
      if (b != 0) stF32(b + (j << 2), w);
    }
  }
}

/** The quantile of what is still to be explained, as XGBoost's src/common/stats.h has it. */
function residualQuantile(from: i32, count: i32, level: f64): f64 {
  const a = spareA + (from << 2);
  const b = weights != 0 ? spareB + (from << 2) : 0;
  for (let i: i32 = 0; i < count; i++) {
    const row = ld32(rows + ((from + i) << 2));
    stF32(a + (i << 2), ldF32(labels + (row << 2)) - ldF32(pred + (row << 2)));
    if (b != 0) stF32(b + (i << 2), ldF32(weights + (row << 2)));
  }
  sortBy(a, b, count);
  if (b != 0) {
    let total: f64 = 0;
    for (let i: i32 = 0; i < count; i++) total = round32(total + ldF32(b + (i << 2)));
    const wanted = round32(total * level);
    let sum: f64 = 0;
    for (let i: i32 = 0; i < count; i++) {
      sum = round32(sum + ldF32(b + (i << 2)));
      if (sum >= wanted) return ldF32(a + (i << 2));
    }
    return ldF32(a + ((count - 1) << 2));
  }
  const n = f64(count);
  if (level <= 1 / (n + 1)) return ldF32(a);
  if (level >= n / (n + 1)) return ldF32(a + ((count - 1) << 2));
  const x = level * (n + 1);
  const k = toInt(x) - 1;
  const v = ldF32(a + (k << 2));
  return round32(v + (x - 1 - f64(k)) * (ldF32(a + ((k + 1) << 2)) - v));
}

/** Makes a node a leaf. `VALUE` holds its weight; absolute error and quantiles fit it to the residuals instead. */
export function makeLeaf(id: i32): void {
  const node = nodeAt(id);
  const from = ld32(node + FROM);
  const count = ld32(node + COUNT);
  let weight = ldF64(node + VALUE);
  if (count > 0) {
    if (objective == ABSOLUTE) weight = residualQuantile(from, count, 0.5);
    else if (objective == QUANTILE) weight = residualQuantile(from, count, objectiveParam);
  }
  const value = round32(weight * learningRate);
  stF64(node + VALUE, value);
  st32(node + LEFT, -1);
  st32(node + RIGHT, -1);
  const end = rows + ((from + count) << 2);
  for (let p = rows + (from << 2); p < end; p += 4) {
    const at = pred + (ld32(p) << 2);
    stF32(at, ldF32(at) + value);
  }
}

/** Whether leaves have the values of their weights, not fitted to the residuals of their rows. */
export function leavesAreWeights(): i32 { return objective == ABSOLUTE || objective == QUANTILE ? 0 : 1; }

/** Makes both children of a node leaves whose rows are still unparted in the node. Only where `leavesAreWeights`. */
export function makeLeaves(id: i32, left: i32): void {
  const node = nodeAt(id);
  const a = round32(ldF64(nodeAt(left) + VALUE) * learningRate);
  const b = round32(ldF64(nodeAt(left + 1) + VALUE) * learningRate);
  stF64(nodeAt(left) + VALUE, a);
  stF64(nodeAt(left + 1) + VALUE, b);
  const list = rows + (ld32(node + FROM) << 2);
  const count = ld32(node + COUNT);
  const column = ld32(node + COLUMN);
  const info = infoOf(column);
  if (wide == 0 && kindOf(info) == NUMERIC) {
    const also = ld32(node + DEFAULT_LEFT) != 0 ? binsOf(info) : -1;
    addBoth(list, count, columnBins + column * matrixRows, ld32(node + BIN), also, pred, a, b);
    return;
  }
  for (let p = list; p < list + (count << 2); p += 4) {
    const row = ld32(p);
    const at = pred + (row << 2);
    stF32(at, ldF32(at) + (goesLeft(node, binOf(column, row)) != 0 ? a : b));
  }
}
