import { coverageBy, type Intervals } from '@trackscope/learn';
import type { CoverageGroup } from '../workspace/format.js';

/** Groups of fewer held-out rows say too little. */
const LEAST_GROUP = 200;

/** Of every group with 200 held-out rows or more: how intervals hold and how far predictions are off. */
export function groupFigures(
  actual: Float64Array,
  predicted: Float64Array,
  intervals: Intervals,
  groups: readonly string[],
): CoverageGroup[] {
  const errors = new Map<string, { size: number; lean: number }>();
  groups.forEach((group, row) => {
    const error = predicted[row]! - actual[row]!;
    const sums = errors.get(group) ?? { size: 0, lean: 0 };
    sums.size += Math.abs(error);
    sums.lean += error;
    errors.set(group, sums);
  });
  return coverageBy(actual, intervals, groups as string[])
    .filter(({ rows }) => rows >= LEAST_GROUP)
    .map(({ group, rows, coverage, width }) => {
      const { size, lean } = errors.get(group)!;
      return { name: group, rows, coverage, width, mae: size / rows, bias: lean / rows };
    });
}

/** The band of an actual popularity. */
export function bandName(popularity: number): string {
  const band = Math.min(4, Math.floor(popularity / 20));
  return band === 4 ? '80–100' : `${band * 20}–${band * 20 + 19}`;
}

/** The size of an artist's history, by its training tracks. */
export function historyName(tracks: number): string {
  if (tracks === 0) return 'none';
  if (tracks === 1) return '1';
  if (tracks < 5) return '2–4';
  return tracks < 20 ? '5–19' : '20+';
}
