import { quantile } from './sound-region.js';

/** Two points nearer than this share of the span are one. */
const NEAR = 0.01;

/**
 * Values at which a curve is drawn: where the data is (quantiles) and across all of it (even steps), from 1 to 99 % of the
 * values, ascending. Few different values are all taken; whole numbers stay whole.
 *
 * @param most about how many
 */
export function curveGrid(values: ArrayLike<number>, most: number): number[] {
  const sorted = Float64Array.from(values)
    .filter((value) => Number.isFinite(value))
    .sort();
  if (sorted.length === 0) return [];
  const distinct = distinctOf(sorted, most);
  if (distinct) return distinct;
  const low = quantile(sorted, 0.01);
  const high = quantile(sorted, 0.99);
  const whole = sorted.every((value) => Number.isInteger(value));
  const half = Math.max(2, Math.ceil(most / 2));
  const shares = Array.from({ length: half }, (_, i) => i / (half - 1));
  const points = [
    ...shares.map((share) => low + share * (high - low)),
    ...shares.map((share) => quantile(sorted, 0.01 + 0.98 * share)),
  ].map((value) => (whole ? Math.round(value) : value));
  points.sort((a, b) => a - b);
  const kept: number[] = [];
  for (const point of points) {
    const last = kept[kept.length - 1];
    if (last === undefined || point - last > NEAR * (high - low)) kept.push(point);
  }
  return kept;
}

/** Index of the grid point nearest to a value; the lower of two as near. */
export function nearestPoint(grid: readonly number[], value: number): number {
  let best = 0;
  for (let i = 1; i < grid.length; i++) {
    if (Math.abs(grid[i]! - value) < Math.abs(grid[best]! - value)) best = i;
  }
  return best;
}

function distinctOf(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value !== distinct[distinct.length - 1]) distinct.push(value);
    if (distinct.length > most) return null;
  }
  return distinct;
}
