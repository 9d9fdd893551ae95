import {
  type BoostedModel,
  boosted,
  type FitRun,
  type ForestModel,
  forest,
  type LinearModel,
  linear,
  metrics,
  type Table,
  takeRows,
  type WorkerPool,
} from '@trackscope/learn';
import type { EvaluationEntry, ModelExplanation } from '../workspace/format.js';
import { actualAgainstPredicted, errorsByBand } from './errors-by-band.js';
import type { FitPlan } from './plan.js';
import type { PublishedData } from './published-data.js';

export type FittedModel = LinearModel | ForestModel | BoostedModel;

/** A model that has been fitted and judged. */
export interface Judged {
  readonly plan: FitPlan;
  readonly model: FittedModel;
  readonly entry: EvaluationEntry;
  readonly explanation: ModelExplanation;
}

/** What surrounds the fitting: workers, a signal to stop, somebody to tell. */
export interface Surroundings {
  readonly pool: WorkerPool;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/** Fits one plan on the training rows and judges it on the held-out ones. */
export async function fitAndJudge(plan: FitPlan, data: PublishedData, around: Surroundings): Promise<Judged> {
  const table = plan.features === 'published-linear' ? data.linear : data.trees;
  const train = takeRows(table, data.train);
  const test = takeRows(table, data.test);
  const actual = pick(data.popularity, data.test);
  const run: FitRun = {
    pool: around.pool,
    signal: around.signal,
    onProgress: ({ done, total }) => around.onProgress(done, total),
  };
  const started = performance.now();
  const model = await fit(plan, train, pick(data.popularity, data.train), run);
  const fitted = performance.now();
  const predicted = model.predict(test);
  const predictSeconds = (performance.now() - fitted) / 1000;
  const { mae, rmse, r2 } = metrics(actual, predicted);
  const { protocol, unit, model: name } = plan;
  return {
    plan,
    model,
    entry: {
      protocol,
      unit,
      model: name,
      rows: test.rows,
      trainRows: train.rows,
      folds: 1,
      mae,
      rmse,
      r2,
      r2Sd: null,
      fitSeconds: (fitted - started) / 1000,
      predictSeconds,
    },
    explanation: {
      protocol,
      unit,
      model: name,
      importance: importance(model),
      scatter: actualAgainstPredicted(actual, predicted),
      bands: errorsByBand(actual, predicted),
    },
  };
}

function fit(plan: FitPlan, train: Table, target: Float64Array, run: FitRun): Promise<FittedModel> {
  switch (plan.learner) {
    case 'linear':
      return linear.fit(train, target, plan.options, run);
    case 'forest':
      return forest.fit(train, target, plan.options, run);
    case 'boosted':
      return boosted.fit(train, target, plan.options, run);
  }
}

/** The model's own importances, most first. */
function importance(model: FittedModel): ModelExplanation['importance'] {
  if (model.learner === 'linear') {
    const items = (model as LinearModel).coefficients().map((c) => ({
      name: c.level === null ? c.column : `${c.column} = ${c.level}`,
      value: Math.abs(c.standard),
    }));
    return { kind: 'coefficient', items: sorted(items) };
  }
  const forestLike = model.learner === 'forest';
  const items = forestLike ? (model as ForestModel).importance() : (model as BoostedModel).importance('gain');
  const total = items.reduce((sum, { value }) => sum + value, 0) || 1;
  const shares = items.map(({ column, value }) => ({ name: column, value: value / total }));
  return { kind: forestLike ? 'impurity' : 'gain', items: sorted(shares) };
}

function sorted(items: { name: string; value: number }[]): { name: string; value: number }[] {
  return items.sort((a, b) => b.value - a.value || a.name.localeCompare(b.name));
}

/** The values at the given rows. */
export function pick(values: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}
