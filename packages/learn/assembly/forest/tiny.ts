import { emitLeaf, emitSplit } from './emit';
import { idOf, NONE, Pending, Plan, Space } from './plan';
import { randomBelow } from './random';

// Nodes of a few rows, without runs. Every split of n rows is one of 2^n subsets (the rows that go left, as bits):
// columns are compared eight a vector to list which subsets can be had, and each is weighed once, whatever the number of
// columns that offer it. Scratch at plan.tiny: ids (a word each), ids on their way to the right, sums of subsets, then
// the subsets by row and column.

const SPARE: usize = 32;
const SUMS: usize = 64;
const SUBSETS: usize = 64 + 64 * 16;

/** Which rows go left when row i is the last on the left, for every row and column. */
function listSubsets(plan: Plan, space: Space, ids: usize, count: u32): void {
  const keyBytes = space.keyBytes;
  const keys = space.keys;
  const out = plan.tiny + SUBSETS;
  const full = i16x8.splat(<i16>((<u32>1 << count) - 1));
  for (let v: usize = 0; v < keyBytes; v += 16) {
    const coded = v128.load(keys + <usize>plan.smallRows * keyBytes + v);
    const numeric = !v128.any_true(coded);
    for (let i: u32 = 0; i < count; i++) {
      const own = v128.load(keys + <usize>load<u32>(ids + (<usize>i << 2)) * keyBytes + v);
      let below = i16x8.splat(0);
      let bit = i16x8.splat(1);
      for (let j: u32 = 0; j < count; j++) {
        const other = v128.load(keys + <usize>load<u32>(ids + (<usize>j << 2)) * keyBytes + v);
        below = v128.or(below, v128.and(i16x8.le_s(other, own), bit));
        bit = i16x8.add(bit, bit);
      }
      if (!numeric) {
        let same = i16x8.splat(0);
        bit = i16x8.splat(1);
        for (let j: u32 = 0; j < count; j++) {
          const other = v128.load(keys + <usize>load<u32>(ids + (<usize>j << 2)) * keyBytes + v);
          same = v128.or(same, v128.and(i16x8.eq(other, own), bit));
          bit = i16x8.add(bit, bit);
        }
        below = v128.bitselect(v128.xor(same, full), below, coded);
      }
      v128.store(out + <usize>i * keyBytes + v, below);
    }
  }
}

@inline
function subsetAt(plan: Plan, space: Space, i: u32, column: u32): u32 {
  return load<u16>(plan.tiny + SUBSETS + <usize>i * space.keyBytes + (<usize>column << 1));
}

/** The columns to try in this node: all, or a draw that holds at least one which is not constant. */
function drawColumns(plan: Plan, space: Space, count: u32): u32 {
  const columns = plan.columns;
  const full = (<u32>1 << count) - 1;
  let visited: u32 = 0;
  let useful: u32 = 0;
  while (visited < columns && (visited < plan.maxFeatures || useful == 0)) {
    const at = plan.permutation + (<usize>(visited + randomBelow(columns - visited)) << 2);
    const here = plan.permutation + (<usize>visited << 2);
    const column = load<u32>(at);
    store<u32>(at, load<u32>(here));
    store<u32>(here, column);
    visited++;
    for (let i: u32 = 0; i < count; i++) {
      const s = subsetAt(plan, space, i, column);
      if (s != 0 && s != full) {
        useful++;
        break;
      }
    }
  }
  return visited;
}

