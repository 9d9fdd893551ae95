import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type FixedFeatures,
  featuresFrom,
  type HistoryTable,
  protocolNamed,
  type TrackRows,
  type Vocabulary,
} from '@trackscope/catalogue';
import type { Table } from '@trackscope/learn';
import { UserError } from '../errors/user-error.js';
import { listModels } from '../modelling/model-file.js';
import type { TrackInput } from '../score/contract.js';
import { honestFileName } from '../score/file-names.js';
import { type ModelSet, readModelSet } from '../score/model-files.js';
import type { RestoredModel } from '../score/restore.js';
import { scoredTracks } from '../score/scored-tracks.js';
import { genresOf, intervalsOf } from './calibration.js';
import { predictHonest } from './fit.js';

/** What a model says of tracks, one entry a track. Popularity in points. */
export interface HonestScores {
  readonly predicted: Float64Array;
  /** 90 % interval. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Chance of reaching `bar`. */
  readonly chance: Float64Array;
  readonly bar: number;
  /** The features that the model read. */
  readonly features: Table;
}

/** An honest model of a workspace, ready to score. */
export interface HonestPredictor extends RestoredModel {
  readonly vocabulary: Vocabulary;
  /** Scores tracks that are not of the catalogue; artists, albums and words that it does not have are strangers. */
  predict(tracks: readonly TrackInput[]): HonestScores;
  /** Scores tracks of the catalogue itself, counted with everything that it says around them. */
  predictKnown(tracks: TrackRows, fixed: FixedFeatures, rows: Uint32Array): HonestScores;
}

/**
 * Reads an honest model and what it makes its features with.
 * @throws UserError `model-not-found`, `model-damaged`
 */
export async function openHonest(
  directory: string,
  model: string,
  protocol: string,
  unit: string,
): Promise<HonestPredictor> {
  const asked = `models/${honestFileName(model, protocol, unit)}`;
  const load = (name: string) =>
    readFile(join(directory, name)).catch(async (cause: unknown) => {
      if (name !== asked) throw cause;
      const there = await listModels(directory);
      throw new UserError(
        'model-not-found',
        `no model "${model}" under protocol "${protocol}" by ${unit} in ${directory}; it has ${there.join(', ') || 'none'}`,
        'Train it with: trackscope run CATALOGUE',
        { cause },
      );
    });
  const set: ModelSet = await readModelSet(load, protocol, unit, [model]);
  return predictorOf(set.models[0]!, set.vocabulary, set.tables);
}

/** A predictor from its parts. */
export function predictorOf(
  { file, fitted, calibration }: RestoredModel,
  vocabulary: Vocabulary,
  tables: readonly HistoryTable[],
): HonestPredictor {
  const { families } = protocolNamed(file.protocol);

  function predictKnown(tracks: TrackRows, fixed: FixedFeatures, rows: Uint32Array): HonestScores {
    const features = featuresFrom(tracks, fixed, families, tables, rows);
    const predicted = predictHonest(fitted, features);
    const { low, high } = intervalsOf(calibration, predicted, genresOf(tracks, rows));
    const chance = calibration.bar.probability(predicted);
    return { predicted, low, high, chance, bar: calibration.bar.bar, features };
  }

  return {
    file,
    fitted,
    calibration,
    vocabulary,
    predict(inputs) {
      const { tracks, fixed } = scoredTracks(inputs, vocabulary);
      return predictKnown(tracks, fixed, Uint32Array.from(inputs.keys()));
    },
    predictKnown,
  };
}
