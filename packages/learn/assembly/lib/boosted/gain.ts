// Weights and gains of XGBoost: src/tree/param.h and split_evaluator.h.
import { pairGain, round32 } from './platform';
import { alpha, lambda, maxDelta, minChildWeight, monotone, plain } from './state';

function soft(g: f64): f64 {
  if (g > alpha) return g - alpha;
  if (g < -alpha) return g + alpha;
  return 0;
}

/** The weight of a leaf with these sums, within bounds, rounded to float32. */
export function weightOf(g: f64, h: f64, lower: f64, upper: f64): f64 {
  if (h <= 0) return 0;
  let w = -soft(g) / (h + lambda);
  if (maxDelta != 0) {
    if (w > maxDelta) w = maxDelta;
    else if (w < -maxDelta) w = -maxDelta;
  }
  w = round32(w);
  if (monotone != 0) {
    if (w < lower) return lower;
    if (w > upper) return upper;
  }
  return w;
}

/** What a leaf with these sums and this weight gains, rounded to float32. */
export function gainGiven(g: f64, h: f64, w: f64): f64 {
  if (h <= 0) return 0;
  if (maxDelta == 0 && monotone == 0) {
    const t = soft(g);
    return round32(round32(t * t) / round32(h + lambda));
  }
  return round32(-(2 * g * w + (h + lambda) * w * w + 2 * alpha * (w < 0 ? -w : w)));
}

/** Less than any gain. */
const NEVER: f64 = -1e300;

/** What the two sides gain together; NEVER when the split is not allowed. `direction` is the column's constraint. */
export function splitGain(gl: f64, hl: f64, gr: f64, hr: f64, lower: f64, upper: f64, direction: i32): f64 {
  if (!(hl > 0 && hr > 0 && hl >= minChildWeight && hr >= minChildWeight)) return NEVER;
  if (plain != 0) return pairGain(gl, hl, gr, hr, lambda);
  const wl = weightOf(gl, hl, lower, upper);
  const wr = weightOf(gr, hr, lower, upper);
  if (direction > 0 && wl > wr) return NEVER;
  if (direction < 0 && wl < wr) return NEVER;
  return round32(gainGiven(gl, hl, wl) + gainGiven(gr, hr, wr));
}