/** The subset that removes most, 0 when there is none. */
function bestSubset(plan: Plan, space: Space, ids: usize, count: u32, met: u64, sum: f64, weight: f64): u32 {
  const sums = plan.tiny + SUMS;
  v128.store(sums, f64x2.splat(0));
  for (let i: u32 = 0; i < count; i++) {
    const own = v128.load(space.sums + (<usize>load<u32>(ids + (<usize>i << 2)) << 4));
    const size: usize = 16 << i;
    for (let s: usize = 0; s < size; s += 16) v128.store(sums + size + s, f64x2.add(v128.load(sums + s), own));
  }
  const least = plan.minLeaf;
  let best: u32 = 0;
  let top: f64 = -1;
  let bottom: f64 = 1;
  while (met != 0) {
    const s = <u32>ctz(met);
    met &= met - 1;
    const rows = popcnt(s);
    if (rows < least || count - rows < least) continue;
    const part = load<f64>(sums + (<usize>s << 4));
    const partWeight = load<f64>(sums + (<usize>s << 4), 8);
    const d = weight * part - sum * partWeight;
    const above = d * d;
    const below = partWeight * (weight - partWeight);
    if (above * bottom > top * below) {
      top = above;
      bottom = below;
      best = s;
    }
  }
  subsetGain = top / bottom;
  return best;
}
let subsetGain: f64 = 0;

/** Writes the split of a subset by a column; returns the node. */
function emitSubset(plan: Plan, space: Space, ids: usize, count: u32, column: u32, subset: u32, parent: u32, heavyLeft: u32): u32 {
  if (load<u8>(plan.coded + column)) {
    const alone = load<u32>(space.row + (<usize>load<u32>(ids + (<usize>ctz(~subset) << 2)) << 2));
    return emitSplit(plan, parent, column, 1, alone, alone, 1);
  }
  const keys = space.keys + (<usize>column << 1);
  let low: i32 = -1;
  let high: i32 = i32.MAX_VALUE;
  let lowId: u32 = 0;
  let highId: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const id = load<u32>(ids + (<usize>i << 2));
    const key = <i32>load<u16>(keys + <usize>id * space.keyBytes);
    if ((subset >>> i) & 1) {
      if (key > low) {
        low = key;
        lowId = id;
      }
    } else if (key < high) {
      high = key;
      highId = id;
    }
  }
  const lowRow = load<u32>(space.row + (<usize>lowId << 2));
  return emitSplit(plan, parent, column, 0, lowRow, load<u32>(space.row + (<usize>highId << 2)), heavyLeft);
}

/** The first column, from a random start, that puts two rows apart; NONE when they are equal throughout. */
function apart(plan: Plan, space: Space, one: u32, two: u32): u32 {
  const columns = plan.columns;
  const a = space.keys + <usize>one * space.keyBytes;
  const b = space.keys + <usize>two * space.keyBytes;
  let c = randomBelow(columns);
  for (let left = columns; left > 0; left--) {
    if (load<u16>(a + (<usize>c << 1)) != load<u16>(b + (<usize>c << 1))) return c;
    c = c + 1 == columns ? 0 : c + 1;
  }
  return NONE;
}

let chosenColumn: u32 = 0;

/** The best subset of the node, its column in `chosenColumn`; 0 when no column offers one. */
function choose(plan: Plan, space: Space, ids: usize, count: u32, sum: f64, weight: f64): u32 {
  const columns = plan.columns;
  if (count == 2) {
    if (plan.minLeaf > 1) return 0;
    const one = load<u32>(ids);
    const two = load<u32>(ids, 4);
    chosenColumn = apart(plan, space, one, two);
    if (chosenColumn == NONE) return 0;
    const d = load<f64>(space.target + (<usize>one << 3)) - load<f64>(space.target + (<usize>two << 3));
    const w1 = load<f64>(space.sums + (<usize>one << 4), 8);
    const w2 = load<f64>(space.sums + (<usize>two << 4), 8);
    subsetGain = d * d * w1 * w2;
    if (load<u8>(plan.coded + chosenColumn)) return 1;
    const shift = <usize>chosenColumn << 1;
    const a = load<u16>(space.keys + <usize>one * space.keyBytes + shift);
    return a < load<u16>(space.keys + <usize>two * space.keyBytes + shift) ? 1 : 2;
  }
  listSubsets(plan, space, ids, count);
  const all = plan.maxFeatures >= columns;
  const tried = all ? columns : drawColumns(plan, space, count);
  let met: u64 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const subsets = plan.tiny + SUBSETS + <usize>i * space.keyBytes;
    if (all) for (let c: u32 = 0; c < columns; c++) met |= <u64>1 << <u64>load<u16>(subsets + (<usize>c << 1));
    else {
      for (let k: u32 = 0; k < tried; k++) {
        met |= <u64>1 << <u64>load<u16>(subsets + (<usize>load<u32>(plan.permutation + (<usize>k << 2)) << 1));
      }
    }
  }
  const full: u64 = ((<u64>1) << count) - 1;
  met &= ~((<u64>1 << full) | 1);
  if (met == 0) return 0;
  const subset = bestSubset(plan, space, ids, count, met, sum, weight);
  if (subset == 0) return 0;
  let k: u32 = all ? randomBelow(columns) : 0;
  for (let left = tried; left > 0; left--) {
    const c = all ? k : load<u32>(plan.permutation + (<usize>k << 2));
    for (let i: u32 = 0; i < count; i++) {
      if (subsetAt(plan, space, i, c) == subset) {
        chosenColumn = c;
        return subset;
      }
    }
    k = k + 1 == tried ? 0 : k + 1;
  }
  return 0;
}

