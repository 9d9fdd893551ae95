import type { Estimate } from '../profile.js';

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * A mean with its 95 % Student interval. With a single row there is no spread to judge by: both ends are the
 * value, and `n` says how little it rests on.
 *
 * @param sumOfSquares Σ (x − mean)²
 */
export function meanEstimate(mean: number, sumOfSquares: number, n: number): Estimate {
  if (n < 2) return { value: mean, low: mean, high: mean, n };
  const half = studentPoint(n - 1) * Math.sqrt(Math.max(0, sumOfSquares) / (n - 1) / n);
  return { value: mean, low: mean - half, high: mean + half, n };
}

/** A share with Wilson's 95 % score interval (Wilson 1927). With no rows: 0, from 0 to 1. */
export function shareEstimate(hits: number, n: number): Estimate {
  if (n === 0) return { value: 0, low: 0, high: 1, n };
  const p = hits / n;
  const scale = 1 + (Z * Z) / n;
  const middle = (p + (Z * Z) / (2 * n)) / scale;
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / scale;
  // At the ends the formula is exact only up to rounding.
  return {
    value: p,
    low: hits === 0 ? 0 : Math.max(0, middle - half),
    high: hits === n ? 1 : Math.min(1, middle + half),
    n,
  };
}

/** A correlation with its 95 % interval by Fisher's transformation; with fewer than four rows, −1 to 1. */
export function correlationEstimate(r: number, n: number): Estimate {
  if (n < 4) return { value: r, low: -1, high: 1, n };
  if (Math.abs(r) >= 1) return { value: r, low: r, high: r, n };
  const half = Z / Math.sqrt(n - 3);
  return { value: r, low: Math.tanh(Math.atanh(r) - half), high: Math.tanh(Math.atanh(r) + half), n };
}

/**
 * The 97.5 % point of Student's t distribution with `freedom` degrees of freedom: exact for 1 and 2, else by
 * G. W. Hill's series (CACM 1970, algorithm 396), good to five digits and better as the freedom grows.
 */
export function studentPoint(freedom: number): number {
  const tail = 0.05;
  if (freedom <= 1) return 12.706204736174694;
  if (freedom === 2) return 4.302652729749462;
  const a = 1 / (freedom - 0.5);
  const b = 48 / (a * a);
  let c = ((20700 * a) / b - 98) * a - 16;
  c = c * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * freedom;
  let y = (d * tail) ** (2 / freedom);
  if (y > 0.05 + a) {
    const x = -Z;
    y = x * x;
    const e = freedom < 5 ? c + 0.3 * (freedom - 4.5) * (x + 0.6) : c;
    const f = (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b + e;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / f - y - 3) / b + 1) * x;
    y = a * y * y;
    y = y > 0.002 ? Math.expm1(y) : 0.5 * y * y + y;
  } else {
    y =
      ((1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) *
        y -
        1) *
        ((freedom + 1) / (freedom + 2)) +
      1 / y;
  }
  return Math.sqrt(freedom * y);
}
