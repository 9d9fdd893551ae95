import { emitLeaf, emitSplit, thresholdBetween } from './emit';
import { keepLeft, keepRight, partitionBoth } from './partition';
import { idOf, missingRank, NONE, Pending, Plan, rankOf, Space } from './plan';
import { randomBelow } from './random';
import {
  beginScan,
  bestAt,
  bestColumn,
  bestEnd,
  bestGain,
  bestMissingLeft,
  scanCoded,
  scanMissing,
  scanPair,
} from './scan';
import { growTiny } from './tiny';

export const PENDING: usize = 48;

// Sums of the two sides of the split at hand.
let leftSum: f64 = 0;
let leftWeight: f64 = 0;
let leftPure: u32 = 0;
let leftRows: u32 = 0;
let rightSum: f64 = 0;
let rightWeight: f64 = 0;
let rightPure: u32 = 0;
let leftFirst: f64 = 0;
let rightFirst: f64 = 0;

@inline
function runOf<E>(space: Space, column: u32, start: u32): usize {
  return space.runs + <usize>column * space.runBytes + <usize>start * sizeof<E>();
}

@inline
function isConstant<E>(space: Space, column: u32, start: u32, count: u32): bool {
  const run = runOf<E>(space, column, start);
  return rankOf<E>(load<E>(run)) == rankOf<E>(load<E>(run + <usize>(count - 1) * sizeof<E>()));
}

/** Scans one column that cannot go in a pair; false when it can. */
function scanAlone<E>(plan: Plan, space: Space, column: u32, node: Pending): bool {
  if (load<u8>(plan.coded + column)) {
    scanCoded<E>(plan, space, column, node.start, node.count, node.sum, node.weight);
    return true;
  }
  const last = load<E>(runOf<E>(space, column, node.start + node.count - 1));
  if (rankOf<E>(last) != missingRank<E>()) return false;
  scanMissing<E>(plan, space, column, node.start, node.count, node.sum, node.weight);
  return true;
}

function findSplit<E>(plan: Plan, space: Space, node: Pending): void {
  const columns = plan.columns;
  beginScan();
  let waiting: u32 = NONE;
  let visited: u32 = 0;
  let useful: u32 = 0;
  const all = plan.maxFeatures >= columns;
  let next: u32 = all ? randomBelow(columns) : 0;
  while (visited < columns && (all || visited < plan.maxFeatures || useful == 0)) {
    let column = next;
    if (all) {
      // ties go to the column met first, so every node starts somewhere else
      next = next + 1 == columns ? 0 : next + 1;
    } else {
      const at = plan.permutation + (<usize>(visited + randomBelow(columns - visited)) << 2);
      const here = plan.permutation + (<usize>visited << 2);
      column = load<u32>(at);
      store<u32>(at, load<u32>(here));
      store<u32>(here, column);
    }
    visited++;
    if (isConstant<E>(space, column, node.start, node.count)) continue;
    useful++;
    if (scanAlone<E>(plan, space, column, node)) continue;
    if (waiting == NONE) waiting = column;
    else {
      scanPair<E>(plan, space, waiting, column, node.start, node.count, node.sum, node.weight);
      waiting = NONE;
    }
  }
  if (waiting != NONE) scanPair<E>(plan, space, waiting, waiting, node.start, node.count, node.sum, node.weight);
}

/** Notes every row's side and adds up both sides. */
function markSides<E>(space: Space, node: Pending): void {
  const run = runOf<E>(space, bestColumn, node.start);
  const count = node.count;
  const missingLeft = bestMissingLeft == 1;
  const coded = bestEnd > 0;
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  let leftY: f64 = 0;
  let rightY: f64 = 0;
  let rows: u32 = 0;
  let leftSame: u32 = 1;
  let rightSame: u32 = 1;
  let anyRight: u32 = 0;
  for (let k: u32 = 0; k < count; k++) {
    const e = load<E>(run + <usize>k * sizeof<E>());
    const id = idOf<E>(e);
    const y = load<f64>(space.target + (id << 3));
    const goesRight = coded
      ? u32(k >= bestAt && k < bestEnd)
      : u32(k >= bestAt && !(missingLeft && rankOf<E>(e) == missingRank<E>()));
    store<u8>(space.side + id, <u8>goesRight);
    if (goesRight) {
      if (!anyRight) {
        rightY = y;
        anyRight = 1;
      }
      rightSame &= u32(y == rightY);
      right = f64x2.add(right, v128.load(space.sums + (id << 4)));
    } else {
      if (!rows) leftY = y;
      leftSame &= u32(y == leftY);
      left = f64x2.add(left, v128.load(space.sums + (id << 4)));
      rows++;
    }
  }
  leftRows = rows;
  leftPure = leftSame;
  rightPure = rightSame;
  leftSum = f64x2.extract_lane(left, 0);
  leftWeight = f64x2.extract_lane(left, 1);
  rightSum = f64x2.extract_lane(right, 0);
  rightWeight = f64x2.extract_lane(right, 1);
  leftFirst = leftY;
  rightFirst = rightY;
}

