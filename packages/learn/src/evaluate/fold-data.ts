import { LearnError } from '../errors.js';
import type { FitRun, Target } from '../models/contract.js';
import { checkFitInput } from '../models/fit-input.js';
import { checkPlan, type Fold, type SplitPlan } from '../split/plan.js';
import { type Table, takeRows } from '../table/table.js';

/** The two sides of a fold, their rows taken out once for all the models that are judged on them. */
export interface FoldData {
  readonly fold: Fold;
  readonly train: Table;
  readonly trainTarget: Float64Array;
  /** Weights of the rows to learn from; undefined when all count alike. */
  readonly trainWeights: Float64Array | undefined;
  readonly test: Table;
  readonly testTarget: Float64Array;
}

/**
 * Takes the rows of every fold.
 * @throws LearnError as a fit does, or `bad-plan`
 */
export function foldData(
  data: Table,
  target: Target,
  plan: SplitPlan,
  weights: FitRun['weights'],
): FoldData[] {
  checkFitInput(data, target, weights);
  if (plan.rows !== data.rows) {
    throw new LearnError('bad-plan', `the split plan is for ${plan.rows} rows, the table has ${data.rows}`);
  }
  checkPlan(plan, { everyRowOnce: false });
  return plan.folds.map((fold) => ({
    fold,
    train: takeRows(data, fold.train),
    trainTarget: pick(target, fold.train),
    trainWeights: weights && pick(weights, fold.train),
    test: takeRows(data, fold.test),
    testTarget: pick(target, fold.test),
  }));
}

/** What surrounds the fit of one fold: the caller's pool and signal, the fold's weights, progress as given. */
export function foldRun(
  run: FitRun,
  trainWeights: FoldData['trainWeights'],
  onProgress: NonNullable<FitRun['onProgress']>,
): FitRun {
  return {
    ...(run.pool && { pool: run.pool }),
    ...(run.signal && { signal: run.signal }),
    ...(trainWeights && { weights: trainWeights }),
    onProgress,
  };
}

function pick(values: Target, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]];
  return out;
}
