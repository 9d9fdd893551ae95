import { LearnError } from '../errors.js';
import { checkChances } from './bar.js';
import type { Values } from './metrics.js';
import { ascendingOrder } from './order.js';
import { type ShareInterval, wilson } from './wilson.js';

/** Rows of about one probability, and what became of them. `share`, `low`, `high`: how many hit, with Wilson's interval. */
export interface CalibrationBin extends ShareInterval {
  /** Least, mean and greatest probability of the bin. */
  readonly from: number;
  readonly mean: number;
  readonly to: number;
  readonly rows: number;
}

/** How {@link calibrationCurve} bins. */
export interface CalibrationOptions {
  /** Most bins, 1 or more. Default: 10. */
  readonly bins?: number;
  /** Of about equally many rows, or of equal width. Default: `rows`. */
  readonly by?: 'rows' | 'width';
  /** Confidence of the intervals, between 0 and 1. Default: 0.95. */
  readonly confidence?: number;
}

/**
 * Calibration curve: of rows with about this probability, how many hit. Well calibrated is on the diagonal, within the
 * intervals. Rows of equal probability are never divided; bins without rows are left out.
 *
 * @returns bins in ascending order
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value` or `bad-option`
 */
export function calibrationCurve(
  hits: Values,
  probabilities: Values,
  options: CalibrationOptions = {},
): CalibrationBin[] {
  const { bins = 10, by = 'rows', confidence = 0.95 } = options;
  if (!(Number.isInteger(bins) && bins >= 1))
    throw new LearnError('bad-option', `bins must be a whole number from 1, found ${bins}`);
  checkChances(hits, probabilities);
  const order = ascendingOrder(probabilities);
  const binOf = (i: number) =>
    by === 'rows'
      ? Math.floor((i * bins) / order.length)
      : Math.min(bins - 1, Math.floor(probabilities[order[i]!]! * bins));
  const made: CalibrationBin[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const same = (i: number) => probabilities[order[i]!] === probabilities[order[i - 1]!];
    while (end < order.length && (binOf(end) === binOf(start) || same(end))) end++;
    let [sum, hit] = [0, 0];
    for (let i = start; i < end; i++) {
      sum += probabilities[order[i]!]!;
      hit += hits[order[i]!]!;
    }
    const rows = end - start;
    const [from, to] = [probabilities[order[start]!]!, probabilities[order[end - 1]!]!];
    made.push({ from, mean: sum / rows, to, rows, ...wilson(hit, rows, confidence) });
    start = end;
  }
  return made;
}
