import type { Condition } from './conditions.js';

/** Which conditions every listing fails: a bit for each dimension, kept from one filter to the next. */
export class FilterMasks {
  /** By listing; 0 passes everything. */
  readonly fails: Uint32Array;
  /** Dimensions gone through anew so far, for tests of what a change costs. */
  recomputed = 0;
  private readonly bits: ReadonlyMap<string, number>;
  private readonly keys = new Map<string, string>();

  /** @param dimensions at most 31 */
  constructor(listings: number, dimensions: readonly string[]) {
    this.fails = new Uint32Array(listings);
    this.bits = new Map(dimensions.map((name, i) => [name, 1 << i]));
  }

  /** Goes over to other conditions: only the dimensions that differ are gone through. */
  apply(conditions: ReadonlyMap<string, Condition>): void {
    for (const name of [...this.keys.keys()]) {
      if (conditions.has(name)) continue;
      this.clear(this.bits.get(name)!);
      this.keys.delete(name);
    }
    for (const [name, condition] of conditions) {
      if (this.keys.get(name) === condition.key) continue;
      condition.mark(this.fails, this.bits.get(name)!);
      this.recomputed++;
      this.keys.set(name, condition.key);
    }
  }

  /** What passes when the conditions on the given dimensions are left aside. */
  without(dimensions: readonly string[]): { readonly key: string; readonly keep: number } {
    let keep = -1;
    const left = new Map(this.keys);
    for (const name of dimensions) {
      if (left.delete(name)) keep &= ~this.bits.get(name)!;
    }
    return { key: JSON.stringify([...left].sort(([a], [b]) => (a < b ? -1 : 1))), keep };
  }

  private clear(bit: number): void {
    const { fails } = this;
    const others = ~bit;
    for (let row = 0; row < fails.length; row++) fails[row]! &= others;
    this.recomputed++;
  }
}
