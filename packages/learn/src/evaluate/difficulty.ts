import { LearnError } from '../errors.js';
import { boosted } from '../models/boosted/boosted.js';
import type { BoostedModel } from '../models/boosted/model.js';
import type { BoostedOptions } from '../models/boosted/options.js';
import type { FitRun } from '../models/contract.js';
import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';
import { checkLists } from './check-values.js';
import { crossValidate } from './cross-validate.js';
import type { Values } from './metrics.js';

/** Settings of a {@link fitDifficulty}. */
export interface DifficultyOptions {
  /** How the small model of |residual| is fitted. Default: 60 trees of depth 4, learning rate 0.1, 50 rows a leaf. */
  readonly model?: Partial<BoostedOptions>;
  /** Added to every estimate, as a share of the mean |residual|, above 0, so that none is near 0. Default: 0.1. */
  readonly floor?: number;
}

/** How large the error of a prediction is likely to be. */
export interface Difficulty {
  /** Estimate for every row of the fit by a model that had not seen it: calibrate with this. */
  readonly outOfFold: Float64Array;
  /** Estimates for other rows, above 0, in units of the target. */
  sigma(data: Table): Float64Array;
  toJSON(): unknown;
}

/** @see DifficultyOptions.model */
const SMALL: Partial<BoostedOptions> = {
  nEstimators: 60,
  maxDepth: 4,
  learningRate: 0.1,
  minChildWeight: 50,
};

/**
 * A small boosted model of |residual|, to scale conformal intervals with (Papadopoulos, Gammerman and Vovk 2008; Lei et
 * al. 2018). It is fitted on out-of-fold residuals, and once more by the folds of `plan` for estimates that are themselves out
 * of fold.
 *
 * @param residuals target − prediction of every row, the prediction by a model that had not seen it
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value`, `bad-option` or `bad-plan`
 */
export async function fitDifficulty(
  data: Table,
  residuals: Values,
  plan: SplitPlan,
  options: DifficultyOptions = {},
  run: FitRun = {},
): Promise<Difficulty> {
  const { model = {}, floor = 0.1 } = options;
  if (!(floor > 0 && floor < Infinity))
    throw new LearnError('bad-option', `option floor must be a finite number above 0, found ${floor}`);
  checkLists({ residuals });
  const size = Float64Array.from(residuals, Math.abs);
  const mean = size.reduce((sum, value) => sum + value, 0) / size.length;
  // Where every prediction was exact there is nothing to scale.
  const least = mean > 0 ? floor * mean : 1;
  const fitted = { ...SMALL, ...model };
  const folds = await crossValidate(boosted, data, size, plan, fitted, run);
  const whole = await boosted.fit(data, size, fitted, run);
  return difficultyOf(whole, least, positive(folds.predictions, least));
}

/** @throws LearnError `bad-model` */
export function difficultyFromJSON(json: unknown): Difficulty {
  const found = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const { version, floor, model } = found;
  if (version !== 1 || !(typeof floor === 'number' && floor > 0))
    throw new LearnError('bad-model', 'not a readable difficulty model: version or floor is missing');
  return difficultyOf(boosted.fromJSON(model), floor, new Float64Array(0));
}

function difficultyOf(model: BoostedModel, least: number, outOfFold: Float64Array): Difficulty {
  return {
    outOfFold,
    sigma: (data) => positive(model.predict(data), least),
    toJSON: () => ({ version: 1, floor: least, model: model.toJSON() }),
  };
}

function positive(estimates: Float64Array, least: number): Float64Array {
  return estimates.map((value) => Math.max(0, value) + least);
}
