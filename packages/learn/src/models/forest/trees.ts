/** Whole numbers below 256, below 65,536, or any. */
export type LeafWeights = Uint8Array | Uint16Array | Float32Array;

/**
 * One tree in packed form, 8 bytes a node, in depth-first order: a node, its left subtree, its right subtree. Node i is
 * `nodes[2i]`, the bits of a float32 (threshold of a numeric column, level of a coded one, value of a leaf), and
 * `nodes[2i + 1]`, from the low end: the column (`featureBits` wide), 1 bit coded, 1 bit "missing goes left", and
 * above them how far behind lies the right child; 0 marks a leaf.
 *
 * Decisions on float32 values: a numeric column goes left when value < threshold; a coded column goes right on its
 * level alone; missing follows its bit.
 */
export interface ForestTree {
  readonly nodes: Uint32Array;
  /** Sum of the row weights of every leaf, in node order. The narrowest of the types that holds them all. */
  readonly leafWeights: LeafWeights;
  /** Level of the deepest leaf, the root being 0. */
  readonly depth: number;
}

/** Bits that number so many columns. */
export function bitsFor(columns: number): number {
  return Math.max(1, 32 - Math.clz32(columns - 1));
}

/** Float32 view of the same words. */
export function floatsOf(nodes: Uint32Array): Float32Array {
  return new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
}

/** A tree as it comes from growing. */
export interface GrownTree extends ForestTree {
  /** Sums of squares removed, per column, in a unit of the tree's own. */
  readonly gains: Float64Array;
  readonly path: 'wasm' | 'plain';
}

/** Leaf weights times their unit, in the narrowest type. */
export function packWeights(weights: Float32Array, unit: number): LeafWeights {
  let whole = true;
  let most = 0;
  for (let i = 0; i < weights.length; i++) {
    weights[i] *= unit;
    whole = whole && Number.isInteger(weights[i]);
    most = Math.max(most, weights[i]);
  }
  if (!whole || most >= 65_536) return weights;
  return most < 256 ? new Uint8Array(weights) : new Uint16Array(weights);
}
