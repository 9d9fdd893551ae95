import { LearnError } from '../errors.js';
import type { FitRun, Target } from '../models/contract.js';
import { checkFitInput } from '../models/fit-input.js';
import { checkPlan, type Fold, type SplitPlan } from '../split/plan.js';
import { type Table, takeRows } from '../table/table.js';

/** The rows that a fold holds out. */
export interface TestSide {
  readonly fold: Fold;
  readonly test: Table;
  readonly testTarget: Float64Array;
}

/** The rows that a fold learns from. */
export interface TrainSide {
  readonly train: Table;
  readonly trainTarget: Float64Array;
  /** Undefined when all rows count alike. */
  readonly trainWeights: Float64Array | undefined;
}

/**
 * Checks what is to be judged, and takes out the rows held out by every fold.
 * @throws LearnError as a fit does, or `bad-plan`
 */
export function testSides(
  data: Table,
  target: Target,
  plan: SplitPlan,
  weights: FitRun['weights'],
): TestSide[] {
  checkFitInput(data, target, weights);
  if (plan.rows !== data.rows) {
    throw new LearnError('bad-plan', `the split plan is for ${plan.rows} rows, the table has ${data.rows}`);
  }
  checkPlan(plan, { everyRowOnce: false });
  return plan.folds.map((fold) => ({
    fold,
    test: takeRows(data, fold.test),
    testTarget: pick(target, fold.test),
  }));
}

/** Takes out the rows that a fold learns from. */
export function trainSide(data: Table, target: Target, fold: Fold, weights: FitRun['weights']): TrainSide {
  return {
    train: takeRows(data, fold.train),
    trainTarget: pick(target, fold.train),
    trainWeights: weights && pick(weights, fold.train),
  };
}

/** What surrounds the fit of one fold: the caller's pool and signal, the fold's weights, progress as given. */
export function foldRun(
  run: FitRun,
  trainWeights: TrainSide['trainWeights'],
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
