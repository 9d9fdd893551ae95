import { LearnError } from '../errors.js';

/** A stream of random numbers, the same for the same seed on every machine. Not for secrets. */
export interface Random {
  /** 32 random bits, from 0 to 2³² − 1. */
  nextUint32(): number;
  /** A double from 0 (inclusive) to 1 (exclusive), 53 random bits. */
  next(): number;
  /** A whole number from 0 to `n` − 1, every one equally likely. `n` from 1 to 2³². */
  below(n: number): number;
  /**
   * A draw from the normal distribution with mean 0 and standard deviation 1. Engines may differ in its last digit, as
   * they do in `Math.log`.
   */
  normal(): number;
  /** The whole numbers from 0 to `n` − 1 in random order. */
  permutation(n: number): Uint32Array;
}

/**
 * A fast generator: xoshiro128** (Blackman and Vigna, 2018), its state filled by splitmix32 from `seed` and `stream`.
 * Different streams of one seed are independent, so that each tree or worker can have its own, whatever the order in
 * which they run.
 *
 * @param seed whole number from 0 to 2³² − 1
 * @param stream whole number from 0 to 2³² − 1. Default: 0
 * @throws LearnError `seed`
 */
export function createRandom(seed: number, stream = 0): Random {
  for (const value of [seed, stream]) {
    if (!(Number.isInteger(value) && value >= 0 && value <= 0xffffffff)) {
      throw new LearnError('seed', `seed must be a whole number from 0 to 4294967295, found ${value}`);
    }
  }
  const mix = splitmix32(seed);
  const base = mix();
  const streamMix = splitmix32((base ^ Math.imul(stream + 1, 0x9e3779b1)) >>> 0);
  let a = streamMix();
  let b = streamMix() ^ mix();
  let c = streamMix();
  let d = streamMix() | 1; // never all zero
  let spareNormal = Number.NaN;

  function nextUint32(): number {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  }

  function next(): number {
    const high = nextUint32() >>> 5;
    return (high * 67108864 + (nextUint32() >>> 6)) / 9007199254740992;
  }

  /** Draws beyond the last whole multiple of n are thrown away, so that no value is favoured. */
  function below(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 4294967296)) {
      throw new LearnError('random-range', `a draw needs a whole number from 1 to 2^32, found ${n}`);
    }
    const limit = 4294967296 - (4294967296 % n);
    let bits = nextUint32();
    while (bits >= limit) bits = nextUint32();
    return bits % n;
  }

  /** Marsaglia's polar method. */
  function normal(): number {
    if (!Number.isNaN(spareNormal)) {
      const kept = spareNormal;
      spareNormal = Number.NaN;
      return kept;
    }
    for (;;) {
      const u = 2 * next() - 1;
      const v = 2 * next() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spareNormal = v * scale;
        return u * scale;
      }
    }
  }

  function permutation(n: number): Uint32Array {
    const order = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      const j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  return { nextUint32, next, below, normal, permutation };
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
}
