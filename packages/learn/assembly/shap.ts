// SHAP values of one tree for blocks of four rows, one row a lane. The program that src/explain/shap-program.ts writes
// says all that does not depend on the row.
//
// A node is a head of eight words (kind, slot * 16, bound, feature * 16, first child, second child, two spare) and its
// tables. Both children leaves: for every point u1 u2 t1 t2, then for every point u0. Else, for the first and the
// second edge: for every point gHot gCold aHot aCold, then one word r (padded to four).

const HEAD: usize = 32;
const BOTH_LEAVES: i32 = 1;
const FIRST_LEAF: i32 = 2;
const SECOND_LEAF: i32 = 4;

let points: usize = 0; // points of the rule * 16: bytes of a row of vectors
let rows: usize = 0; // slots of the block
let states: usize = 0; // by feature: lanes where the row passed every split of it so far
let sums: usize = 0; // by feature: what the tree gave it

/** One edge: adds what its leaves give to phi, and their sums to s. */
@inline function edge(
  table: usize, leaf: bool, child: usize, frame: usize, state: usize, hot: v128, prev: v128, phi: v128, s: usize,
): v128 {
  const r = v128.load32_splat(table + points);
  if (leaf) {
    for (let k: usize = 0; k < points; k += 16) {
      const at = table + k;
      const g = v128.bitselect(v128.bitselect(v128.load32_splat(at), v128.load32_splat(at, 4), hot), r, prev);
      const a = v128.and(prev, v128.bitselect(v128.load32_splat(at, 8), v128.load32_splat(at, 12), hot));
      const below = f32x4.mul(v128.load(frame + k), g);
      phi = f32x4.add(phi, f32x4.mul(below, a));
      v128.store(s + k, f32x4.add(v128.load(s + k), below));
    }
    return phi;
  }
  const next = frame + 2 * points;
  for (let k: usize = 0; k < points; k += 16) {
    const at = table + k;
    const g = v128.bitselect(v128.bitselect(v128.load32_splat(at), v128.load32_splat(at, 4), hot), r, prev);
    v128.store(next + k, f32x4.mul(v128.load(frame + k), g));
  }
  v128.store(state, v128.and(prev, hot));
  visit(child, next);
  const below = next + points;
  for (let k: usize = 0; k < points; k += 16) {
    const at = table + k;
    const a = v128.and(prev, v128.bitselect(v128.load32_splat(at, 8), v128.load32_splat(at, 12), hot));
    const b = v128.load(below + k);
    phi = f32x4.add(phi, f32x4.mul(b, a));
    v128.store(s + k, f32x4.add(v128.load(s + k), b));
  }
  return phi;
}

/** `frame`: the products down to the node, for every point; behind them room for the sums of its leaves. */
function visit(node: usize, frame: usize): void {
  const kind = load<i32>(node);
  const second = f32x4.ge(v128.load(rows + <usize>load<u32>(node, 4)), v128.load32_splat(node, 8));
  const feature = <usize>load<u32>(node, 12);
  const state = states + feature;
  const prev = v128.load(state);
  const table = node + HEAD;
  const s = frame + points;
  let phi = f32x4.splat(0);
  if (kind & BOTH_LEAVES) {
    const zero = table + points;
    for (let k: usize = 0; k < points; k += 16) {
      const at = table + k;
      const c = v128.load(frame + k);
      const u = v128.bitselect(v128.load32_splat(at, 4), v128.load32_splat(at), second);
      const t = v128.and(prev, v128.bitselect(v128.load32_splat(at, 12), v128.load32_splat(at, 8), second));
      v128.store(s + k, f32x4.mul(c, v128.bitselect(u, v128.load32_splat(zero + (k >> 2)), prev)));
      phi = f32x4.add(phi, f32x4.mul(c, t));
    }
  } else {
    for (let k: usize = 0; k < points; k += 16) v128.store(s + k, f32x4.splat(0));
    const first = v128.not(second);
    phi = edge(table, (kind & FIRST_LEAF) != 0, <usize>load<u32>(node, 16), frame, state, first, prev, phi, s);
    phi = edge(
      table + points + 16, (kind & SECOND_LEAF) != 0, <usize>load<u32>(node, 20), frame, state, second, prev, phi, s,
    );
    v128.store(state, prev);
  }
  v128.store(sums + feature, f32x4.add(v128.load(sums + feature), phi));
}

/**
 * Adds the values of a tree to `out` (float64, four lanes a feature, block by block). `scratch` holds two vectors a
 * feature and two rows of vectors a level of the tree.
 */
export function shapTree(
  root: usize, count: u32, blocks: usize, blockBytes: usize, blockCount: u32, features: u32, scratch: usize, out: usize,
): void {
  points = <usize>count << 4;
  states = scratch;
  sums = scratch + (<usize>features << 4);
  const frame = sums + (<usize>features << 4);
  const ones = i32x4.splat(-1);
  rows = blocks;
  for (let b: u32 = 0; b < blockCount; b++) {
    for (let f: usize = 0; f < <usize>features << 4; f += 16) {
      v128.store(states + f, ones);
      v128.store(sums + f, f32x4.splat(0));
    }
    for (let k: usize = 0; k < points; k += 16) v128.store(frame + k, f32x4.splat(1));
    visit(root, frame);
    for (let f: usize = 0; f < <usize>features << 4; f += 16) {
      const got = v128.load(sums + f);
      v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(got)));
      const high = i8x16.shuffle(got, got, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
      v128.store(out, f64x2.add(v128.load(out, 16), f64x2.promote_low_f32x4(high)), 16);
      out += 32;
    }
    rows += blockBytes;
  }
}
