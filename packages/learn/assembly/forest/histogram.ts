import { Plan } from './plan';

// The best split of a node on bins: src/models/forest/twin-binned.ts is the same in plain TypeScript. Sums are whole
// numbers, exact in any order. A pair is two i64: the sum of weight × target, and rows above the weight.

/** Bits of the second half of a pair that hold the weight; the number of rows is above them. */
export const WEIGHT_BITS: i64 = 40;
const WEIGHT: i64 = (<i64>1 << WEIGHT_BITS) - 1;
/** Where the bins of a record start, behind its pair and its float32 target. */
export const BINS: usize = 20;
/** Nodes of fewer rows note which bins they fill, so that no others are looked at. */
const SPARSE_ROWS: u32 = 128;

// 1.5 × 2⁵², as f64 and as bits: adds up with a whole number below 2⁵¹ to a f64 whose bits are its own plus the number
const SHIFT: f64 = 6755399441055744;
const SHIFT_BITS: i64 = 0x4338000000000000;

export let bestColumn: i32 = -1;
/** Numeric: the last bin on the left, -1 for none. Coded: the level on the right. */
export let bestBin: i32 = 0;
/** 0 right, 1 left, 2 none seen. */
export let bestMissingLeft: u32 = 0;
export let bestTop: f64 = 0;
export let bestBottom: f64 = 1;

// The node at hand.
let rows: u32 = 0;
let least: u32 = 0;
let sum: f64 = 0;
let weight: f64 = 0;

/** Starts the search for a node's split; splits that remove nothing are none. */
export function beginNode(count: u32, minLeaf: u32, nodeSum: f64, nodeWeight: f64): void {
  rows = count;
  least = minLeaf;
  sum = nodeSum;
  weight = nodeWeight;
  bestColumn = -1;
  bestTop = 0;
  bestBottom = 1;
}

@inline
function asFloats(whole: v128): v128 {
  return f64x2.sub(i64x2.add(whole, i64x2.splat(SHIFT_BITS)), f64x2.splat(SHIFT));
}

@inline
export function sumOf(pair: v128): f64 {
  return <f64>i64x2.extract_lane(pair, 0);
}

@inline
export function weightOf(pair: v128): f64 {
  return <f64>(i64x2.extract_lane(pair, 1) & WEIGHT);
}

@inline
export function rowsOf(pair: v128): u32 {
  return <u32>(i64x2.extract_lane(pair, 1) >> WEIGHT_BITS);
}

@inline
function add(row: usize, column: usize, histogram: usize, filled: usize, pair: v128, sparse: bool): void {
  const bin = <usize>load<u16>(row + column);
  const at = histogram + (bin << 4);
  v128.store(at, i64x2.add(v128.load(at), pair));
  if (sparse) {
    const word = filled + ((bin >> 6) << 3);
    store<u64>(word, load<u64>(word) | (<u64>1 << (<u64>bin & 63)));
  }
}

@inline
function fillFour(plan: Plan, columns: usize, from: usize, to: usize, sparse: bool): void {
  const step = <usize>plan.recordBytes;
  const size = <usize>plan.histogramBytes;
  const bits = <usize>plan.filledBytes;
  const c0 = BINS + (<usize>load<u32>(columns) << 1);
  const c1 = BINS + (<usize>load<u32>(columns, 4) << 1);
  const c2 = BINS + (<usize>load<u32>(columns, 8) << 1);
  const c3 = BINS + (<usize>load<u32>(columns, 12) << 1);
  const h = plan.histograms;
  const f = plan.filled;
  for (let row = from; row < to; row += step) {
    const pair = v128.load(row);
    add(row, c0, h, f, pair, sparse);
    add(row, c1, h + size, f + bits, pair, sparse);
    add(row, c2, h + 2 * size, f + 2 * bits, pair, sparse);
    add(row, c3, h + 3 * size, f + 3 * bits, pair, sparse);
  }
}

/** Adds up rows by bin: of `many` columns, 1 or 4, those that stand at `columns`. */
export function fillHistograms(plan: Plan, columns: usize, many: u32, from: usize, count: u32): void {
  const to = from + <usize>count * plan.recordBytes;
  const sparse = count < SPARSE_ROWS;
  if (many == 4) {
    if (sparse) fillFour(plan, columns, from, to, true);
    else fillFour(plan, columns, from, to, false);
  } else {
    const column = BINS + (<usize>load<u32>(columns) << 1);
    for (let row = from; row < to; row += plan.recordBytes) {
      add(row, column, plan.histograms, plan.filled, v128.load(row), sparse);
    }
  }
  if (sparse) return;
  for (let k: u32 = 0; k < many; k++) {
    const bins = load<u32>(plan.binCounts + (<usize>load<u32>(columns + (<usize>k << 2)) << 2));
    const filled = plan.filled + <usize>(k * plan.filledBytes);
    memory.fill(filled, 0xff, <usize>(bins >>> 6) << 3);
    store<u64>(filled + (<usize>(bins >>> 6) << 3), ((<u64>1) << (bins & 63)) - 1);
  }
}

