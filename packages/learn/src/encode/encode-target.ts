import { LearnError } from '../errors.js';
import { kFold } from '../split/k-fold.js';
import { checkPlan, type SplitPlan } from '../split/plan.js';
import { type Categories, encoderOf, type TargetEncoder } from './target-encoder.js';

/** Settings of target encoding. */
export interface TargetEncodingOptions {
  /** Rows' worth of the overall mean mixed into every category, 0 or more. Default: 10. */
  readonly smoothing?: number;
  /**
   * Which rows must not see each other's targets; every row held out once. Default: {@link kFold} with `folds` and
   * `seed`. Give the plan of `groupKFold` when what is predicted later belongs to groups not seen before.
   */
  readonly plan?: SplitPlan;
  /** Folds of the default plan, 2 or more. Default: 5. */
  readonly folds?: number;
  /** Seed of the default plan. Default: 0. */
  readonly seed?: number;
}

/** Encoded training rows, and the encoder for rows to come. */
export interface TargetEncoding {
  /** The value of each training row, from the targets of other folds alone. */
  readonly values: Float64Array;
  /** Rows of the same category in the other folds. */
  readonly counts: Float64Array;
  /** Fitted on all rows: for rows that are not among them. */
  readonly encoder: TargetEncoder;
}

/**
 * Replaces categories by the smoothed mean of their target. A training row gets the mean over the other folds, so
 * that no row's value has seen its own target; a model trained on the encoder's values instead would trust them too
 * much. With the same folds the values are those of scikit-learn's `TargetEncoder(smooth)`.
 *
 * @throws LearnError `target-length`, `target-value`, `encode-smoothing`, `split-folds`, or `bad-plan`
 */
export function encodeTarget(
  categories: Categories,
  target: ArrayLike<number>,
  options: TargetEncodingOptions = {},
): TargetEncoding {
  const { smoothing = 10, folds = 5, seed = 0 } = options;
  const rows = categories.codes.length;
  checkTarget(target, rows);
  if (!(smoothing >= 0 && smoothing < Number.POSITIVE_INFINITY)) {
    throw new LearnError(
      'encode-smoothing',
      `smoothing must be a finite number of 0 or more, found ${smoothing}`,
    );
  }
  const plan = options.plan ?? kFold(rows, { folds, seed });
  if (plan.rows !== rows) {
    throw new LearnError('bad-plan', `the split plan is for ${plan.rows} rows, the categories have ${rows}`);
  }
  if (options.plan) checkPlan(plan, { everyRowOnce: true });

  const values = new Float64Array(rows);
  const counts = new Float64Array(rows);
  for (const { train, test } of plan.folds) {
    const encoder = fitRows(categories, target, train, smoothing);
    const { codes, levels } = categories;
    for (const row of test) {
      const known = codes[row] < levels.length;
      values[row] = known ? encoder.values[codes[row]] : encoder.mean;
      counts[row] = known ? encoder.counts[codes[row]] : 0;
    }
  }
  const every = Uint32Array.from({ length: rows }, (_, row) => row);
  return { values, counts, encoder: fitRows(categories, target, every, smoothing) };
}

function fitRows(
  { codes, levels }: Categories,
  target: ArrayLike<number>,
  rows: Uint32Array,
  smoothing: number,
): TargetEncoder {
  const sums = new Float64Array(levels.length);
  const counts = new Float64Array(levels.length);
  let total = 0;
  for (const row of rows) {
    total += target[row];
    if (codes[row] >= levels.length) continue;
    sums[codes[row]] += target[row];
    counts[codes[row]]++;
  }
  return encoderOf(levels, sums, counts, total / rows.length, smoothing);
}

function checkTarget(target: ArrayLike<number>, rows: number): void {
  if (target.length !== rows) {
    throw new LearnError(
      'target-length',
      `the target must have one value a row: expected ${rows}, found ${target.length}`,
    );
  }
  for (let row = 0; row < rows; row++) {
    if (!Number.isFinite(target[row])) {
      throw new LearnError(
        'target-value',
        `the target has ${target[row]} in row ${row} (counting from 0), expected a finite number`,
      );
    }
  }
}
