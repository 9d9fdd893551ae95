import { CODES } from './space.js';

/** The mean of several curves, bin by bin. */
export function meanCurve(curves: readonly Float64Array[]): Float64Array {
  if (curves.length === 1) return curves[0]!;
  const out = new Float64Array(curves[0]!.length);
  for (const curve of curves) for (let b = 0; b < out.length; b++) out[b]! += curve[b]!;
  return out.map((sum) => sum / curves.length);
}

/** The values of some rows, in float64. */
export function pick(values: ArrayLike<number>, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < out.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

/** Weights of mean 1. */
export function scaled(weights: Float64Array): Float64Array {
  const mean = meanOf(weights, undefined);
  return weights.map((weight) => weight / mean);
}

/** The weighted mean, exact when all values are the same. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  const origin = values[0]!;
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1;
    sum += w * (values[i]! - origin);
    total += w;
  }
  return total > 0 ? origin + sum / total : origin;
}

/** The weight of every bin; rows, without weights. */
export function weigh(bins: Uint8Array, weights: Float64Array | undefined): Float64Array {
  const out = new Float64Array(CODES);
  if (weights) for (let i = 0; i < bins.length; i++) out[bins[i]!]! += weights[i]!;
  else for (let i = 0; i < bins.length; i++) out[bins[i]!]!++;
  return out;
}
