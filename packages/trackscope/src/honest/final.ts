import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encoderGroups, foldFeatures, type QualityReport, vocabularyOf } from '@trackscope/catalogue';
import type { Table } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import { VERSION } from '../version.js';
import type { EvaluationEntry } from '../workspace/format.js';
import { calibrate, calibrationJson, genresOf } from './calibration.js';
import type { HonestData } from './data.js';
import {
  featuresText,
  HONEST_FORMAT,
  type HonestModelFile,
  textSha256,
  vocabularyText,
} from './features-file.js';
import { fitHonest } from './fit.js';
import type { HonestRun, OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';

export const VOCABULARY_FILE = 'vocabulary.json';

/** The file name of a feature recipe, without the folder. */
export function featuresFileName(protocol: string, unit: string): string {
  return `${protocol}.${unit}.features.json`;
}

/** The file name of an honest model, without the folder. */
export function honestFileName(model: string, protocol: string, unit: string): string {
  return `${model}.${protocol}.${unit}.json`;
}

/** Writes what all honest models share and says its hash. */
export async function saveVocabulary(directory: string, data: HonestData): Promise<string> {
  const text = vocabularyText(vocabularyOf(data.tracks, data.fixed.counts));
  await writeFile(join(directory, 'models', VOCABULARY_FILE), text);
  return textSha256(text);
}

/**
 * Fits the models that a plan keeps on all its rows (features of these rows out of fold) and writes them into a
 * workspace folder, with the feature recipe that they share.
 *
 * @returns the files written, from the folder on
 */
export async function saveHonest(
  directory: string,
  data: HonestData,
  plan: HonestPlan,
  judged: readonly OutOfFold[],
  entries: readonly EvaluationEntry[],
  source: Pick<QualityReport['source'], 'sha256' | 'synthetic'>,
  vocabularySha256: string,
  run: HonestRun = {},
): Promise<string[]> {
  const { tracks, fixed } = data;
  const { protocol, unit } = plan;
  const { rows, target } = data.units[unit];
  const groups = encoderGroups(tracks, protocol);
  const features = foldFeatures(tracks, fixed, protocol.families, target, groups, rows, new Uint32Array(0));
  const labels = pick(target, rows);
  const recipe = featuresText(protocol.name, unit, protocol.families, features.tables, vocabularySha256);
  await writeFile(join(directory, 'models', featuresFileName(protocol.name, unit)), recipe);
  const files = [featuresFileName(protocol.name, unit)];
  for (const settings of plan.models.filter(({ model }) => plan.kept.includes(model))) {
    run.signal?.throwIfAborted();
    const unseen = judged.find(({ model }) => model === settings.model)!;
    const entry = entries.find(
      (e) => e.model === settings.model && e.unit === unit && e.protocol === protocol.name,
    )!;
    const { model, fills } = await fitHonest(settings, features.train, labels, {
      ...(run.pool ? { pool: run.pool } : {}),
      ...(run.signal ? { signal: run.signal } : {}),
    });
    const { actual, predicted } = unseen;
    const file: HonestModelFile = {
      format: 'trackscope-honest-model',
      formatVersion: HONEST_FORMAT,
      tool: { name: 'trackscope', version: VERSION },
      model: settings.model,
      learner: settings.model,
      protocol: protocol.name,
      unit,
      options: { ...settings.options },
      training: {
        rows: rows.length,
        sha256: hashOf(features.train, labels),
        catalogueSha256: source.sha256,
        synthetic: source.synthetic,
      },
      figures: { rows: entry.rows, folds: entry.folds, mae: entry.mae, rmse: entry.rmse, r2: entry.r2 },
      quick: plan.quick,
      featuresSha256: textSha256(recipe),
      columns: features.train.columns.map(({ name }, c) => ({ name, family: features.families[c]! })),
      fills,
      calibration: calibrationJson(calibrate({ actual, predicted, genres: genresOf(tracks, unseen.rows) })),
      body: model.toJSON(),
    };
    const name = honestFileName(settings.model, protocol.name, unit);
    await writeFile(join(directory, 'models', name), `${JSON.stringify(file)}\n`);
    files.push(name);
  }
  return files.map((name) => `models/${name}`);
}

function hashOf(features: Table, target: Float64Array): string {
  const hash = createHash('sha256').update(new Uint8Array(target.buffer));
  for (const column of features.columns) {
    const { buffer, byteOffset, byteLength } = column.kind === 'numeric' ? column.values : column.codes;
    hash.update(column.name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
