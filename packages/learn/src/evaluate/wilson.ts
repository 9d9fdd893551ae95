import { LearnError } from '../errors.js';

/** A share with its interval. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Quantile of the standard normal distribution, for 0 < p < 1, to nine digits (Acklam's rational approximation).
 * @throws LearnError `bad-option`
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) throw new LearnError('bad-option', `a quantile needs 0 < p < 1, found ${p}`);
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL_TOP, q) / (polynomial(TAIL_BOTTOM, q) * q + 1);
  }
  const q = p - 0.5;
  const r = q * q;
  return (polynomial(MIDDLE_TOP, r) * q) / (polynomial(MIDDLE_BOTTOM, r) * r + 1);
}

const MIDDLE_TOP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const MIDDLE_BOTTOM = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
];
const TAIL_TOP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const TAIL_BOTTOM = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416];

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => sum * x + c, 0);
}

/**
 * A share of `hits` in `rows` with Wilson's score interval (1927): it stays within 0 and 1 and holds for small counts.
 * Without rows the share is NaN and the interval 0 to 1.
 *
 * @param hits 0 to `rows`; need not be whole
 * @param confidence of the interval, between 0 and 1. Default: 0.95
 * @throws LearnError `bad-option`
 */
export function wilson(hits: number, rows: number, confidence = 0.95): ShareInterval {
  if (!(rows >= 0 && hits >= 0 && hits <= rows))
    throw new LearnError('bad-option', `a share needs 0 to ${rows} hits, found ${hits}`);
  if (rows === 0) return { share: Number.NaN, low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const share = hits / rows;
  const scale = 1 + (z * z) / rows;
  const centre = (share + (z * z) / (2 * rows)) / scale;
  const reach = (z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows))) / scale;
  return {
    share,
    low: hits === 0 ? 0 : Math.max(0, centre - reach),
    high: hits === rows ? 1 : Math.min(1, centre + reach),
  };
}
