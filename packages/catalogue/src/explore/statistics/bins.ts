import { type Distribution, distinctOf, quantile } from './distribution.js';

/** Equal bins with round edges: bin i is [start + i·step, start + (i+1)·step), the last one closed. */
export interface Bins {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

const FACTORS = [1, 2, 2.5, 5, 10];

/**
 * Round bins, about `target` of them. Where a few far values would squeeze the rest into a corner, the bins
 * end near the 0.2 % and 99.8 % points instead, and what lies beyond belongs to the first or last bin.
 * Whole numbers get whole steps, and a bin for each where at most `each` of them are spanned.
 */
export function niceBins(distribution: Distribution, target: number, each = 0): Bins {
  const min = quantile(distribution, 0);
  const max = quantile(distribution, 1);
  if (!(max > min)) return { start: distribution.n > 0 ? min : 0, step: 1, count: 1 };
  const whole = isWhole(distribution);
  if (whole && max - min < each) return { start: min, step: 1, count: max - min + 1 };
  const [low, high] = robustRange(distribution, min, max);
  let step = niceStep((high - low) / target);
  if (whole) step = Math.max(1, step === 2.5 ? 2 : Math.round(step));
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  return { start: tidy(from * step), step: tidy(step), count: to - from };
}

/** The bin of a value; beyond either end, the nearest. */
export function binOf(bins: Bins, value: number): number {
  // Edges such as 3 × 0.1 lie a hair off the decimal that is meant.
  const bin = Math.floor((value - bins.start) / bins.step + 1e-9);
  return bin < 0 ? 0 : bin >= bins.count ? bins.count - 1 : bin;
}

/** The lower edge of a bin; `edge(bins, bins.count)` is the upper end. */
export function edge(bins: Bins, bin: number): number {
  return tidy(bins.start + bin * bins.step);
}

/** The bin of each distinct value. */
export function binCodes(bins: Bins, values: Float64Array): Int32Array {
  const codes = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) codes[i] = binOf(bins, values[i]);
  return codes;
}

function robustRange(distribution: Distribution, min: number, max: number): [low: number, high: number] {
  if (distinctOf(distribution) <= 20) return [min, max];
  const low = quantile(distribution, 0.002);
  const high = quantile(distribution, 0.998);
  const spread = high - low;
  if (!(spread > 0)) return [min, max];
  return [low - min > spread / 4 ? low : min, max - high > spread / 4 ? high : max];
}

function isWhole({ values, counts }: Distribution): boolean {
  for (let c = 0; c < counts.length; c++) if (counts[c] > 0 && !Number.isInteger(values[c])) return false;
  return true;
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  // The factor nearest in ratio.
  const factor = FACTORS.reduce((best, f) =>
    Math.abs(Math.log((f * power) / rough)) < Math.abs(Math.log((best * power) / rough)) ? f : best,
  );
  return factor * power;
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}
