import { LearnError } from '../errors.js';
import { createRandom } from '../random/random.js';
import { RandomState } from '../random/random-state.js';
import type { SplitPlan } from './plan.js';

/** Settings of a single split. */
export interface TrainTestOptions {
  /** Share of rows held out, above 0 and below 1; ⌈share × rows⌉ are. Default: 0.2. */
  readonly testShare?: number;
  /** Whole number from 0 to 2³² − 1. Default: 0. */
  readonly seed?: number;
  /**
   * True to hold out the same rows, in the same order, as scikit-learn's `train_test_split(test_size, random_state)`.
   * Default: false.
   */
  readonly numpy?: boolean;
}

/**
 * One random split of `rows` rows.
 * @throws LearnError `split-rows`, `split-share` or `seed`
 */
export function trainTest(rows: number, options: TrainTestOptions = {}): SplitPlan {
  const { testShare = 0.2, seed = 0, numpy = false } = options;
  if (!(testShare > 0 && testShare < 1)) {
    throw new LearnError('split-share', `testShare must be above 0 and below 1, found ${testShare}`);
  }
  const held = Math.ceil(testShare * rows);
  if (!(Number.isInteger(rows) && held >= 1 && rows - held >= 1)) {
    throw new LearnError(
      'split-rows',
      `a split needs a row on each side; ${rows} rows with testShare ${testShare} leave one side empty`,
    );
  }
  const order = numpy ? new RandomState(seed).permutation(rows) : createRandom(seed).permutation(rows);
  const fold = { train: order.slice(held), test: order.slice(0, held) };
  return { kind: 'train-test', rows, groups: 0, seed, folds: [fold] };
}
