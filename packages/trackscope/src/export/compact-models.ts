import {
  alignTable,
  boosted,
  ForestModel,
  forest,
  type Schema,
  type Table,
  takeRows,
} from '@trackscope/learn';
import { type CompactCost, compactEnsemble, compactForest } from '@trackscope/learn/formats';
import type { Engine } from '../engine/engine.js';
import { readModelFile } from '../modelling/model-file.js';
import { loadPublished, type PublishedData } from '../modelling/published-data.js';
import type { Workspace } from '../workspace/read.js';
import type { SiteWriter } from './site-writer.js';

/** The most that a model's small form takes. */
const MOST_BYTES: Readonly<Record<string, number>> = {
  boosted: 1_000_000,
  'boosted-tuned': 3_200_000,
  'boosted-searched': 3_200_000,
  forest: 2_500_000,
};
const INPUTS_FILE = 'models/published.inputs.json';
/** Held-out rows on which the cost is measured, at most. */
const ROWS = 4000;

/** A published model in its small form, and what that costs on held-out rows. */
export interface CompactModel {
  readonly model: string;
  readonly protocol: 'published';
  readonly file: string;
  /** Of the model's file in the workspace. */
  readonly bytesBefore: number;
  /** Held-out rows on which `cost` was measured. */
  readonly rows: number;
  readonly cost: CompactCost;
}

/** The published models that have a small form, by name. */
export function compactable(files: readonly string[]): string[] {
  return Object.keys(MOST_BYTES).filter((model) => files.includes(`models/${model}.published.json`));
}

/** Held-out rows of the published protocol. */
export async function heldOutRows(engine: Engine): Promise<{ data: PublishedData; rows: Uint32Array }> {
  const data = await loadPublished(engine);
  return { data, rows: data.test.slice(0, ROWS) };
}

/**
 * Writes a published model as `models/<model>.published.compact`, which `readCompact` of `@trackscope/learn/formats` reads,
 * with its settings and figures beside it, and what all of them need of their inputs in
 * `models/published.inputs.json`.
 */
export async function writeCompact(
  site: SiteWriter,
  workspace: Workspace,
  model: string,
  { data, rows }: { readonly data: PublishedData; readonly rows: Uint32Array },
): Promise<CompactModel> {
  const { file, binary } = await readModelFile(workspace.directory, model, 'published');
  const table = takeRows(data.trees, rows);
  const target = Float64Array.from(rows, (row) => data.popularity[row]!);
  const maxBytes = MOST_BYTES[model]!;
  const compact =
    file.learner === 'forest'
      ? compactForest(forestOf(file.body, binary), { maxBytes, data: table, target })
      : compactBoosted(file.body, maxBytes, table, target);
  const name = `models/${model}.published.compact`;
  await site.write('compact', name, compact.bytes);
  const { body, binary: kept, inputs, artists, ...about } = file;
  await site.write('compact', `${name}.json`, `${JSON.stringify({ ...about, compact: compact.cost })}\n`);
  // The same for all of them: what stands in for inputs that are not given, and the artists' means.
  await site.write('compact', INPUTS_FILE, `${JSON.stringify({ inputs, artists })}\n`);
  const bytesBefore = JSON.stringify(body).length + (kept && binary ? binary.length : 0);
  return { model, protocol: 'published', file: name, bytesBefore, rows: rows.length, cost: compact.cost };
}

function forestOf(body: unknown, binary: Uint8Array | null): ForestModel {
  return binary ? ForestModel.fromBinary(binary) : forest.fromJSON(body);
}

function compactBoosted(body: unknown, maxBytes: number, table: Table, target: Float64Array) {
  const model = boosted.fromJSON(body);
  const schema: Schema = model.schema;
  return compactEnsemble(model.trees, { maxBytes, schema, data: alignTable(schema, table), target });
}
