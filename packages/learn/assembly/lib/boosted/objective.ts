// First and second derivatives of the losses, as XGBoost has them: computed, then rounded to float32.
import { ldF32, pow2, round32, sqrt64, stF32, toInt } from './platform';
import { gh, labels, objective, objectiveParam, pred, weights } from './state';

export const SQUARED: i32 = 0;
export const ABSOLUTE: i32 = 1;
export const QUANTILE: i32 = 2;
export const HUBER: i32 = 3;
export const LOGISTIC: i32 = 4;
export const POISSON: i32 = 5;
export const TWEEDIE: i32 = 6;

/** e^x, to the last bits of float64: the same in every engine. */
export function exp(x: f64): f64 {
  if (x > 709.0) x = 709.0;
  if (x < -708.0) return 0;
  const k = toInt(x * 1.4426950408889634 + (x < 0 ? -0.5 : 0.5));
  const r = x - f64(k) * 0.6931471803691238 - f64(k) * 1.9082149292705877e-10;
  let term: f64 = 1;
  let sum: f64 = 1;
  for (let i: i32 = 1; i < 16; i++) {
    term = (term * r) / f64(i);
    sum += term;
  }
  return sum * pow2(k);
}

/** Writes g and h of one row. */
export function derive(row: i32): void {
  const p = ldF32(pred + (row << 2));
  const y = ldF32(labels + (row << 2));
  const w = weights == 0 ? 1 : ldF32(weights + (row << 2));
  let g: f64 = 0;
  let h: f64 = 1;
  if (objective == SQUARED) g = round32(p - y);
  else if (objective == ABSOLUTE) g = p > y ? 1 : p < y ? -1 : 0;
  else if (objective == QUANTILE) g = p >= y ? 1 - objectiveParam : -objectiveParam;
  else if (objective == HUBER) {
    const z = p - y;
    const s = objectiveParam * objectiveParam;
    const root = sqrt64(1 + (z * z) / s);
    g = z / root;
    h = s / ((s + z * z) * root);
  } else if (objective == LOGISTIC) {
    const q = round32(1 / (1 + exp(-p)));
    g = q - y;
    h = q * (1 - q);
    if (h < 1e-16) h = 1e-16;
  } else if (objective == POISSON) {
    const q = exp(p);
    g = q - y;
    h = exp(p + 0.7);
  } else {
    const a = exp((1 - objectiveParam) * p);
    const b = exp((2 - objectiveParam) * p);
    g = b - y * a;
    h = (2 - objectiveParam) * b - y * (1 - objectiveParam) * a;
  }
  const at = gh + (row << 3);
  stF32(at, round32(g) * w);
  stF32(at + 4, round32(h) * w);
}
