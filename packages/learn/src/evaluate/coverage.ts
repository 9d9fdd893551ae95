import type { Labels } from '../split/k-fold.js';
import { checkLists } from './check-values.js';
import { checkGroups, type Intervals, rowsByGroup } from './conformal.js';
import type { Values } from './metrics.js';
import { wilson } from './wilson.js';

/** How often intervals hold the target, ends included. */
export interface Coverage {
  readonly rows: number;
  readonly covered: number;
  /** covered / rows, with Wilson's interval: how far that may be chance. */
  readonly coverage: number;
  readonly low: number;
  readonly high: number;
  /** Mean width of the intervals, in units of the target; infinite when one of them is. */
  readonly width: number;
}

/** The coverage of one group. */
export interface GroupCoverage extends Coverage {
  readonly group: string;
}

/**
 * How often intervals hold their targets over all rows.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function coverage(actual: Values, intervals: Intervals, confidence = 0.95): Coverage {
  checkIntervals(actual, intervals);
  return coverageOf(actual, intervals, null, confidence);
}

/**
 * The coverage of every group, the least covered first: genres, bands of popularity, sizes of history. An overall
 * figure hides the groups in which intervals fail.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function coverageBy(
  actual: Values,
  intervals: Intervals,
  groups: Labels,
  confidence = 0.95,
): GroupCoverage[] {
  checkIntervals(actual, intervals);
  checkGroups(groups, actual.length);
  return [...rowsByGroup(groups)]
    .map(([group, rows]) => ({ group, ...coverageOf(actual, intervals, rows, confidence) }))
    .sort((a, b) => a.coverage - b.coverage || (a.group < b.group ? -1 : 1));
}

/** Ends may be infinite, where there were too few rows to say more. */
function checkIntervals(actual: Values, { low, high }: Intervals): void {
  const known = (ends: Float64Array) => ends.map((end) => (Number.isNaN(end) ? end : 0));
  checkLists({ actual, 'intervals.low': known(low), 'intervals.high': known(high) });
}

/** @param of rows that are looked at; null for all */
function coverageOf(
  actual: Values,
  { low, high }: Intervals,
  of: ArrayLike<number> | null,
  confidence: number,
): Coverage {
  let [covered, width] = [0, 0];
  const rows = (of ?? actual).length;
  for (let i = 0; i < rows; i++) {
    const row = of ? of[i]! : i;
    if (actual[row]! >= low[row]! && actual[row]! <= high[row]!) covered++;
    width += high[row]! - low[row]!;
  }
  const interval = wilson(covered, rows, confidence);
  return {
    rows,
    covered,
    coverage: interval.share,
    low: interval.low,
    high: interval.high,
    width: width / rows,
  };
}
