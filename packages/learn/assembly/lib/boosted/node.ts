// Nodes: born from a split, allowed to split again or not, with the columns they may use.
import { bits24, mix } from './random';
import { ld32, ld8, ldF64, move, newPair, round32, st32, st8, stF64, toInt, fill0 } from './platform';
import { weightOf } from './gain';
import {
  byNode, COLUMN, COUNT, DEPTH, featureList, features, FROM, gamma, GAIN, infoOf, LEFT, LEFT_G, LEFT_H, LOWER, maskLevels, masks,
  maxDepth, minChildWeight, monotone, monotoneOf, nodeAt, nodeBytes, nodeCap, nodeMask, PATH, RIGHT, RIGHT_G, RIGHT_H, SLOT, SUM_G,
  SUM_H, sync, UPPER, VALUE,
} from './state';

const EPS: f64 = 1e-6;

/** Starts a node's record: its sums, its weight, no split yet. */
export function initNode(node: i32, g: f64, h: f64, lower: f64, upper: f64, depth: i32, from: i32, count: i32, path: i32): void {
  stF64(node + SUM_G, g);
  stF64(node + SUM_H, h);
  stF64(node + LOWER, lower);
  stF64(node + UPPER, upper);
  stF64(node + VALUE, weightOf(g, h, lower, upper));
  st32(node + DEPTH, depth);
  st32(node + FROM, from);
  st32(node + COUNT, count);
  st32(node + PATH, path);
  st32(node + SLOT, -1);
  st32(node + LEFT, -1);
  st32(node + RIGHT, -1);
  clearSplit(node);
}

export function clearSplit(best: i32): void {
  stF64(best + GAIN, 0);
  st32(best + COLUMN, -1);
}

/** Takes over the split of another record when it is better. */
export function takeBetter(node: i32, other: i32): void {
  if (ldF64(other + GAIN) > ldF64(node + GAIN)) move(node + GAIN, other + GAIN, nodeBytes - GAIN);
}

/** Whether a search for a split makes sense: depth, rows and hessian allow two children. */
export function maySplit(node: i32): i32 {
  if (maxDepth > 0 && ld32(node + DEPTH) >= maxDepth) return 0;
  if (ld32(node + COUNT) < 2) return 0;
  return ldF64(node + SUM_H) < 2 * minChildWeight ? 0 : 1;
}

/** Whether the depth or the hessian sums alone keep both children of this split from splitting again. */
export function childrenEnd(node: i32): i32 {
  if (maxDepth > 0 && ld32(node + DEPTH) + 1 >= maxDepth) return 1;
  return ldF64(node + LEFT_H) < 2 * minChildWeight && ldF64(node + RIGHT_H) < 2 * minChildWeight ? 1 : 0;
}

/** Whether the split found is worth making. */
export function worthSplit(node: i32): i32 {
  const gain = ldF64(node + GAIN);
  return gain > EPS && gain >= gamma ? 1 : 0;
}

/** The two children of a split whose first `leftCount` rows go left. Returns the id of the left one; the right one is next. */
export function bear(id: i32, leftCount: i32): i32 {
  const node = nodeAt(id);
  const left = newPair(sync);
  if (left + 2 > nodeCap) return -1;
  const from = ld32(node + FROM);
  const depth = ld32(node + DEPTH) + 1;
  const path = ld32(node + PATH);
  let lowerL = ldF64(node + LOWER);
  let upperL = ldF64(node + UPPER);
  let lowerR = lowerL;
  let upperR = upperL;
  const gl = ldF64(node + LEFT_G);
  const hl = ldF64(node + LEFT_H);
  const gr = ldF64(node + RIGHT_G);
  const hr = ldF64(node + RIGHT_H);
  if (monotone != 0) {
    const direction = monotoneOf(infoOf(ld32(node + COLUMN)));
    const middle = round32((weightOf(gl, hl, lowerL, upperL) + weightOf(gr, hr, lowerL, upperL)) / 2);
    if (direction < 0) {
      lowerL = middle;
      upperR = middle;
    } else if (direction > 0) {
      upperL = middle;
      lowerR = middle;
    }
  }
  initNode(nodeAt(left), gl, hl, lowerL, upperL, depth, from, leftCount, mix(path, 1));
  initNode(nodeAt(left + 1), gr, hr, lowerR, upperR, depth, from + leftCount, ld32(node + COUNT) - leftCount, mix(path, 2));
  // XGBoost weighs the children within the parent's bounds.
  if (monotone != 0) {
    stF64(nodeAt(left) + VALUE, weightOf(gl, hl, ldF64(node + LOWER), ldF64(node + UPPER)));
    stF64(nodeAt(left + 1) + VALUE, weightOf(gr, hr, ldF64(node + LOWER), ldF64(node + UPPER)));
  }
  st32(node + LEFT, left);
  st32(node + RIGHT, left + 1);
  return left;
}

/** The features that a node may use: those of its tree and level, of which each node may draw its own part. */
export function maskOf(node: i32, thread: i32): i32 {
  const depth = ld32(node + DEPTH);
  const mask = masks + (depth < maskLevels ? depth : maskLevels - 1) * features;
  if (byNode >= 1) return mask;
  const list = featureList(thread);
  const own = nodeMask(thread);
  let count: i32 = 0;
  for (let f: i32 = 0; f < features; f++) {
    if (ld8(mask + f) == 0) continue;
    st32(list + (count << 2), f);
    count++;
  }
  let wanted = toInt(byNode * f64(count));
  if (wanted < 1) wanted = 1;
  fill0(own, features);
  const path = ld32(node + PATH);
  for (let i: i32 = 0; i < wanted && i < count; i++) {
    const j = i + toInt((f64(bits24(path, 100 + i)) / 16777216) * f64(count - i));
    const taken = ld32(list + (j << 2));
    st32(list + (j << 2), ld32(list + (i << 2)));
    st8(own + taken, 1);
  }
  return own;
}