@inline
function valueOf(plan: Plan, space: Space, column: u32, id: usize): f32 {
  const row = load<u32>(space.row + (id << 2));
  return load<f32>(plan.values + ((<usize>column * plan.rows + row) << 2));
}

function push(plan: Plan, top: usize, start: u32, count: u32, depth: u32, parent: u32, column: u32, sum: f64, weight: f64, pure: u32, y: f64): void {
  const entry = changetype<Pending>(top);
  entry.sum = sum;
  entry.weight = weight;
  entry.start = start;
  entry.count = count;
  entry.parent = parent;
  entry.depth = depth;
  entry.column = column;
  const leaf = u32(pure != 0 || count < plan.minSplit || count < 2 * plan.minLeaf || depth >= plan.maxDepth);
  entry.leaf = leaf;
  entry.value = pure ? y : sum / weight;
}

/** The root, onto the stack. */
export function pushRoot(plan: Plan, space: Space, count: u32): void {
  let total = f64x2.splat(0);
  const first = load<f64>(space.target);
  let pure: u32 = 1;
  for (let k: u32 = 0; k < count; k++) {
    total = f64x2.add(total, v128.load(space.sums + (<usize>k << 4)));
    pure &= u32(load<f64>(space.target + (<usize>k << 3)) == first);
  }
  push(plan, plan.stack, 0, count, 0, NONE, 0, f64x2.extract_lane(total, 0), f64x2.extract_lane(total, 1), pure, first);
}

/**
 * Grows the node on top of the stack by one split, or ends it as a leaf; its children take its place, the left one on
 * top. `keepRows`: a child of at most so many rows needs its ids only. Returns the new top.
 */
export function growNode<E>(plan: Plan, space: Space, top: usize, keepRows: u32): usize {
  const node = changetype<Pending>(top);
  findSplit<E>(plan, space, node);
  if (bestColumn < 0) {
    emitLeaf(plan, node.parent, node.depth, node.value, node.weight);
    return top - PENDING;
  }
  const column = <u32>bestColumn;
  markSides<E>(space, node);
  const start = node.start;
  const count = node.count;
  const gain = plan.importance + (<usize>column << 3);
  store<f64>(gain, load<f64>(gain) + bestGain() / node.weight);

  const run = runOf<E>(space, column, start);
  const coded = bestEnd > 0;
  let threshold: f32;
  if (coded) threshold = valueOf(plan, space, column, idOf<E>(load<E>(run + <usize>bestAt * sizeof<E>())));
  else if (bestAt == 0) threshold = -Infinity;
  else {
    threshold = thresholdBetween(
      valueOf(plan, space, column, idOf<E>(load<E>(run + <usize>(bestAt - 1) * sizeof<E>()))),
      valueOf(plan, space, column, idOf<E>(load<E>(run + <usize>bestAt * sizeof<E>()))),
    );
  }
  const missingLeft = bestMissingLeft == 2 ? u32(leftWeight > rightWeight) : bestMissingLeft;
  const depth = node.depth + 1;
  const at = emitSplit(plan, node.parent, column, u32(coded), threshold, missingLeft);
  const rows = leftRows;
  const rest = count - rows;

  push(plan, top, start + rows, rest, depth, at, column, rightSum, rightWeight, rightPure, rightFirst);
  const right = changetype<Pending>(top);
  push(plan, top + PENDING, start, rows, depth, NONE, column, leftSum, leftWeight, leftPure, leftFirst);
  const left = changetype<Pending>(top + PENDING);

  const runLeft = !left.leaf && rows > keepRows;
  const runRight = !right.leaf && rest > keepRows;
  // the run that was split on is already in two, unless its rows do not go left in order
  if ((coded || bestMissingLeft == 1) && !(left.leaf && right.leaf)) partitionBoth<E>(space, run, count);
  if (runLeft || runRight) {
    for (let c: u32 = 0; c < plan.columns; c++) {
      if (c == column || isConstant<E>(space, c, start, count)) continue;
      const other = runOf<E>(space, c, start);
      if (!runRight) keepLeft<E>(space, other, count);
      else if (!runLeft) keepRight<E>(space, other, count);
      else partitionBoth<E>(space, other, count);
    }
  }
  return top + PENDING;
}

/** Grows everything from the top of the stack down to `base` in the small space. */
export function growSmall(plan: Plan, space: Space, top: usize, base: usize): void {
  while (top >= base) {
    const node = changetype<Pending>(top);
    if (node.leaf) {
      emitLeaf(plan, node.parent, node.depth, node.value, node.weight);
      top -= PENDING;
    } else if (node.count <= plan.tinyRows) {
      growTiny(plan, space, node);
      top -= PENDING;
    } else top = growNode<u32>(plan, space, top, plan.tinyRows);
  }
}
