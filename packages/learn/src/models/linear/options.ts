import { LearnError } from '../../errors.js';

/** Settings of the linear model. */
export interface LinearOptions {
  /**
   * Penalty on the sum of squared coefficients, added to the (weighted) sum of squared errors as in scikit-learn's
   * `Ridge(alpha)`. The intercept is free. 0 or more. Default: 0, ordinary least squares.
   */
  readonly ridge: number;
  /**
   * Whether the penalty sees numeric columns in standard deviations of the training rows (true) or in their own units
   * (false). Without a penalty the predictions are the same. Default: true.
   */
  readonly standardise: boolean;
}

/** Ordinary least squares. */
export const linearDefaults: LinearOptions = { ridge: 0, standardise: true };

/**
 * The given options over the defaults.
 * @throws LearnError `bad-option` for an unknown name or a value out of range
 */
export function linearOptions(given: Partial<LinearOptions> = {}): LinearOptions {
  for (const name of Object.keys(given)) {
    if (!(name in linearDefaults)) {
      throw new LearnError(
        'bad-option',
        `linear has no option "${name}"; it has ${Object.keys(linearDefaults).join(', ')}`,
      );
    }
  }
  const ridge = given.ridge ?? linearDefaults.ridge;
  const standardise = given.standardise ?? linearDefaults.standardise;
  if (!(ridge >= 0 && ridge < Number.POSITIVE_INFINITY)) {
    throw new LearnError('bad-option', `ridge must be a finite number of 0 or more, found ${ridge}`);
  }
  if (typeof standardise !== 'boolean') {
    throw new LearnError('bad-option', `standardise must be true or false, found ${standardise}`);
  }
  return { ridge, standardise };
}