@inline
function settle(column: u32, bin: i32, missingLeft: u32, part: v128, above: f64, below: f64): void {
  const left = rowsOf(part);
  if (left < least || rows - left < least) return;
  if (above * bestBottom > bestTop * below) {
    bestTop = above;
    bestBottom = below;
    bestColumn = column;
    bestBin = bin;
    bestMissingLeft = missingLeft;
  }
}

/** Two candidates: rows that add up to `one`, or to `two`, go to one side. */
function consider(column: u32, one: v128, two: v128, first: i32, second: i32, missingLeft: u32): void {
  const part = asFloats(v128.shuffle<i64>(one, two, 0, 2));
  const partWeight = asFloats(v128.and(v128.shuffle<i64>(one, two, 1, 3), i64x2.splat(WEIGHT)));
  const d = f64x2.sub(f64x2.mul(f64x2.splat(weight), part), f64x2.mul(f64x2.splat(sum), partWeight));
  const above = f64x2.mul(d, d);
  const below = f64x2.mul(partWeight, f64x2.sub(f64x2.splat(weight), partWeight));
  const better = f64x2.gt(f64x2.mul(above, f64x2.splat(bestBottom)), f64x2.mul(f64x2.splat(bestTop), below));
  if (v128.any_true(better)) {
    settle(column, first, missingLeft, one, f64x2.extract_lane(above, 0), f64x2.extract_lane(below, 0));
    settle(column, second, missingLeft, two, f64x2.extract_lane(above, 1), f64x2.extract_lane(below, 1));
  }
}

@inline
function isPart(pair: v128): bool {
  return rowsOf(pair) > 0 && rowsOf(pair) < rows;
}

/** Scans the histogram in a slot and empties it; false when the column is constant. */
export function scan(plan: Plan, slot: u32, column: u32): bool {
  const bins = load<u32>(plan.binCounts + (<usize>column << 2));
  const histogram = plan.histograms + <usize>(slot * plan.histogramBytes);
  const filled = plan.filled + <usize>(slot * plan.filledBytes);
  const coded = load<u8>(plan.coded + column) != 0;
  const none = i64x2.splat(0);
  const missing = histogram + (<usize>bins << 4);
  const lost = v128.load(missing);
  const present = rows - rowsOf(lost);
  v128.store(missing, none);
  store<u64>(filled + (<usize>(bins >>> 6) << 3), load<u64>(filled + (<usize>(bins >>> 6) << 3)) & (((<u64>1) << (bins & 63)) - 1));
  const holes = present < rows && !coded;
  if (holes && present > 0) consider(column, lost, lost, -1, -1, 1);
  let part = none;
  let useful = present < rows && present > 0;
  for (let word: u32 = 0; word <= bins >>> 6; word++) {
    const at = filled + (<usize>word << 3);
    let set = load<u64>(at);
    store<u64>(at, 0);
    const base = word << 6;
    while (set != 0) {
      const one = base + <u32>ctz(set);
      set &= set - 1;
      const h1 = histogram + (<usize>one << 4);
      const e1 = v128.load(h1);
      v128.store(h1, none);
      let two = one;
      let e2 = none;
      if (set != 0) {
        two = base + <u32>ctz(set);
        set &= set - 1;
        const h2 = histogram + (<usize>two << 4);
        e2 = v128.load(h2);
        v128.store(h2, none);
      }
      if (coded) {
        consider(column, e1, e2, one, two, 1);
        useful = useful || isPart(e1) || isPart(e2);
        continue;
      }
      const p1 = i64x2.add(part, e1);
      const p2 = i64x2.add(p1, e2);
      part = p2;
      if (!holes) consider(column, p1, p2, one, two, 2);
      else {
        // all that is present on one side is the missing rows alone on the other, which has been tried
        if (rowsOf(p1) == present) continue;
        consider(column, p1, p1, one, one, 0);
        consider(column, i64x2.add(p1, lost), i64x2.add(p1, lost), one, one, 1);
        if (rowsOf(p2) == present) continue;
        consider(column, p2, p2, two, two, 0);
        consider(column, i64x2.add(p2, lost), i64x2.add(p2, lost), two, two, 1);
      }
      useful = useful || isPart(p1) || isPart(p2);
    }
  }
  return useful;
}
