import { LearnError } from '../../errors.js';
import type { Schema } from '../../table/table.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { validateEnsemble } from '../trees/validate.js';
import type { BoostedParts } from './model.js';
import { completeOptions } from './options.js';

const VERSION = 1;

/** A boosted model as JSON: numbers of the trees as base64 of little-endian arrays, so that they come back bit for bit. */
export interface BoostedJson {
  readonly learner: 'boosted';
  readonly version: number;
  readonly schema: Schema;
  readonly options: object;
  readonly bestRound: number;
  readonly history: readonly number[];
  readonly base: number;
  readonly trees: Readonly<Record<ArrayName, string>>;
}

const arrays = {
  treeStarts: Uint32Array,
  feature: Int32Array,
  threshold: Float32Array,
  left: Int32Array,
  right: Int32Array,
  defaultLeft: Uint8Array,
  value: Float32Array,
  cover: Float32Array,
  gain: Float32Array,
  setStart: Int32Array,
  setWords: Uint32Array,
} as const;
type ArrayName = keyof typeof arrays;

const CHUNK = 0x6000;

function toBase64(view: ArrayBufferView): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += CHUNK) {
    // `apply` reads a typed array at once; spreading it asks its iterator for every byte.
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK) as unknown as number[]));
  }
  return text;
}

function fromBase64(text: unknown, name: string): ArrayBuffer {
  if (typeof text !== 'string') throw bad(`trees.${name} is missing`);
  let binary: string;
  try {
    binary = atob(text);
  } catch (error) {
    throw bad(`trees.${name} is no base64`, error);
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes.buffer;
}

function bad(what: string, cause?: unknown): LearnError {
  return new LearnError(
    'bad-model',
    `not a readable boosted model: ${what}`,
    cause === undefined ? {} : { cause },
  );
}

/** The JSON of a model. */
export function boostedJson(model: BoostedParts): BoostedJson {
  const trees = Object.fromEntries(
    Object.keys(arrays).map((name) => [name, toBase64(model.trees[name as ArrayName])]),
  ) as Record<ArrayName, string>;
  return {
    learner: 'boosted',
    version: VERSION,
    schema: model.schema,
    options: model.options,
    bestRound: model.bestRound,
    history: Array.from(model.history),
    base: model.trees.base,
    trees,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readSchema(value: unknown): Schema {
  if (!Array.isArray(value) || value.length === 0) throw bad('schema is no list of columns');
  for (const column of value as unknown[]) {
    const ok =
      isRecord(column) &&
      typeof column.name === 'string' &&
      (column.kind === 'numeric' ||
        (column.kind === 'coded' &&
          Array.isArray(column.levels) &&
          column.levels.every((l) => typeof l === 'string')));
    if (!ok) throw bad('schema has a column without name, kind or levels');
  }
  return value as Schema;
}

function readTrees(value: unknown, base: unknown): TreeEnsemble {
  if (!isRecord(value)) throw bad('trees are missing');
  if (typeof base !== 'number') throw bad('base is missing');
  const read = Object.entries(arrays).map(([name, Kind]) => {
    const buffer = fromBase64(value[name], name);
    if (buffer.byteLength % Kind.BYTES_PER_ELEMENT !== 0) throw bad(`trees.${name} is cut off`);
    return [name, new Kind(buffer)] as const;
  });
  return { ...(Object.fromEntries(read) as unknown as Omit<TreeEnsemble, 'base'>), base };
}

/** @throws LearnError `bad-model` */
export function readBoostedJson(json: unknown): BoostedParts {
  if (!isRecord(json)) throw bad('it is no object');
  if (json.learner !== 'boosted') throw bad(`its learner is ${JSON.stringify(json.learner)}`);
  if (json.version !== VERSION)
    throw bad(`its version is ${String(json.version)}, this library reads ${VERSION}`);
  const schema = readSchema(json.schema);
  const trees = readTrees(json.trees, json.base);
  validateEnsemble(trees, schema);
  const { bestRound, history } = json;
  if (!(Number.isInteger(bestRound) && Number(bestRound) >= 0))
    throw bad(`bestRound is ${String(bestRound)}`);
  if (!(Array.isArray(history) && history.every((v) => typeof v === 'number')))
    throw bad('history is no list of numbers');
  if (!isRecord(json.options)) throw bad('options are missing');
  try {
    const { earlyStoppingRounds, ...rest } = json.options;
    const { validation: _, ...options } = completeOptions(rest);
    return {
      schema,
      trees,
      options: { ...options, earlyStoppingRounds: Number(earlyStoppingRounds ?? 0) },
      bestRound: Number(bestRound),
      history: Float64Array.from(history),
    };
  } catch (error) {
    throw bad(error instanceof Error ? error.message : String(error), error);
  }
}