/** Grows rows ids[0 … count) to the end. They are not pure and may be split as far as the options go. */
function grow(plan: Plan, space: Space, ids: usize, count: u32, parent: u32, depth: u32, sum: f64, weight: f64): void {
  const subset = choose(plan, space, ids, count, sum, weight);
  if (subset == 0) {
    emitLeaf(plan, parent, depth, sum / weight, weight);
    return;
  }
  const column = chosenColumn;
  const gain = plan.importance + (<usize>column << 3);
  store<f64>(gain, load<f64>(gain) + subsetGain / weight);

  const rightIds = plan.tiny + SPARE;
  let left = f64x2.splat(0);
  let right = f64x2.splat(0);
  let rows: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const own = v128.load(space.sums + (<usize>load<u32>(ids + (<usize>i << 2)) << 4));
    if ((subset >>> i) & 1) {
      left = f64x2.add(left, own);
      rows++;
    } else right = f64x2.add(right, own);
  }
  const leftWeight = f64x2.extract_lane(left, 1);
  const rightWeight = f64x2.extract_lane(right, 1);
  const at = emitSubset(plan, space, ids, count, column, subset, parent, u32(leftWeight > rightWeight));
  let toLeft = ids;
  let toRight = rightIds;
  for (let i: u32 = 0; i < count; i++) {
    const id = load<u32>(ids + (<usize>i << 2));
    if ((subset >>> i) & 1) {
      store<u32>(toLeft, id);
      toLeft += 4;
    } else {
      store<u32>(toRight, id);
      toRight += 4;
    }
  }
  memory.copy(toLeft, rightIds, <usize>(count - rows) << 2);
  side(plan, space, ids, rows, NONE, depth + 1, f64x2.extract_lane(left, 0), leftWeight);
  side(plan, space, toLeft, count - rows, at, depth + 1, f64x2.extract_lane(right, 0), rightWeight);
}

function side(plan: Plan, space: Space, ids: usize, count: u32, parent: u32, depth: u32, sum: f64, weight: f64): void {
  const first = load<f64>(space.target + (<usize>load<u32>(ids) << 3));
  let pure = true;
  for (let i: u32 = 1; i < count; i++) {
    pure = pure && load<f64>(space.target + (<usize>load<u32>(ids + (<usize>i << 2)) << 3)) == first;
  }
  if (pure) emitLeaf(plan, parent, depth, first, weight);
  else if (count < plan.minSplit || count < 2 * plan.minLeaf || depth >= plan.maxDepth) {
    emitLeaf(plan, parent, depth, sum / weight, weight);
  } else grow(plan, space, ids, count, parent, depth, sum, weight);
}

export function growTiny(plan: Plan, space: Space, node: Pending): void {
  const run = space.runs + <usize>node.column * space.runBytes + (<usize>node.start << 2);
  const count = node.count;
  for (let k: u32 = 0; k < count; k++) store<u32>(plan.tiny + (<usize>k << 2), <u32>idOf<u32>(load<u32>(run + (<usize>k << 2))));
  grow(plan, space, plan.tiny, count, node.parent, node.depth, node.sum, node.weight);
}
