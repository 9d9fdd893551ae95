import type { HistoryTable, Vocabulary } from '@trackscope/catalogue';
import type * as z from 'zod/mini';
import type { LoadFile } from './contract.js';
import { damaged } from './damaged.js';
import { featuresFileName, honestFileName, VOCABULARY_FILE } from './file-names.js';
import {
  featuresSchema,
  honestModelSchema,
  tablesOfFile,
  vocabularyOfFile,
  vocabularySchema,
} from './model-format.js';
import { type RestoredModel, restoreModel } from './restore.js';

/** A file that was read and understood. */
interface Read<T> {
  readonly value: T;
  /** In hexadecimal; null where the page may not compute hashes, as over plain HTTP from another machine. */
  readonly sha256: string | null;
  /** Changes with every byte of the file. */
  readonly version: string;
}

/** Feature tables, with what they are to be used with. */
interface FeatureRecipe {
  readonly vocabularySha256: string;
  readonly tables: readonly HistoryTable[];
}

/** A model from its file. */
export interface StoredSetModel extends RestoredModel {
  readonly version: string;
}

/** The models of one protocol and unit with what makes their features. */
export interface ModelSet {
  readonly vocabulary: Vocabulary;
  readonly tables: readonly HistoryTable[];
  readonly models: readonly StoredSetModel[];
}

/**
 * What was read by a loader, so that scorers of other protocols share the vocabulary. Kept as long as the loader; what
 * failed is tried again.
 */
const known = new WeakMap<LoadFile, Map<string, Promise<Read<unknown>>>>();

/**
 * Reads models of one protocol and unit. Each file is checked to be well formed and, where hashes can be computed, to be
 * the very one that the models were made with.
 *
 * @throws UserError `model-damaged`; whatever the loader throws for a model that is missing
 */
export async function readModelSet(
  load: LoadFile,
  protocol: string,
  unit: string,
  models: readonly string[],
): Promise<ModelSet> {
  const recipeName = featuresFileName(protocol, unit);
  const files = await Promise.all(
    models.map(async (model) => {
      const name = honestFileName(model, protocol, unit);
      return {
        name,
        read: await readJson(load, name, honestModelSchema, (file) => restoreModel(file, name)),
      };
    }),
  );
  const [recipe, words] = await Promise.all([
    part(
      load,
      recipeName,
      featuresSchema,
      (file): FeatureRecipe => ({
        vocabularySha256: file.vocabularySha256,
        tables: tablesOfFile(file),
      }),
    ),
    part(load, VOCABULARY_FILE, vocabularySchema, vocabularyOfFile),
  ]);
  for (const { read } of files) sameAs(recipeName, recipe.sha256, read.value.file.featuresSha256);
  sameAs(VOCABULARY_FILE, words.sha256, recipe.value.vocabularySha256);
  return {
    vocabulary: words.value,
    tables: recipe.value.tables,
    models: files.map(({ read }) => ({ ...read.value, version: read.version })),
  };
}

/** A file that models rest on: without it they are damaged. */
async function part<F, T>(
  load: LoadFile,
  name: string,
  schema: z.ZodMiniType<F>,
  made: (file: F) => T,
): Promise<Read<T>> {
  const missing = (cause: unknown) => damaged(name, 'it is missing', cause);
  return readJson(
    (file) => load(file).catch((cause: unknown) => Promise.reject(missing(cause))),
    name,
    schema,
    made,
    load,
  );
}

function readJson<F, T>(
  load: LoadFile,
  name: string,
  schema: z.ZodMiniType<F>,
  made: (file: F) => T,
  key: LoadFile = load,
): Promise<Read<T>> {
  const files = known.get(key) ?? new Map<string, Promise<Read<unknown>>>();
  known.set(key, files);
  const found = files.get(name);
  if (found) return found as Promise<Read<T>>;
  const reading = readAnew(load, name, schema, made);
  files.set(name, reading);
  reading.catch(() => files.delete(name));
  return reading;
}

async function readAnew<F, T>(
  load: LoadFile,
  name: string,
  schema: z.ZodMiniType<F>,
  made: (file: F) => T,
): Promise<Read<T>> {
  const bytes = await load(`models/${name}`);
  const value = made(parsed(schema, new TextDecoder().decode(bytes), name));
  return { value, sha256: await sha256Of(bytes), version: fingerprint(bytes) };
}

function parsed<T>(schema: z.ZodMiniType<T>, text: string, name: string): T {
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

function sameAs(name: string, found: string | null, expected: string): void {
  if (found !== null && found !== expected) {
    throw damaged(name, 'it is not the one that the model was made with');
  }
}

async function sha256Of(bytes: Uint8Array): Promise<string | null> {
  // Browsers give it to pages from https, this machine and files only; its type says that it is always there.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) return null;
  const hash = await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** 64 bits over all bytes, the same in every browser and in Node: FNV-1a in two halves. It finds changes, not forgers. */
function fingerprint(bytes: Uint8Array): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let i = 0; i < bytes.length; i++) {
    low = Math.imul(low ^ bytes[i]!, 0x01000193);
    high = Math.imul(high ^ bytes[i]! ^ (low >>> 24), 0x01000193);
  }
  return [high, low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
