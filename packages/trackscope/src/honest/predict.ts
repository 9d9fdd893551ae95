import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AUDIO_FEATURES,
  type Family,
  type FixedFeatures,
  featuresFrom,
  fixedFeatures,
  type HistoryTable,
  protocolNamed,
  publishedKey,
  type QueryColumns,
  type TrackRows,
  trackRows,
  type Vocabulary,
} from '@trackscope/catalogue';
import { boosted, forest, glassbox, LearnError, linear, type Table } from '@trackscope/learn';
import type { z } from 'zod';
import { UserError } from '../errors/user-error.js';
import { listModels } from '../modelling/model-file.js';
import { type Calibration, calibrationFromJson, genresOf, intervalsOf } from './calibration.js';
import {
  featuresSchema,
  type HonestModelFile,
  honestModelSchema,
  tablesOfFile,
  textSha256,
  vocabularyOfFile,
  vocabularySchema,
} from './features-file.js';
import { featuresFileName, honestFileName, VOCABULARY_FILE } from './final.js';
import { type FittedHonest, predictHonest } from './fit.js';

/** A track to be scored: what is not given is not known. */
export interface NewTrack {
  readonly title?: string;
  /** Artists in the order of their billing. */
  readonly artists?: readonly string[];
  readonly album?: string;
  /** Genres in the order of their listing. */
  readonly genres?: readonly string[];
  /** Audio features by the catalogue's names, `explicit` as 0 or 1. */
  readonly sound?: Readonly<Record<string, number>>;
}

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
export interface HonestPredictor {
  readonly file: HonestModelFile;
  readonly fitted: FittedHonest;
  readonly calibration: Calibration;
  readonly vocabulary: Vocabulary;
  /** Scores tracks that are not of the catalogue; artists, albums and words that it does not have are strangers. */
  predict(tracks: readonly NewTrack[]): HonestScores;
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
  const name = honestFileName(model, protocol, unit);
  const text = await readFile(join(directory, 'models', name), 'utf8').catch(async (cause: unknown) => {
    const there = await listModels(directory);
    throw new UserError(
      'model-not-found',
      `no model "${model}" under protocol "${protocol}" by ${unit} in ${directory}; it has ${there.join(', ') || 'none'}`,
      'Train it with: trackscope run CATALOGUE',
      { cause },
    );
  });
  const file = parsed(honestModelSchema, text, name);
  const recipe = await partOf(directory, featuresFileName(protocol, unit), file.featuresSha256);
  const features = parsed(featuresSchema, recipe, featuresFileName(protocol, unit));
  const words = await partOf(directory, VOCABULARY_FILE, features.vocabularySha256);
  const vocabulary = vocabularyOfFile(parsed(vocabularySchema, words, VOCABULARY_FILE));
  try {
    return predictorOf(file, restore(file), vocabulary, tablesOfFile(features));
  } catch (cause) {
    if (cause instanceof LearnError) throw damaged(name, cause.message, cause);
    throw cause;
  }
}

/** A predictor from its parts. */
export function predictorOf(
  file: HonestModelFile,
  fitted: FittedHonest,
  vocabulary: Vocabulary,
  tables: readonly HistoryTable[],
): HonestPredictor {
  const families: readonly Family[] = protocolNamed(file.protocol).families;
  const calibration = calibrationFromJson(file.calibration);

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
    predict(tracks) {
      const coded = trackRows(tracks.length, columnsOf(tracks), vocabulary);
      return predictKnown(coded, fixedFeatures(coded, vocabulary), Uint32Array.from(tracks.keys()));
    },
    predictKnown,
  };
}

function restore(file: HonestModelFile): FittedHonest {
  switch (file.learner) {
    case 'linear':
      return { model: linear.fromJSON(file.body), fills: file.fills ?? {} };
    case 'boosted':
      return { model: boosted.fromJSON(file.body), fills: null };
    case 'glassbox':
      return { model: glassbox.fromJSON(file.body), fills: null };
    case 'forest':
      return { model: forest.fromJSON(file.body), fills: null };
  }
}

/** New tracks as the columns that tracks of a catalogue are read from. */
function columnsOf(tracks: readonly NewTrack[]): QueryColumns {
  const mark = '\u001f';
  const sounds = new Set(tracks.flatMap((track) => Object.keys(track.sound ?? {})));
  const text = (of: (track: NewTrack) => string) => tracks.map(of);
  const number = (name: string) => Float64Array.from(tracks, (track) => track.sound?.[name] ?? Number.NaN);
  const columns: Record<string, Float64Array | string[]> = {
    track: Float64Array.from(tracks.keys()),
    popularity: new Float64Array(tracks.length).fill(Number.NaN),
    primary_artist: text(({ artists }) => artists?.[0]?.trim().toLowerCase() ?? ''),
    artists_key: text(({ artists }) => publishedKey(artists?.join(';') ?? '')),
    performers: text(({ artists }) => (artists ?? []).map((name) => name.trim().toLowerCase()).join(mark)),
    album: text(({ album }) => album?.trim().toLowerCase() ?? ''),
    track_name: text(({ title }) => title ?? ''),
    album_name: text(({ album }) => album ?? ''),
    genres: text(({ genres }) => (genres ?? []).join(mark)),
  };
  for (const name of new Set([...sounds, ...AUDIO_FEATURES])) columns[name] = number(name);
  return columns;
}

async function partOf(directory: string, name: string, sha256: string): Promise<string> {
  const text = await readFile(join(directory, 'models', name), 'utf8').catch((cause: unknown) => {
    throw damaged(name, 'it is missing', cause);
  });
  if (textSha256(text) !== sha256) throw damaged(name, 'it is not the one that the model was made with');
  return text;
}

function parsed<T>(schema: z.ZodType<T>, text: string, name: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(name, 'it is not JSON', cause);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw damaged(name, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`, result.error);
}

function damaged(name: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'model-damaged',
    `models/${name} cannot be used: ${what}`,
    'Train it anew with: trackscope run CATALOGUE',
    { cause },
  );
}
