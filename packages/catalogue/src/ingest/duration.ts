import type { DurationUnit } from './match.js';

/** What one unit is in minutes, as a divisor, so that milliseconds are divided by 60,000 exactly. */
export const PER_MINUTE = { ms: 60_000, s: 60, min: 1 } as const;

/**
 * The unit of a duration column whose name does not tell, from the median of the whole column: up to 30 it
 * is minutes, up to 5,000 seconds (83 minutes), above that milliseconds.
 */
export function durationUnitOf(median: number | null): Exclude<DurationUnit, 'unknown'> {
  if (median === null || median <= 30) return 'min';
  return median <= 5000 ? 's' : 'ms';
}
