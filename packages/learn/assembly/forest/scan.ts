import { idOf, missingRank, Plan, rankOf, Space } from './plan';

// The best split of the node at hand. Splits are compared by the sum of squares that they remove, which is
// D² / (W·WL·WR) with D = W·SL - S·WL: without a division, a/b > c/d as a·d > c·b.

export let bestColumn: i32 = -1;
/** Numeric: rows that go left. Coded: position of the level's first row in its run. */
export let bestAt: u32 = 0;
/** Coded: position behind the level's last row. */
export let bestEnd: u32 = 0;
/** 1 when missing values go left. */
export let bestMissingLeft: u32 = 0;
let bestTop: f64 = -1;
let bestBottom: f64 = 1;

export function beginScan(): void {
  bestColumn = -1;
  bestEnd = 0;
  bestTop = -1;
  bestBottom = 1;
}

/** Makes the best split one of a coded column: a level found as in a numeric one reaches to the end. */
export function endLevel(count: u32): void {
  if (bestEnd == 0) bestEnd = count;
  bestMissingLeft = 1;
}

/** Sum of squares removed by the best split, times the node's weight. */
@inline
export function bestGain(): f64 {
  return bestTop / bestBottom;
}

/** Weighted target and weight of the row of an element. */
@inline
function pairOf<E>(sums: usize, at: usize): v128 {
  return v128.load(sums + (idOf<E>(load<E>(at)) << 4));
}

/** One lane that seems to win at element `at` of its run. */
@inline
function settle<E>(run: usize, at: usize, column: u32, above: f64, below: f64): void {
  // a position between equal values is no candidate; that is asked only here, where it is rare
  if (rankOf<E>(load<E>(run + at)) == rankOf<E>(load<E>(run + at + sizeof<E>()))) return;
  if (above * bestBottom > bestTop * below) {
    bestTop = above;
    bestBottom = below;
    bestColumn = column;
    bestAt = <u32>(at / sizeof<E>()) + 1;
    bestEnd = 0;
    bestMissingLeft = 2;
  }
}

/** Two numeric columns side by side, one a lane. One offset for both and nothing else is carried along: registers are short. */
export function scanPair<E>(plan: Plan, space: Space, one: u32, two: u32, start: u32, count: u32, sum: f64, weight: f64): void {
  const sums = space.sums;
  const shift = <usize>start * sizeof<E>();
  const a = space.runs + <usize>one * space.runBytes + shift;
  const b = space.runs + <usize>two * space.runBytes + shift;
  const total = f64x2.splat(weight);
  const whole = f64x2.splat(sum);
  const from = <usize>(plan.minLeaf - 1) * sizeof<E>();
  const until = <usize>(count - plan.minLeaf) * sizeof<E>();
  let left = f64x2.splat(0);
  let leftWeight = f64x2.splat(0);
  let top = f64x2.splat(bestTop);
  let bottom = f64x2.splat(bestBottom);
  let at: usize = 0;
  for (; at < from; at += sizeof<E>()) {
    const va = pairOf<E>(sums, a + at);
    const vb = pairOf<E>(sums, b + at);
    left = f64x2.add(left, v128.shuffle<f64>(va, vb, 0, 2));
    leftWeight = f64x2.add(leftWeight, v128.shuffle<f64>(va, vb, 1, 3));
  }
  for (; at < until; at += sizeof<E>()) {
    const va = pairOf<E>(sums, a + at);
    const vb = pairOf<E>(sums, b + at);
    left = f64x2.add(left, v128.shuffle<f64>(va, vb, 0, 2));
    leftWeight = f64x2.add(leftWeight, v128.shuffle<f64>(va, vb, 1, 3));
    const d = f64x2.sub(f64x2.mul(total, left), f64x2.mul(whole, leftWeight));
    const above = f64x2.mul(d, d);
    const below = f64x2.mul(leftWeight, f64x2.sub(total, leftWeight));
    if (i64x2.bitmask(f64x2.gt(f64x2.mul(above, bottom), f64x2.mul(top, below)))) {
      settle<E>(a, at, one, f64x2.extract_lane(above, 0), f64x2.extract_lane(below, 0));
      settle<E>(b, at, two, f64x2.extract_lane(above, 1), f64x2.extract_lane(below, 1));
      top = f64x2.splat(bestTop);
      bottom = f64x2.splat(bestBottom);
    }
  }
}

