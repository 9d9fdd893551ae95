// Histogram gradient boosting: see lib/boosted/rounds.ts.
// twin: plain JavaScript from this source
import { derive } from './lib/boosted/objective';
import { round as oneRound } from './lib/boosted/rounds';
import { setSeed, setup as readPlan } from './lib/boosted/state';

/** Reads the plan of a fit. */
export function setup(plan: i32): void {
  readPlan(plan);
}

/** One round with all threads; the seed must be the same in all. */
export function round(thread: i32, seed: i32): i32 {
  setSeed(seed);
  return oneRound(thread);
}

/** Derivatives of one row at its present prediction. */
export function deriveRow(row: i32): void {
  derive(row);
}
