import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BoostedModel, boosted, ForestModel, forest, linear } from '@trackscope/learn';
import {
  type OnnxLinear,
  type OnnxTrees,
  readCompact,
  writeOnnx,
  writeXgboostUbjson,
} from '@trackscope/learn/formats';
import { UserError } from '../errors/user-error.js';
import type { SiteWriter } from './site-writer.js';

export type ForeignFormat = 'xgboost' | 'onnx';

/** A model written for another tool, or why it was not. */
export type ForeignModel = {
  readonly model: string;
  readonly format: ForeignFormat;
} & (
  | {
      readonly file: string;
      /** True when the small form was written, the whole being too large. */
      readonly compact: boolean;
    }
  | { readonly left: string }
);

/** Nodes of a forest beyond which its small form is written: files of others take some 40 bytes a node. */
const MOST_NODES = 4_000_000;

/** A model as these formats take it. */
type Portable =
  | { readonly kind: 'trees'; readonly trees: OnnxTrees; readonly compact: boolean }
  | { readonly kind: 'linear'; readonly linear: OnnxLinear };

/**
 * Writes one model of the workspace as `formats/<model>.ubj` or `.onnx`.
 *
 * @param name of its file in the workspace, such as `models/boosted.published.json`
 * @param compact bytes of its small form, where there is one
 */
export async function writeForeign(
  site: SiteWriter,
  directory: string,
  name: string,
  formats: readonly ForeignFormat[],
  compact: Uint8Array | null,
): Promise<ForeignModel[]> {
  const model = name.slice('models/'.length, -'.json'.length);
  const found = await portable(directory, name, compact);
  const written: ForeignModel[] = [];
  for (const format of formats) {
    const bytes = typeof found === 'string' ? found : bytesOf(found, format);
    if (typeof bytes === 'string') written.push({ model, format, left: bytes });
    else {
      const file = `formats/${model}.${format === 'onnx' ? 'onnx' : 'ubj'}`;
      await site.write('formats', file, bytes);
      written.push({
        model,
        format,
        file,
        compact: typeof found !== 'string' && 'compact' in found && found.compact,
      });
    }
  }
  return written;
}

function bytesOf(model: Portable, format: ForeignFormat): Uint8Array | string {
  if (model.kind === 'linear')
    return format === 'onnx' ? writeOnnx(model.linear) : 'XGBoost has no form for it';
  return format === 'onnx' ? writeOnnx(model.trees) : writeXgboostUbjson(model.trees);
}

interface StoredModel {
  readonly learner: string;
  readonly body: unknown;
  readonly binary?: { readonly file: string } | null;
}

/** The model, or why it cannot be written. */
async function portable(
  directory: string,
  name: string,
  compact: Uint8Array | null,
): Promise<Portable | string> {
  const file = await storedModel(directory, name);
  switch (file.learner) {
    case 'linear':
      return { kind: 'linear', linear: linear.fromJSON(file.body) };
    case 'boosted':
      return boostedTrees(boosted.fromJSON(file.body));
    case 'forest': {
      const model = file.binary
        ? ForestModel.fromBinary(await readFile(join(directory, 'models', file.binary.file)))
        : forest.fromJSON(file.body);
      if (model.nodeCount <= MOST_NODES)
        return {
          kind: 'trees',
          trees: { ensemble: model.toEnsemble(), schema: model.schema },
          compact: false,
        };
      return compact
        ? { kind: 'trees', trees: readCompact(compact), compact: true }
        : `its ${model.nodeCount} nodes are too many`;
    }
    default:
      return 'these formats have no form for it';
  }
}

function boostedTrees(model: BoostedModel): Portable | string {
  const { objective } = model.options;
  // What turns the sum into the prediction would have to be told as well.
  if (!['squared', 'absolute', 'quantile', 'huber'].includes(objective))
    return `its objective "${objective}" is not written`;
  return { kind: 'trees', trees: { ensemble: model.trees, schema: model.schema }, compact: false };
}

async function storedModel(directory: string, name: string): Promise<StoredModel> {
  const path = join(directory, name);
  try {
    return JSON.parse(await readFile(path, 'utf8')) as StoredModel;
  } catch (cause) {
    throw new UserError(
      'model-damaged',
      `${path} cannot be read: ${(cause as Error).message}`,
      'Make the workspace anew with: trackscope run',
      { cause },
    );
  }
}
