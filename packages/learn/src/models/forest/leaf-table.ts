import type { ForestTree } from './trees.js';

const LIMIT = 65_536;

/** The distinct leaf values of a forest, as float32 bits; for targets that take few values a short list. */
export class LeafTable {
  private constructor(
    readonly values: Uint32Array,
    private readonly slots: Int32Array,
  ) {}

  /** Undefined when there are more than 65,536. */
  static of(trees: readonly ForestTree[], bits: number): LeafTable | undefined {
    const values = new Uint32Array(LIMIT);
    const slots = new Int32Array(4 * LIMIT).fill(-1);
    let count = 0;
    for (const { nodes } of trees) {
      for (let at = 0; at < nodes.length; at += 2) {
        if (nodes[at + 1] >>> (bits + 2) !== 0) continue;
        const slot = slotOf(values, slots, nodes[at]);
        if (slots[slot] >= 0) continue;
        if (count === LIMIT) return undefined;
        slots[slot] = count;
        values[count++] = nodes[at];
      }
    }
    return new LeafTable(values.slice(0, count), slots);
  }

  indexOf(value: number): number {
    return this.slots[slotOf(this.values, this.slots, value)];
  }
}

/** The slot that holds a value, or the free one where it belongs. */
function slotOf(values: Uint32Array, slots: Int32Array, value: number): number {
  const last = slots.length - 1;
  let slot = (Math.imul(value, 0x9e3779b1) >>> 8) & last;
  while (slots[slot] >= 0 && values[slots[slot]] !== value) slot = (slot + 1) & last;
  return slot;
}
