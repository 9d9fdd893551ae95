import type { FitRun, Learner, Model, Target } from '../models/contract.js';
import type { SplitPlan } from '../split/plan.js';
import type { Table } from '../table/table.js';
import { foldRun, testSides, trainSide } from './fold-data.js';
import { type Metrics, metrics } from './metrics.js';

/** How one fold went. */
export interface FoldScore extends Metrics {
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** Mean and population standard deviation of a figure over folds. */
export interface Spread {
  readonly mean: number;
  readonly sd: number;
}

/** How a learner does on rows that it has not seen. */
export interface CrossValidation {
  /** One entry a fold, in the order of the plan. */
  readonly folds: readonly FoldScore[];
  readonly mae: Spread;
  readonly rmse: Spread;
  readonly r2: Spread;
  /** The prediction of each row by the model that had not seen it; NaN for rows that the plan never holds out. */
  readonly predictions: Float64Array;
}

/** What surrounds a cross-validation. */
export interface CrossValidateRun<M extends Model> extends FitRun {
  /** Called with each fold's model once it is scored; the model is let go afterwards. */
  readonly onFold?: (fold: number, model: M, score: FoldScore) => void | Promise<void>;
}

/**
 * Fits on each fold's rows to learn from and judges on the rows held out, where every row counts once whatever its
 * weight. Progress counts folds, in fractions while one
 * is being fitted.
 * @throws LearnError `bad-plan`, or whatever the learner throws; the signal's reason when aborted
 */
export async function crossValidate<Options extends object, M extends Model>(
  learner: Learner<Options, M>,
  data: Table,
  target: Target,
  plan: SplitPlan,
  options: Partial<Options> = {},
  run: CrossValidateRun<M> = {},
): Promise<CrossValidation> {
  const sides = testSides(data, target, plan, run.weights);
  const predictions = new Float64Array(data.rows).fill(Number.NaN);
  const folds: FoldScore[] = [];
  for (const side of sides) {
    run.signal?.throwIfAborted();
    const { train, trainTarget, trainWeights } = trainSide(data, target, side.fold, run.weights);
    const within = foldRun(run, trainWeights, ({ done, total }) =>
      run.onProgress?.({ done: folds.length + done / total, total: sides.length }),
    );
    const started = performance.now();
    const model = await learner.fit(train, trainTarget, options, within);
    const fitted = performance.now();
    const found = model.predict(side.test);
    const score = {
      ...metrics(side.testTarget, found),
      fitSeconds: (fitted - started) / 1000,
      predictSeconds: (performance.now() - fitted) / 1000,
    };
    side.fold.test.forEach((row, i) => {
      predictions[row] = found[i];
    });
    folds.push(score);
    await run.onFold?.(folds.length - 1, model, score);
    run.onProgress?.({ done: folds.length, total: sides.length });
  }
  const spread = (name: 'mae' | 'rmse' | 'r2') => spreadOf(folds.map((fold) => fold[name]));
  return { folds, mae: spread('mae'), rmse: spread('rmse'), r2: spread('r2'), predictions };
}

/** Mean and population standard deviation. */
export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, sd: Math.sqrt(variance) };
}
