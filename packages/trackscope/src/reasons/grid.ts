import { ascendingOrder } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
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
  const finite = Float64Array.from(values).filter(Number.isFinite);
  const sorted = pick(finite, ascendingOrder(finite));
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

/** Index of the point of an ascending grid that is nearest to a value; the lower of two as near. */
export function nearestPoint(grid: readonly number[], value: number): number {
  let low = 0;
  let high = grid.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (Math.abs(grid[middle + 1]! - value) < Math.abs(grid[middle]! - value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function distinctOf(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value !== distinct[distinct.length - 1]) distinct.push(value);
    if (distinct.length > most) return null;
  }
  return distinct;
}
