import { LearnError } from '../errors.js';

const SIZE = 624;
const SHIFT = 397;

/**
 * numpy's legacy `RandomState(seed)`: Mersenne Twister MT19937 seeded by `init_genrand`, drawing the same numbers in
 * the same order, so that splits and searches made with scikit-learn can be repeated row for row.
 *
 * Sources: Matsumoto and Nishimura 1998 (MT19937); numpy `random/mtrand.pyx` and `src/distributions` for the order in
 * which draws are used. For work that need not match numpy, `createRandom` is faster and smaller.
 */
export class RandomState {
  readonly #key = new Uint32Array(SIZE);
  #position = SIZE;

  /**
   * @param seed whole number from 0 to 2³² − 1
   * @throws LearnError `seed`
   */
  constructor(seed: number) {
    if (!(Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff)) {
      throw new LearnError('seed', `seed must be a whole number from 0 to 4294967295, found ${seed}`);
    }
    let previous = seed >>> 0;
    this.#key[0] = previous;
    for (let i = 1; i < SIZE; i++) {
      previous = (Math.imul(1812433253, previous ^ (previous >>> 30)) + i) >>> 0;
      this.#key[i] = previous;
    }
  }

  /** The next 32 random bits, as a whole number from 0 to 2³² − 1. */
  nextUint32(): number {
    if (this.#position === SIZE) this.#refill();
    let y = this.#key[this.#position++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** `random_sample()`: a double from 0 (inclusive) to 1 (exclusive) with 53 random bits. */
  random(): number {
    const high = this.nextUint32() >>> 5;
    const low = this.nextUint32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** `uniform(low, high)`: a double from `low` (inclusive) to `high` (exclusive but for rounding). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * this.random();
  }

  /**
   * `randint(low, high)`: a whole number from `low` (inclusive) to `high` (exclusive); the range spans at most 2³².
   * @throws LearnError `random-range`
   */
  randint(low: number, high: number): number {
    const span = high - 1 - low;
    if (!(Number.isSafeInteger(low) && Number.isSafeInteger(high) && span >= 0 && span <= 0xffffffff)) {
      throw new LearnError(
        'random-range',
        `randint needs whole numbers with low < high, at most 2^32 apart; found ${low} and ${high}`,
      );
    }
    return low + this.#interval(span);
  }

  /** `permutation(n)`: the whole numbers from 0 to n − 1 in random order. */
  permutation(n: number): Uint32Array {
    if (!(Number.isInteger(n) && n >= 0 && n <= 0xffffffff)) {
      throw new LearnError('random-range', `permutation needs a whole number of rows, found ${n}`);
    }
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) order[i] = i;
    this.shuffle(order);
    return order;
  }

  /** `shuffle(x)`: reorders `items` in place. */
  shuffle(items: { [index: number]: unknown; readonly length: number }): void {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#interval(i);
      const kept = items[i];
      items[i] = items[j];
      items[j] = kept;
    }
  }

  /** A whole number from 0 to `max` inclusive: masked bits, drawn again until they fall inside. */
  #interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    let value = (this.nextUint32() & mask) >>> 0;
    while (value > max) value = (this.nextUint32() & mask) >>> 0;
    return value;
  }

  #refill(): void {
    const key = this.#key;
    for (let i = 0; i < SIZE; i++) {
      const y = (key[i] & 0x80000000) | (key[(i + 1) % SIZE] & 0x7fffffff);
      key[i] = key[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.#position = 0;
  }
}
