import type { Protocol, UnitName } from '@trackscope/catalogue';
import {
  type BoostedModel,
  type GlassboxModel,
  type LinearModel,
  predictRow,
  type Table,
} from '@trackscope/learn';
import { intervalsOf } from '../honest/calibration.js';
import { type FittedHonest, predictHonest } from '../honest/fit.js';
import type { TakenApart } from '../reasons/contributions.js';
import type { Explainable } from '../reasons/explainable.js';
import { explainableOf } from '../reasons/explainable-of.js';
import { type Chances, chancesOf } from './chance.js';
import type { ModelSummary } from './contract.js';
import type { StoredSetModel } from './model-files.js';
import type { PreparedTrack } from './prepared-track.js';
import { familiesOf } from './restore.js';
import { glassboxProgram, linearProgram, type RowProgram } from './row-program.js';

/** One model of a set, ready to answer. */
export interface Voice {
  readonly summary: ModelSummary;
  /** The bar at which its hits were counted. */
  readonly bar: number;
  readonly chances: Chances;
  /** Null where its predictions do not come apart. */
  readonly explainable: Explainable | null;
  /** What each column gave; only where {@link explainable} is there. */
  apart(track: PreparedTrack): TakenApart;
  /** Points, within 0 to 100. */
  one(track: PreparedTrack): number;
  /** The same for every row of a table. */
  many(features: Table): Float64Array;
  intervals(predicted: Float64Array, genres: readonly string[]): { low: Float64Array; high: Float64Array };
}

/** A model of a set as one that answers. */
export function voiceOf(stored: StoredSetModel, protocol: Protocol, unit: UnitName): Voice {
  const { file, fitted, calibration, version } = stored;
  const many = (features: Table) => predictHonest(fitted, features);
  const explainable = explainableOf(file.learner, fitted, familiesOf(file));
  const raw = rawOf(fitted, many);
  const program = programOf(fitted);
  return {
    summary: {
      model: file.model,
      protocol: protocol.name,
      unit,
      version,
      r2: file.figures.r2,
      mae: file.figures.mae,
      rows: file.training.rows,
      quick: file.quick,
    },
    bar: calibration.bar.bar,
    chances: chancesOf(calibration),
    explainable,
    apart({ features, row }) {
      const predicted = raw(features, row);
      if (program) return { predicted, bias: program.bias, values: program.contributions(row) };
      if (!explainable) throw new TypeError(`predictions of ${file.learner} models do not come apart`);
      return { predicted, ...explainable.contributions(features()) };
    },
    one: ({ features, row }) => Math.max(0, Math.min(100, raw(features, row))),
    many,
    intervals: (predicted, genres) => intervalsOf(calibration, predicted, genres),
  };
}

/** What a model says of one row, not held to 0–100 where it comes apart. */
function rawOf(
  fitted: FittedHonest,
  many: (features: Table) => Float64Array,
): (features: () => Table, row: Float32Array) => number {
  const { model } = fitted;
  const program = programOf(fitted);
  if (program) return (_, row) => program.predict(row);
  if (model.learner === 'boosted') {
    const { options, schema, trees } = model as BoostedModel;
    // The sum of its trees is what it predicts: one row of it needs no table.
    if (options.objective === 'squared') return (_, row) => predictRow(trees, schema, row);
    return (features) => model.predict(features())[0]!;
  }
  return (features) => many(features())[0]!;
}

function programOf({ model, fills }: FittedHonest): RowProgram | null {
  if (model.learner === 'linear') return linearProgram(model as LinearModel, fills ?? {});
  return model.learner === 'glassbox' ? glassboxProgram(model as GlassboxModel) : null;
}
