import type { Protocol, UnitName } from '@trackscope/catalogue';
import { type BoostedModel, predictRow, type Table } from '@trackscope/learn';
import { intervalsOf } from '../honest/calibration.js';
import { predictHonest } from '../honest/fit.js';
import type { Explainable } from '../reasons/explainable.js';
import { explainableOf } from '../reasons/explainable-of.js';
import { type Chances, chancesOf } from './chance.js';
import type { ModelSummary } from './contract.js';
import type { StoredSetModel } from './model-files.js';
import type { PreparedTrack } from './prepared-track.js';
import { familiesOf } from './restore.js';

/** One model of a set, ready to answer. */
export interface Voice {
  readonly summary: ModelSummary;
  /** The bar at which its hits were counted. */
  readonly bar: number;
  readonly chances: Chances;
  /** Null where its predictions do not come apart. */
  readonly explainable: Explainable | null;
  /** Points, within 0 to 100. */
  one(track: PreparedTrack): number;
  /** The same for every row of a table. */
  many(features: Table): Float64Array;
  intervals(predicted: Float64Array, genres: readonly string[]): { low: Float64Array; high: Float64Array };
}

/** A model of a set as one that answers. */
export function voiceOf(stored: StoredSetModel, protocol: Protocol, unit: UnitName): Voice {
  const { file, fitted, calibration, version } = stored;
  const { model } = fitted;
  const many = (features: Table) => predictHonest(fitted, features);
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
    explainable: explainableOf(file.learner, fitted, familiesOf(file)),
    one: isPlainSum(model)
      ? (track) => held(predictRow(model.trees, model.schema, track.row))
      : (track) => many(track.features)[0]!,
    many,
    intervals: (predicted, genres) => intervalsOf(calibration, predicted, genres),
  };
}

/** Popularity has no values beyond 0 and 100. */
export function held(points: number): number {
  return Math.max(0, Math.min(100, points));
}

/** A boosted model whose prediction is the sum of its trees: one row of it needs no table. */
function isPlainSum(model: StoredSetModel['fitted']['model']): model is BoostedModel {
  return model.learner === 'boosted' && (model as BoostedModel).options.objective === 'squared';
}
