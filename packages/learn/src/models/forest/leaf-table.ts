import type { ForestTree } from './trees.js';

/** Index that stands for a value beyond the table. */
export const BEYOND = 0xffff;

/**
 * The first 65,535 distinct leaf values of a forest, as float32 bits: pure leaves repeat the target's few values, so that
 * most leaves are found here.
 */
export class LeafTable {
  private constructor(
    readonly values: Uint32Array,
    /** Leaves whose value is not listed. */
    readonly beyond: number,
    private readonly slots: Int32Array,
  ) {}

  static of(trees: readonly ForestTree[], bits: number): LeafTable {
    const values = new Uint32Array(BEYOND);
    const slots = new Int32Array(4 * 65_536).fill(-1);
    let count = 0;
    let beyond = 0;
    for (const { nodes } of trees) {
      for (let at = 0; at < nodes.length; at += 2) {
        if (nodes[at + 1] >>> (bits + 2) !== 0) continue;
        const slot = slotOf(values, slots, nodes[at]);
        if (slots[slot] >= 0) continue;
        if (count === BEYOND) beyond++;
        else {
          slots[slot] = count;
          values[count++] = nodes[at];
        }
      }
    }
    return new LeafTable(values.slice(0, count), beyond, slots);
  }

  /** Where a value stands in the table; BEYOND when it does not. */
  indexOf(value: number): number {
    const at = this.slots[slotOf(this.values, this.slots, value)];
    return at < 0 ? BEYOND : at;
  }
}

/** The slot that holds a value, or the free one where it belongs. */
function slotOf(values: Uint32Array, slots: Int32Array, value: number): number {
  const last = slots.length - 1;
  let slot = (Math.imul(value, 0x9e3779b1) >>> 8) & last;
  while (slots[slot] >= 0 && values[slots[slot]] !== value) slot = (slot + 1) & last;
  return slot;
}
