import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type QualityReport, vocabularyOf } from '@trackscope/catalogue';
import { featuresFileName, honestFileName, VOCABULARY_FILE } from '../score/file-names.js';
import { VERSION } from '../version.js';
import type { EvaluationEntry } from '../workspace/format.js';
import { calibrate, calibrationJson, unseenRows } from './calibration.js';
import type { HonestData } from './data.js';
import {
  featuresText,
  HONEST_FORMAT,
  type HonestModelFile,
  textSha256,
  vocabularyText,
} from './features-file.js';
import type { FinalPart } from './final-job.js';
import type { OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';

export { VOCABULARY_FILE };

/** Writes what all honest models share and says its hash. */
export async function saveVocabulary(directory: string, data: HonestData): Promise<string> {
  const text = vocabularyText(vocabularyOf(data.tracks, data.fixed.counts));
  await writeFile(join(directory, 'models', VOCABULARY_FILE), text);
  return textSha256(text);
}

/**
 * Writes the models of a plan that were fitted on all rows into a workspace folder, with the feature recipe that they
 * share. A plan that keeps nothing leaves nothing.
 *
 * @param final what {@link fitFinal} gave for the plan
 * @returns the files written, from the folder on
 */
export async function saveHonest(
  directory: string,
  data: HonestData,
  plan: HonestPlan,
  final: FinalPart,
  judged: readonly OutOfFold[],
  entries: readonly EvaluationEntry[],
  source: Pick<QualityReport['source'], 'sha256' | 'synthetic'>,
  vocabularySha256: string,
): Promise<string[]> {
  if (final.models.length === 0) return [];
  const { protocol, unit } = plan;
  const recipe = featuresText(protocol.name, unit, protocol.families, final.tables, vocabularySha256);
  await writeFile(join(directory, 'models', featuresFileName(protocol.name, unit)), recipe);
  const files = [featuresFileName(protocol.name, unit)];
  const featuresSha256 = textSha256(recipe);
  for (const { model, fills, body } of final.models) {
    const unseen = judged.find((found) => found.model === model)!;
    const settings = plan.models.find((of) => of.model === model)!;
    const entry = entries.find((e) => e.model === model && e.unit === unit && e.protocol === protocol.name)!;
    const file: HonestModelFile = {
      format: 'trackscope-honest-model',
      formatVersion: HONEST_FORMAT,
      tool: { name: 'trackscope', version: VERSION },
      model,
      learner: model,
      protocol: protocol.name,
      unit,
      options: { ...settings.options },
      training: {
        rows: final.rows,
        sha256: final.sha256,
        catalogueSha256: source.sha256,
        synthetic: source.synthetic,
      },
      figures: { rows: entry.rows, folds: entry.folds, mae: entry.mae, rmse: entry.rmse, r2: entry.r2 },
      quick: plan.quick,
      featuresSha256,
      columns: [...final.columns],
      fills,
      calibration: calibrationJson(calibrate(unseenRows(data.tracks, protocol, unseen))),
      body,
    };
    const name = honestFileName(model, protocol.name, unit);
    await writeFile(join(directory, 'models', name), `${JSON.stringify(file)}\n`);
    files.push(name);
  }
  return files.map((name) => `models/${name}`);
}
