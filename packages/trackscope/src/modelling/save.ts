import { createHash } from 'node:crypto';
import { PUBLISHED_INPUTS, type QualityReport } from '@trackscope/catalogue';
import type { ForestModel } from '@trackscope/learn';
import { VERSION } from '../version.js';
import { type Judged, pick } from './fit.js';
import { MODEL_FORMAT, type ModelFile, sha256, writeModelFile } from './model-file.js';
import type { PublishedData } from './published-data.js';

/** Writes a judged model into a workspace folder and says which files were written. */
export async function saveModel(
  directory: string,
  judged: Judged,
  data: PublishedData,
  quality: QualityReport,
): Promise<string[]> {
  const { plan, model, entry } = judged;
  const binary = model.learner === 'forest' ? (model as ForestModel).toBinary() : null;
  const { rows, mae, rmse, r2 } = entry;
  const file: ModelFile = {
    format: 'trackscope-model',
    formatVersion: MODEL_FORMAT,
    tool: { name: 'trackscope', version: VERSION },
    model: plan.model,
    learner: plan.learner,
    protocol: plan.protocol,
    unit: plan.unit,
    features: plan.features,
    options: { ...plan.options },
    training: {
      rows: data.train.length,
      sha256: trainingHash(data),
      catalogueSha256: quality.source.sha256,
      synthetic: quality.source.synthetic,
    },
    figures: { rows, mae, rmse, r2 },
    inputs: inputsOf(data),
    artists:
      plan.features === 'published-trees'
        ? { names: [...data.artists.names], means: Array.from(data.artistMeans) }
        : null,
    binary: binary ? { file: `${plan.model}.${plan.protocol}.bin`, sha256: sha256(binary) } : null,
    body: binary ? null : model.toJSON(),
  };
  return writeModelFile(directory, file, binary);
}

function trainingHash(data: PublishedData): string {
  const hash = createHash('sha256');
  hash.update(bytesOf(data.train)).update(bytesOf(pick(data.popularity, data.train)));
  for (const name of PUBLISHED_INPUTS) hash.update(name).update(bytesOf(data.inputs.numeric[name]));
  return hash.digest('hex');
}

function bytesOf(values: Float64Array | Uint32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

const described = new WeakMap<PublishedData, ModelFile['inputs']>();

/** The inputs of all models of a run are the same. */
function inputsOf(data: PublishedData): ModelFile['inputs'] {
  const known = described.get(data) ?? describeInputs(data);
  described.set(data, known);
  return known;
}

function describeInputs(data: PublishedData): ModelFile['inputs'] {
  const genreRows = new Float64Array(data.inputs.genre.levels.length + 1);
  for (const code of data.inputs.genre.codes) genreRows[code]!++;
  const artistPopularity = Float64Array.from(data.artists.codes, (code) => data.artistMeans[code]!);
  return {
    numeric: Object.fromEntries(PUBLISHED_INPUTS.map((name) => [name, middle(data.inputs.numeric[name])])),
    explicitShare: data.inputs.explicit.reduce((sum, v) => sum + v, 0) / data.inputs.rows,
    artistPopularity: middle(artistPopularity),
    genres: data.inputs.genre.levels.map((name, i) => ({ name, rows: genreRows[i]! })),
  };
}

function middle(values: Float64Array): { median: number; min: number; max: number } {
  const sorted = values.slice().sort();
  const half = (sorted.length - 1) / 2;
  return {
    median: (sorted[Math.floor(half)]! + sorted[Math.ceil(half)]!) / 2,
    min: sorted[0]!,
    max: sorted[sorted.length - 1]!,
  };
}
