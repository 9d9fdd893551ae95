import type { Schema } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { SlotPlan, type Slots } from './slots.js';

/**
 * An ensemble laid out for walking without branches: siblings side by side, two words a node. First word: slot << childBits | first child (counted from the root). Second word, a float32: what the slot's value
 * is compared with; at a leaf, which points at itself through slot 0 (NaN), the leaf's value.
 */
export interface Layout {
  readonly slots: Slots;
  readonly trees: number;
  readonly childBits: number;
  /** Two words a node. */
  readonly nodes: Uint32Array;
  /** First node of each tree. */
  readonly starts: Uint32Array;
  /** Steps from the root to the deepest leaf, by tree. */
  readonly steps: Uint32Array;
  readonly base: number;
}

const CLUSTER_LEVELS = 3;

/**
 * The order of a tree's nodes: siblings side by side, and pairs in clusters of up to three levels (112 bytes, so that
 * three steps share two cache lines), the heavier branches of a cluster right behind it.
 */
class Order {
  /** Node of the ensemble at each place. */
  readonly node: Int32Array;
  /** Place of the first child, by place; 0 at a leaf. */
  readonly child: Int32Array;
  /** Depth, by place. */
  private readonly depth: Int32Array;
  private readonly pending: number[] = [];
  length = 0;
  steps = 0;

  constructor(
    private readonly ensemble: TreeEnsemble,
    largest: number,
  ) {
    this.node = new Int32Array(largest);
    this.child = new Int32Array(largest);
    this.depth = new Int32Array(largest);
  }

  /** Orders one tree. */
  of(root: number): void {
    const { ensemble, node, pending } = this;
    node[0] = root;
    this.child[0] = 0;
    this.depth[0] = 0;
    this.length = 1;
    this.steps = 0;
    if (ensemble.left[root]! >= 0) pending.push(0);
    while (pending.length > 0) this.cluster(pending.pop()!);
  }

  private pair(place: number): void {
    const { left, right, defaultLeft } = this.ensemble;
    const parent = this.node[place]!;
    const mirrored = defaultLeft[parent] === 0;
    const depth = this.depth[place]! + 1;
    const first = this.length;
    this.child[place] = first;
    this.node[first] = mirrored ? right[parent]! : left[parent]!;
    this.node[first + 1] = mirrored ? left[parent]! : right[parent]!;
    this.child[first] = 0;
    this.child[first + 1] = 0;
    this.depth[first] = depth;
    this.depth[first + 1] = depth;
    this.length += 2;
    if (depth > this.steps) this.steps = depth;
  }

  private cluster(place: number): void {
    const { left, cover } = this.ensemble;
    let level = [place];
    for (let depth = 0; depth < CLUSTER_LEVELS && level.length > 0; depth++) {
      const next: number[] = [];
      for (const p of level) {
        this.pair(p);
        const first = this.child[p]!;
        if (left[this.node[first]!]! >= 0) next.push(first);
        if (left[this.node[first + 1]!]! >= 0) next.push(first + 1);
      }
      level = next;
    }
    // the last pushed comes first
    level.sort((a, b) => cover[this.node[a]!]! - cover[this.node[b]!]!);
    for (const p of level) this.pending.push(p);
  }
}

/** Lays a valid ensemble out; undefined when it does not fit the form (thousands of different sets, giant trees). */
export function layOut(ensemble: TreeEnsemble, schema: Schema): Layout | undefined {
  const plan = SlotPlan.of(ensemble, schema);
  if (!plan) return undefined;
  const { treeStarts, left, value } = ensemble;
  const trees = treeStarts.length - 1;
  const childBits = Math.min(31, Math.clz32(plan.slots.count - 1));
  let largest = 1;
  for (let t = 0; t < trees; t++) largest = Math.max(largest, treeStarts[t + 1]! - treeStarts[t]!);
  if (largest > 2 ** childBits) return undefined;
  const order = new Order(ensemble, largest);
  const starts = new Uint32Array(trees);
  const steps = new Uint32Array(trees);
  const nodes = new Uint32Array(ensemble.feature.length * 2);
  const floats = new Float32Array(nodes.buffer);
  let next = 0;
  for (let t = 0; t < trees; t++) {
    starts[t] = next;
    order.of(treeStarts[t]!);
    steps[t] = order.steps;
    for (let i = 0; i < order.length; i++, next++) {
      const node = order.node[i]!;
      if (left[node]! < 0) {
        nodes[2 * next] = i;
        floats[2 * next + 1] = value[node]!;
        continue;
      }
      const split = plan.split(node);
      nodes[2 * next] = ((split.slot << childBits) | order.child[i]!) >>> 0;
      floats[2 * next + 1] = split.bound;
    }
  }
  return {
    slots: plan.slots,
    trees,
    childBits,
    nodes: next * 2 < nodes.length ? nodes.slice(0, next * 2) : nodes,
    starts,
    steps,
    base: ensemble.base,
  };
}
