import { checkLists } from './check-values.js';
import { ascendingOrder } from './order.js';

/** Numbers by row. */
export type Values = ArrayLike<number>;

/** How far predictions lie from the truth. */
export interface Metrics {
  /** Rows compared, 1 or more. */
  readonly rows: number;
  /** Mean absolute error, in units of the target. */
  readonly mae: number;
  /** Root of the mean squared error, in units of the target. */
  readonly rmse: number;
  /** Share of variance explained; see {@link r2}. */
  readonly r2: number;
}

/**
 * MAE, RMSE and R² together.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function metrics(actual: Values, predicted: Values): Metrics {
  checkLists({ actual, predicted });
  return {
    rows: actual.length,
    mae: meanAbsolute(actual, predicted),
    rmse: Math.sqrt(squares(actual, predicted) / actual.length),
    r2: shareExplained(actual, predicted),
  };
}

/**
 * Mean absolute error: the mean of |actual − predicted|, 0 or more, in units of the target.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function mae(actual: Values, predicted: Values): number {
  checkLists({ actual, predicted });
  return meanAbsolute(actual, predicted);
}

/**
 * Root mean squared error: √(mean of (actual − predicted)²), 0 or more, in units of the target.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function rmse(actual: Values, predicted: Values): number {
  checkLists({ actual, predicted });
  return Math.sqrt(squares(actual, predicted) / actual.length);
}

/**
 * Coefficient of determination: 1 − Σ(actual − predicted)² / Σ(actual − mean of actual)². At most 1; 0 is as good as
 * always saying the mean; below 0 is worse than that. As scikit-learn's `r2_score`: when every actual value is the
 * same it is 1 for exact predictions and 0 otherwise, and with fewer than two rows it is NaN, being undefined.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function r2(actual: Values, predicted: Values): number {
  checkLists({ actual, predicted });
  return shareExplained(actual, predicted);
}

/**
 * Pearson's correlation of two variables, −1 to 1; NaN when one of them is constant.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function pearson(first: Values, second: Values): number {
  checkLists({ first, second });
  return correlation(first, second);
}

/**
 * Spearman's rank correlation, −1 to 1: Pearson's correlation of ranks, equal values sharing the mean of their ranks;
 * NaN when one of the variables is constant.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function spearman(first: Values, second: Values): number {
  checkLists({ first, second });
  return correlation(averageRanks(first), averageRanks(second));
}

/**
 * The rank of each value counted from 1, equal values sharing the mean of their ranks. NaN must not occur.
 * @param order rows by ascending value. Default: found.
 */
export function averageRanks(values: Values, order = ascendingOrder(values)): Float64Array {
  const n = values.length;
  const ranks = new Float64Array(n);
  for (let start = 0; start < n; ) {
    let end = start + 1;
    while (end < n && values[order[end]] === values[order[start]]) end++;
    const shared = (start + 1 + end) / 2;
    for (let i = start; i < end; i++) ranks[order[i]] = shared;
    start = end;
  }
  return ranks;
}

function meanAbsolute(actual: Values, predicted: Values): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += Math.abs(actual[i] - predicted[i]);
  return sum / actual.length;
}

function squares(actual: Values, predicted: Values): number {
  let sum = 0;
  for (let i = 0; i < actual.length; i++) sum += (actual[i] - predicted[i]) ** 2;
  return sum;
}

function shareExplained(actual: Values, predicted: Values): number {
  if (actual.length < 2) return Number.NaN;
  const unexplained = squares(actual, predicted);
  // Asked of the values, not of the total: the mean of equal values may be rounded.
  if (isConstant(actual)) return unexplained === 0 ? 1 : 0;
  const mean = meanOf(actual);
  let total = 0;
  for (let i = 0; i < actual.length; i++) total += (actual[i] - mean) ** 2;
  return 1 - unexplained / total;
}

function correlation(first: Values, second: Values): number {
  if (isConstant(first) || isConstant(second)) return Number.NaN;
  const firstMean = meanOf(first);
  const secondMean = meanOf(second);
  let firstSquares = 0;
  let secondSquares = 0;
  let products = 0;
  for (let i = 0; i < first.length; i++) {
    const a = first[i] - firstMean;
    const b = second[i] - secondMean;
    firstSquares += a * a;
    secondSquares += b * b;
    products += a * b;
  }
  // Rounding can carry the quotient of a perfect correlation a hair past 1.
  return Math.max(-1, Math.min(1, products / (Math.sqrt(firstSquares) * Math.sqrt(secondSquares))));
}

function isConstant(values: Values): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}

function meanOf(values: Values): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
