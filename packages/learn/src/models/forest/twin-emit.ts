/** The tree being written by the twin; words as in trees.ts. */
export interface TwinTree {
  readonly words: Uint32Array;
  readonly leafWeights: Float32Array;
  readonly gains: Float64Array;
  readonly featureBits: number;
  readonly scale: number;
  readonly centre: number;
  nodeCount: number;
  leafCount: number;
  depth: number;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function floatBits(value: number): number {
  float[0] = value;
  return bits[0];
}

function link(tree: TwinTree, parent: number): void {
  if (parent >= 0) tree.words[2 * parent + 1] |= (tree.nodeCount - parent) << (tree.featureBits + 2);
}

export function emitLeaf(tree: TwinTree, parent: number, depth: number, value: number, weight: number): void {
  link(tree, parent);
  tree.words[2 * tree.nodeCount] = floatBits(value * tree.scale + tree.centre);
  tree.words[2 * tree.nodeCount + 1] = 0;
  tree.leafWeights[tree.leafCount++] = weight;
  tree.nodeCount++;
  tree.depth = Math.max(tree.depth, depth);
}

/** The new node's position. */
export function emitSplit(
  tree: TwinTree,
  parent: number,
  column: number,
  coded: number,
  threshold: number,
  missingLeft: number,
): number {
  link(tree, parent);
  tree.words[2 * tree.nodeCount] = floatBits(threshold);
  tree.words[2 * tree.nodeCount + 1] =
    column | (coded << tree.featureBits) | (missingLeft << (tree.featureBits + 1));
  return tree.nodeCount++;
}

/**
 * The least float32 above the midpoint of low and high (both float32, low < high): `value < threshold` is then
 * scikit-learn's `value <= midpoint` for every float32, and low goes left, high right.
 */
export function thresholdBetween(low: number, high: number): number {
  const middle = low / 2 + high / 2;
  if (!(middle < high)) return high;
  float[0] = middle;
  if (float[0] > middle) return float[0];
  if (float[0] === 0) bits[0] = 1;
  else bits[0] += bits[0] > 0 ? 1 : -1;
  return float[0];
}
