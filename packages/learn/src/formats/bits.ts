import { LearnError } from '../errors.js';

/** Bits needed to tell `count` things apart. */
export function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}

/** Writes numbers of up to 32 bits one after the other, lowest bit first. */
export class BitWriter {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bits: number) {
    this.bytes = new Uint8Array(Math.ceil(bits / 8));
  }

  put(value: number, bits: number): void {
    for (let bit = 0; bit < bits; bit++, this.at++) {
      if ((value >>> bit) & 1) this.bytes[this.at >> 3]! |= 1 << (this.at & 7);
    }
  }

  done(): Uint8Array {
    return this.bytes;
  }
}

/** Reads what a {@link BitWriter} wrote. */
export class BitReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  /** @throws LearnError `bad-model` at the end of the bytes */
  take(bits: number): number {
    if (this.at + bits > this.bytes.length * 8) {
      throw new LearnError('bad-model', 'the compact model ends early');
    }
    let value = 0;
    for (let bit = 0; bit < bits; bit++, this.at++) {
      if ((this.bytes[this.at >> 3]! >>> (this.at & 7)) & 1) value |= 1 << bit;
    }
    return value >>> 0;
  }

  /** Whole bytes that were not begun. */
  get left(): number {
    return this.bytes.length - Math.ceil(this.at / 8);
  }
}
