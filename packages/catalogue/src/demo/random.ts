/** A stream of random numbers that depends on its seed alone. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform whole number below `n`. */
  below(n: number): number;
  /** Standard normal. */
  normal(): number;
  /** Whether an event of probability `p` happens. */
  chance(p: number): boolean;
  /** `x` rounded up or down, so that the mean is `x`. */
  round(x: number): number;
  pick<T>(items: readonly T[]): T;
  /** Reorders the first `n` items in place. */
  shuffle(items: Int32Array | number[], n?: number): void;
}

/** sfc32 (C. Doty-Humphrey), seeded with two numbers; 32 bits a draw, period about 2^128. */
export function createRandom(seed: number, stream = 0): Random {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = stream | 0;
  let counter = 1;
  let spare = Number.NaN;

  function bits(): number {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  }
  for (let i = 0; i < 15; i++) bits();

  function next(): number {
    return bits() / 4294967296;
  }
  function below(n: number): number {
    return Math.floor(next() * n);
  }
  /** Marsaglia's polar method. */
  function normal(): number {
    if (!Number.isNaN(spare)) {
      const z = spare;
      spare = Number.NaN;
      return z;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const s = x * x + y * y;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        spare = y * scale;
        return x * scale;
      }
    }
  }
  return {
    next,
    below,
    normal,
    chance: (p) => next() < p,
    round: (x) => Math.floor(x + next()),
    pick: (items) => items[below(items.length)]!,
    shuffle(items, n = items.length) {
      for (let i = n - 1; i > 0; i--) {
        const j = below(i + 1);
        const kept = items[i]!;
        items[i] = items[j]!;
        items[j] = kept;
      }
    },
  };
}

const STEPS = 256;
const REACH = 5;
let table: Float64Array | null = null;

/** Distribution function of the standard normal, from a table: absolute error under 1e-6. */
export function normalCdf(z: number): number {
  table ??= cdfTable();
  if (z <= -REACH) return table[0]!;
  if (z >= REACH) return table[2 * REACH * STEPS]!;
  const at = (z + REACH) * STEPS;
  const low = Math.floor(at);
  return table[low]! + (at - low) * (table[low + 1]! - table[low]!);
}

/** Simpson's rule over the density, step by step. */
function cdfTable(): Float64Array {
  const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const values = new Float64Array(2 * REACH * STEPS + 1);
  values[0] = 2.8665157187919391e-7;
  for (let i = 1; i < values.length; i++) {
    const left = -REACH + (i - 1) / STEPS;
    const middle = density(left + 0.5 / STEPS);
    values[i] = values[i - 1]! + (density(left) + 4 * middle + density(left + 1 / STEPS)) / (6 * STEPS);
  }
  return values;
}
