import { NONE, Plan } from './plan';

// A node is two words: the float32 threshold (level of a coded column, value of a leaf), and the packed word
//   offset of the right child | missing goes left | coded | column      (offset 0: a leaf)
// The left child follows its parent at once.

let nodeCount: u32 = 0;
let leafCount: u32 = 0;
let deepest: u32 = 0;

export function beginTree(): void {
  nodeCount = 0;
  leafCount = 0;
  deepest = 0;
}

export function endTree(plan: Plan): u32 {
  plan.nodeCount = nodeCount;
  plan.leafCount = leafCount;
  plan.depth = deepest;
  return nodeCount;
}

/** Settles the thresholds. */
export function settleThresholds(plan: Plan): void {
  const mask: u32 = (<u32>1 << plan.featureBits) - 1;
  for (let node: u32 = 0; node < nodeCount; node++) {
    const at = plan.nodes + (<usize>node << 3);
    const word = load<u32>(at, 4);
    if (word >>> (plan.featureBits + 2) == 0) continue;
    const rows = plan.splitRows + (<usize>node << 3);
    const values = plan.values + (<usize>((word & mask) * plan.rows) << 2);
    const low = load<u32>(rows);
    let threshold: f32 = -Infinity;
    if (low != NONE) {
      threshold = load<f32>(values + (<usize>low << 2));
      if (((word >>> plan.featureBits) & 1) == 0) {
        threshold = thresholdBetween(threshold, load<f32>(values + (<usize>load<u32>(rows, 4) << 2)));
      }
    }
    store<f32>(at, threshold);
  }
}

@inline
function linkToParent(plan: Plan, parent: u32): void {
  if (parent != NONE) {
    const at = plan.nodes + (<usize>parent << 3) + 4;
    store<u32>(at, load<u32>(at) | ((nodeCount - parent) << (plan.featureBits + 2)));
  }
}

export function emitLeaf(plan: Plan, parent: u32, depth: u32, value: f64, weight: f64): void {
  linkToParent(plan, parent);
  const at = plan.nodes + (<usize>nodeCount << 3);
  store<f32>(at, <f32>(value * load<f64>(plan.back) + load<f64>(plan.back, 8)));
  store<u32>(at, 0, 4);
  store<f32>(plan.leafWeights + (<usize>leafCount << 2), <f32>weight);
  nodeCount++;
  leafCount++;
  if (depth > deepest) deepest = depth;
}

/**
 * The new node's position. Its threshold is settled at the end of the tree from two rows, the last on the left and the
 * first on the right (coded: a row of the level, twice): value lookups miss the cache, so they are made all at once.
 * `low` NONE: missing values alone go left.
 */
export function emitSplit(plan: Plan, parent: u32, column: u32, coded: u32, low: u32, high: u32, missingLeft: u32): u32 {
  linkToParent(plan, parent);
  const at = plan.nodes + (<usize>nodeCount << 3);
  const rows = plan.splitRows + (<usize>nodeCount << 3);
  store<u32>(rows, low);
  store<u32>(rows, high, 4);
  store<u32>(at, column | (coded << plan.featureBits) | (missingLeft << (plan.featureBits + 1)), 4);
  return nodeCount++;
}

@inline
function nextUp(value: f32): f32 {
  const bits = reinterpret<i32>(value);
  if (value == 0) return reinterpret<f32>(1);
  return reinterpret<f32>(bits > 0 ? bits + 1 : bits - 1);
}

/** The least float32 above the midpoint of low and high, so that `v < threshold` is scikit-learn's `v <= midpoint`. */
function thresholdBetween(low: f32, high: f32): f32 {
  const middle = <f64>low / 2 + <f64>high / 2;
  if (!(middle < <f64>high)) return high;
  const near = <f32>middle;
  return <f64>near > middle ? near : nextUp(near);
}
