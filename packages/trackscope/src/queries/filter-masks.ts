import { type Changes, type Condition, markEach } from './conditions.js';

/** Which conditions every listing fails: a bit for each dimension, kept from one filter to the next. */
export class FilterMasks {
  /** By listing; 0 passes everything. */
  readonly fails: Uint32Array;
  /** How often the marks changed. */
  version = 0;
  /** Listings whose marks the last change changed, some of them perhaps twice. */
  readonly changes: Changes;
  /** Dimensions gone through anew so far, for tests of what a change costs. */
  recomputed = 0;
  private readonly bits: ReadonlyMap<string, number>;
  private readonly keys = new Map<string, string>();

  /** @param dimensions at most 31 */
  constructor(listings: number, dimensions: readonly string[]) {
    this.fails = new Uint32Array(listings);
    this.changes = { rows: new Uint32Array(listings), count: 0 };
    this.bits = new Map(dimensions.map((name, i) => [name, 1 << i]));
  }

  /** Goes over to other conditions: only the dimensions that differ are gone through. */
  apply(conditions: ReadonlyMap<string, Condition>): void {
    const gone = [...this.keys.keys()].filter((name) => !conditions.has(name));
    const come = [...conditions].filter(([name, { key }]) => this.keys.get(name) !== key);
    if (gone.length + come.length === 0) return;
    this.changes.count = 0;
    for (const name of gone) {
      markEach(this.fails, this.bits.get(name)!, this.changes, () => 0);
      this.keys.delete(name);
    }
    for (const [name, condition] of come) {
      condition.mark(this.fails, this.bits.get(name)!, this.changes);
      this.keys.set(name, condition.key);
    }
    this.recomputed += gone.length + come.length;
    this.version++;
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
}