/** One candidate of the columns that are not scanned in pairs. */
@inline
function consider(column: u32, at: u32, end: u32, missingLeft: u32, part: f64, partWeight: f64, sum: f64, weight: f64): void {
  const d = weight * part - sum * partWeight;
  const above = d * d;
  const below = partWeight * (weight - partWeight);
  if (above * bestBottom > bestTop * below) {
    bestTop = above;
    bestBottom = below;
    bestColumn = column;
    bestAt = at;
    bestEnd = end;
    bestMissingLeft = missingLeft;
  }
}

/** A coded column: each level present against the rest. A missing code is no level and is always among the rest. */
export function scanCoded<E>(plan: Plan, space: Space, column: u32, start: u32, count: u32, sum: f64, weight: f64): void {
  const run = space.runs + <usize>column * space.runBytes + <usize>start * sizeof<E>();
  const least = plan.minLeaf;
  let part = f64x2.splat(0);
  let first: u32 = 0;
  for (let k: u32 = 0; k < count; k++) {
    const e = load<E>(run + <usize>k * sizeof<E>());
    const rank = rankOf<E>(e);
    if (rank == missingRank<E>()) return;
    part = f64x2.add(part, v128.load(space.sums + (idOf<E>(e) << 4)));
    const end = k + 1;
    if (end < count && rankOf<E>(load<E>(run + <usize>end * sizeof<E>())) == rank) continue;
    if (end - first >= least && count - (end - first) >= least) {
      consider(column, first, end, 1, f64x2.extract_lane(part, 0), f64x2.extract_lane(part, 1), sum, weight);
    }
    first = end;
    part = f64x2.splat(0);
  }
}

/**
 * A numeric column with missing values at the end of its run: every midpoint with the missing rows to the right, then
 * to the left, and the missing rows alone on the left.
 */
export function scanMissing<E>(plan: Plan, space: Space, column: u32, start: u32, count: u32, sum: f64, weight: f64): void {
  const run = space.runs + <usize>column * space.runBytes + <usize>start * sizeof<E>();
  const least = plan.minLeaf;
  let present = count;
  let lost = f64x2.splat(0);
  while (present > 0) {
    const e = load<E>(run + <usize>(present - 1) * sizeof<E>());
    if (rankOf<E>(e) != missingRank<E>()) break;
    lost = f64x2.add(lost, v128.load(space.sums + (idOf<E>(e) << 4)));
    present--;
  }
  const missing = count - present;
  if (missing >= least && present >= least) {
    consider(column, 0, 0, 1, f64x2.extract_lane(lost, 0), f64x2.extract_lane(lost, 1), sum, weight);
  }
  let part = f64x2.splat(0);
  for (let k: u32 = 0; k + 1 < present; k++) {
    const e = load<E>(run + <usize>k * sizeof<E>());
    part = f64x2.add(part, v128.load(space.sums + (idOf<E>(e) << 4)));
    if (rankOf<E>(e) == rankOf<E>(load<E>(run + <usize>(k + 1) * sizeof<E>()))) continue;
    const left = k + 1;
    if (left >= least && count - left >= least) {
      consider(column, left, 0, 0, f64x2.extract_lane(part, 0), f64x2.extract_lane(part, 1), sum, weight);
    }
    if (left + missing >= least && present - left >= least) {
      const both = f64x2.add(part, lost);
      consider(column, left, 0, 1, f64x2.extract_lane(both, 0), f64x2.extract_lane(both, 1), sum, weight);
    }
  }
}
