import { emitLeaf, emitSplit } from './emit';
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
  endLevel,
  scanCoded,
  scanMissing,
  scanPair,
} from './scan';
import { growTiny } from './tiny';

export const PENDING: usize = 48;
const FAVOUR_FROM: u32 = 16;

// Sums of the two sides of the split at hand.
let leftSum: f64 = 0;
let leftWeight: f64 = 0;
let leftLeast: f64 = 0;
let leftRows: u32 = 0;
let rightSum: f64 = 0;
let rightWeight: f64 = 0;
let rightLeast: f64 = 0;
let leftMost: f64 = 0;
let rightMost: f64 = 0;

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
  const coded = load<u8>(plan.coded + column);
  const last = load<E>(runOf<E>(space, column, node.start + node.count - 1));
  const missing = rankOf<E>(last) == missingRank<E>();
  // two levels and no missing: one position parts them, as in a numeric column
  if (coded == 1 || (coded == 2 && missing)) scanCoded<E>(plan, space, column, node.start, node.count, node.sum, node.weight);
  else if (missing) scanMissing<E>(plan, space, column, node.start, node.count, node.sum, node.weight);
  else return false;
  return true;
}

function findSplit<E>(plan: Plan, space: Space, node: Pending): void {
  const columns = plan.columns;
  beginScan();
  let waiting: u32 = NONE;
  let visited: u32 = 0;
  let useful: u32 = 0;
  const all = plan.maxFeatures >= columns;
  // the parent's column is often the best again: starting with it, fewer candidates seem to win for a while
  let next: u32 = !all ? 0 : node.count >= FAVOUR_FROM ? node.column : randomBelow(columns);
  while (visited < columns && (all || visited < plan.maxFeatures || useful == 0)) {
    let column = next;
    if (all) {
      // ties go to the column met first: where they are likely, every node starts somewhere else
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
  let rows: u32 = 0;
  let leftLow: f64 = Infinity;
  let leftHigh: f64 = -Infinity;
  let rightLow: f64 = Infinity;
  let rightHigh: f64 = -Infinity;
  for (let k: u32 = 0; k < count; k++) {
    const e = load<E>(run + <usize>k * sizeof<E>());
    const id = idOf<E>(e);
    const y = load<f64>(space.target + (id << 3));
    const goesRight = coded
      ? u32(k >= bestAt && k < bestEnd)
      : u32(k >= bestAt && !(missingLeft && rankOf<E>(e) == missingRank<E>()));
    store<u8>(space.side + id, <u8>goesRight);
    if (goesRight) {
      if (y < rightLow) rightLow = y;
      if (y > rightHigh) rightHigh = y;
      right = f64x2.add(right, v128.load(space.sums + (id << 4)));
    } else {
      if (y < leftLow) leftLow = y;
      if (y > leftHigh) leftHigh = y;
      left = f64x2.add(left, v128.load(space.sums + (id << 4)));
      rows++;
    }
  }
  leftRows = rows;
  leftLeast = leftLow;
  leftMost = leftHigh;
  rightLeast = rightLow;
  rightMost = rightHigh;
  leftSum = f64x2.extract_lane(left, 0);
  leftWeight = f64x2.extract_lane(left, 1);
  rightSum = f64x2.extract_lane(right, 0);
  rightWeight = f64x2.extract_lane(right, 1);
}

@inline
function rowAt<E>(space: Space, run: usize, k: u32): u32 {
  return load<u32>(space.row + (idOf<E>(load<E>(run + <usize>k * sizeof<E>())) << 2));
}

function push(plan: Plan, top: usize, start: u32, count: u32, depth: u32, parent: u32, column: u32, sum: f64, weight: f64, least: f64, most: f64): void {
  const entry = changetype<Pending>(top);
  const pure = least == most;
  entry.sum = sum;
  entry.weight = weight;
  entry.start = start;
  entry.count = count;
  entry.parent = parent;
  entry.depth = depth;
  entry.column = column;
  entry.leaf = u32(pure || count < plan.minSplit || count < 2 * plan.minLeaf || depth >= plan.maxDepth);
  entry.value = pure ? least : sum / weight;
}

/** The root, onto the stack. */
export function pushRoot(plan: Plan, space: Space, count: u32): void {
  let total = f64x2.splat(0);
  let least: f64 = Infinity;
  let most: f64 = -Infinity;
  for (let k: u32 = 0; k < count; k++) {
    const y = load<f64>(space.target + (<usize>k << 3));
    total = f64x2.add(total, v128.load(space.sums + (<usize>k << 4)));
    if (y < least) least = y;
    if (y > most) most = y;
  }
  push(plan, plan.stack, 0, count, 0, NONE, 0, f64x2.extract_lane(total, 0), f64x2.extract_lane(total, 1), least, most);
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
  const coded = load<u8>(plan.coded + column) != 0;
  if (coded) endLevel(node.count);
  markSides<E>(space, node);
  const start = node.start;
  const count = node.count;
  const gain = plan.importance + (<usize>column << 3);
  store<f64>(gain, load<f64>(gain) + bestGain() / node.weight);

  const run = runOf<E>(space, column, start);
  const high = rowAt<E>(space, run, bestAt);
  const low = coded ? high : bestAt == 0 ? NONE : rowAt<E>(space, run, bestAt - 1);
  const missingLeft = bestMissingLeft == 2 ? u32(leftWeight > rightWeight) : bestMissingLeft;
  const depth = node.depth + 1;
  const at = emitSplit(plan, node.parent, column, u32(coded), low, high, missingLeft);
  const rows = leftRows;
  const rest = count - rows;

  push(plan, top, start + rows, rest, depth, at, column, rightSum, rightWeight, rightLeast, rightMost);
  const right = changetype<Pending>(top);
  push(plan, top + PENDING, start, rows, depth, NONE, column, leftSum, leftWeight, leftLeast, leftMost);
  const left = changetype<Pending>(top + PENDING);

  const runLeft = !left.leaf && rows > keepRows;
  const runRight = !right.leaf && rest > keepRows;
  // the run that was split on is already in two, unless its rows do not go left in order
  if ((coded ? bestEnd < count : bestMissingLeft == 1) && !(left.leaf && right.leaf)) partitionBoth<E>(space, run, count);
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
