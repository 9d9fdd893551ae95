import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';

/**
 * A 64-bit fingerprint in 16 hexadecimal digits: the same for the same bytes, and almost surely another for others. It
 * guards against mixing things up by mistake, not against forgery.
 */
export class Fingerprint {
  #low = 0x9e3779b9;
  #high = 0x85ebca6b;

  /** Takes in the bytes of an array and their number. */
  bytes(array: ArrayBufferView): this {
    const view = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    const whole = view.length - (view.length % 4);
    for (let i = 0; i < whole; i += 4) {
      this.#word(view[i] | (view[i + 1] << 8) | (view[i + 2] << 16) | (view[i + 3] << 24));
    }
    for (let i = whole; i < view.length; i++) this.#word(view[i]);
    this.#word(view.length);
    return this;
  }

  /** Takes in a text. */
  text(text: string): this {
    return this.bytes(new TextEncoder().encode(text));
  }

  /** The fingerprint of everything so far. */
  hex(): string {
    const half = (bits: number) => (bits >>> 0).toString(16).padStart(8, '0');
    return half(finish(this.#high ^ (this.#low >>> 16))) + half(finish(this.#low ^ (this.#high >>> 13)));
  }

  #word(word: number): void {
    this.#low = Math.imul(this.#low ^ word, 0x85ebca6b);
    this.#low = (this.#low << 13) | (this.#low >>> 19);
    this.#high = Math.imul(this.#high ^ word, 0x9e3779b1);
    this.#high = ((this.#high << 17) | (this.#high >>> 15)) + 0x165667b1;
  }
}

function finish(bits: number): number {
  const mixed = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  const again = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return again ^ (again >>> 16);
}

/** The fingerprint of a table: names, kinds, levels and values. */
export function fingerprintTable(data: Table): string {
  const print = new Fingerprint();
  for (const column of data.columns) {
    if (column.kind === 'numeric') print.text(`numeric ${column.name}`).bytes(column.values);
    else print.text(JSON.stringify(['coded', column.name, column.levels])).bytes(column.codes);
  }
  return print.hex();
}

/** The fingerprint of a plan's rows. */
export function fingerprintPlan(plan: SplitPlan): string {
  const print = new Fingerprint().text(`${plan.rows}`);
  for (const { train, test } of plan.folds) print.bytes(train).bytes(test);
  return print.hex();
}
