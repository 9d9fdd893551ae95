import { emitLeaf, emitSplit } from './emit';
import { PENDING } from './grow';
import {
  beginNode,
  bestBin,
  bestBottom,
  bestColumn,
  bestMissingLeft,
  bestTop,
  BINS,
  fillHistograms,
  rowsOf,
  scan,
  sumOf,
  WEIGHT_BITS,
  weightOf,
} from './histogram';
import { NONE, Pending, Plan } from './plan';
import { randomBelow } from './random';

// Grows a tree on bins: rows are records of their sums and bins, parted in place. No order among them matters, as sums are exact.

const TARGET: usize = 16;

/** Copies the rows of this tree together; returns their total. */
function gather(plan: Plan): v128 {
  const bytes = plan.rowBytes;
  const sumUnit = load<f64>(plan.units);
  const weightUnit = load<f64>(plan.units, 8);
  let total = i64x2.splat(0);
  let at = plan.records;
  for (let r: u32 = 0; r < plan.rows; r++) {
    const weight = load<f64>(plan.weight + (<usize>r << 3));
    if (!(weight > 0)) continue;
    const y = load<f64>(plan.target + (<usize>r << 3));
    store<i64>(at, <i64>Math.floor(weight * y * sumUnit + 0.5));
    store<i64>(at, ((<i64>1) << WEIGHT_BITS) + <i64>Math.max(1, Math.floor(weight * weightUnit + 0.5)), 8);
    store<f32>(at + TARGET, <f32>y);
    // what is copied too much is overwritten by the next record
    const from = plan.bins + <usize>r * bytes;
    for (let k: usize = 0; k < bytes; k += 16) v128.store(at + BINS + k, v128.load(from + k));
    total = i64x2.add(total, v128.load(at));
    at += plan.recordBytes;
  }
  return total;
}

function push(plan: Plan, top: usize, start: u32, depth: u32, parent: u32, total: v128): void {
  const entry = changetype<Pending>(top);
  const count = rowsOf(total);
  entry.sum = sumOf(total);
  entry.weight = weightOf(total);
  entry.start = start;
  entry.count = count;
  entry.parent = parent;
  entry.depth = depth;
  entry.leaf = u32(count < plan.minSplit || count < 2 * plan.minLeaf || depth >= plan.maxDepth);
}

function isPure(plan: Plan, from: usize, count: u32): bool {
  const first = load<f32>(from + TARGET);
  const to = from + <usize>count * plan.recordBytes;
  for (let at = from; at < to; at += plan.recordBytes) if (load<f32>(at + TARGET) != first) return false;
  return true;
}

/** Looks at columns drawn without replacement, four at a time while so many are wanted. */
function findSplit(plan: Plan, from: usize, count: u32): void {
  const columns = plan.columns;
  let visited: u32 = 0;
  let useful = false;
  while (visited < columns && (visited < plan.maxFeatures || !useful)) {
    const many: u32 = visited + 4 <= plan.maxFeatures ? 4 : 1;
    const drawn = plan.permutation + (<usize>visited << 2);
    for (let k: u32 = 0; k < many; k++) {
      const here = drawn + (<usize>k << 2);
      const at = here + (<usize>randomBelow(columns - visited - k) << 2);
      const column = load<u32>(at);
      store<u32>(at, load<u32>(here));
      store<u32>(here, column);
    }
    fillHistograms(plan, drawn, many, from, count);
    for (let k: u32 = 0; k < many; k++) useful = scan(plan, k, load<u32>(drawn + (<usize>k << 2))) || useful;
    visited += many;
  }
}

let low: i32 = 0;
let high: i32 = 0;
let leftTotal: v128 = i64x2.splat(0);
let rightTotal: v128 = i64x2.splat(0);

/** Exchanges records until those that go left come first; notes the bins on both sides of the cut. */
function part(plan: Plan, from: usize, count: u32): void {
  const step = <usize>plan.recordBytes;
  const bin = BINS + (<usize>bestColumn << 1);
  const missing = <i32>load<u32>(plan.binCounts + (<usize>bestColumn << 2));
  const coded = load<u8>(plan.coded + bestColumn) != 0;
  const lostRight = bestMissingLeft != 1;
  const split = bestBin;
  let toLeft = i64x2.splat(0);
  let toRight = i64x2.splat(0);
  low = -1;
  high = missing;
  let left = from;
  let right = from + <usize>count * step;
  while (left < right) {
    const own = <i32>load<u16>(left + bin);
    const goesRight = coded ? own == split : own == missing ? lostRight : own > split;
    if (goesRight) {
      if (own < high) high = own;
      toRight = i64x2.add(toRight, v128.load(left));
      right -= step;
      for (let k: usize = 0; k < step; k += 16) {
        const other = v128.load(right + k);
        v128.store(right + k, v128.load(left + k));
        v128.store(left + k, other);
      }
    } else {
      if (own > low && own != missing) low = own;
      toLeft = i64x2.add(toLeft, v128.load(left));
      left += step;
    }
  }
  leftTotal = toLeft;
  rightTotal = toRight;
}

/** What is below the threshold goes left: a cut midway between the bins on both sides. */
function threshold(plan: Plan, column: u32): f32 {
  if (load<u8>(plan.coded + column)) return <f32>bestBin;
  if (low < 0) return -Infinity;
  return load<f32>(plan.cuts + <usize>(column * plan.cutBytes) + (<usize>((low + high - 1) >> 1) << 2));
}

/** As `growNode` of grow.ts. */
function growNode(plan: Plan, top: usize): usize {
  const node = changetype<Pending>(top);
  const from = plan.records + <usize>node.start * plan.recordBytes;
  const count = node.count;
  if (!node.leaf && !isPure(plan, from, count)) {
    beginNode(count, plan.minLeaf, node.sum, node.weight);
    findSplit(plan, from, count);
    node.leaf = u32(bestColumn < 0);
  } else node.leaf = 1;
  if (node.leaf) {
    emitLeaf(plan, node.parent, node.depth, node.sum / node.weight, node.weight);
    return top - PENDING;
  }
  const column = <u32>bestColumn;
  const gain = plan.importance + (<usize>column << 3);
  store<f64>(gain, load<f64>(gain) + bestTop / bestBottom / node.weight);
  part(plan, from, count);
  const missingLeft = bestMissingLeft == 2 ? u32(weightOf(leftTotal) > weightOf(rightTotal)) : bestMissingLeft;
  const at = emitSplit(plan, node.parent, column, load<u8>(plan.coded + column) ? 1 : 0, 0, 0, missingLeft);
  store<f32>(plan.nodes + (<usize>at << 3), threshold(plan, column));
  const depth = node.depth + 1;
  const start = node.start;
  push(plan, top, start + rowsOf(leftTotal), depth, at, rightTotal);
  push(plan, top + PENDING, start, depth, NONE, leftTotal);
  return top + PENDING;
}

export function growBins(plan: Plan): void {
  push(plan, plan.stack, 0, 0, NONE, gather(plan));
  let top = plan.stack;
  while (top >= plan.stack) top = growNode(plan, top);
}
