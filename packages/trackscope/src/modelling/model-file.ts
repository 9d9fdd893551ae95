import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors/user-error.js';

/** Raised when a model file changes so that older readers would misread it. */
export const MODEL_FORMAT = 1;

const numericDefault = z.object({ median: z.number(), min: z.number(), max: z.number() });

/** `models/<model>.<protocol>.json`: data, never code. */
export const modelFileSchema = z.object({
  format: z.literal('trackscope-model'),
  formatVersion: z.literal(MODEL_FORMAT),
  tool: z.object({ name: z.literal('trackscope'), version: z.string() }),
  model: z.string(),
  learner: z.enum(['linear', 'forest', 'boosted']),
  protocol: z.string(),
  unit: z.string(),
  /** Which features it reads: the recipe, by name. */
  features: z.enum(['published-linear', 'published-trees']),
  options: z.record(z.string(), z.unknown()),
  training: z.object({
    rows: z.number().int(),
    /** SHA-256 over the training rows' numbers, features and target. */
    sha256: z.string(),
    catalogueSha256: z.string(),
    synthetic: z.boolean(),
  }),
  figures: z.object({ rows: z.number(), mae: z.number(), rmse: z.number(), r2: z.number() }),
  /** What the catalogue has, to fill what a caller does not give and to warn outside of it. */
  inputs: z.object({
    numeric: z.record(z.string(), numericDefault),
    explicitShare: z.number(),
    artistPopularity: numericDefault,
    /** Normalised genres and how many rows each has. */
    genres: z.array(z.object({ name: z.string(), rows: z.number() })),
  }),
  /** Mean popularity by artists' key, for the tree models: what the published figures leak through. */
  artists: z.object({ names: z.array(z.string()), means: z.array(z.number()) }).nullable(),
  /** Name and SHA-256 of the binary file beside it, for models too large for JSON. */
  binary: z.object({ file: z.string(), sha256: z.string() }).nullable(),
  /** What the learner wrote. */
  body: z.unknown(),
});

export type ModelFile = z.infer<typeof modelFileSchema>;

/** The file name of a model, without the folder. */
export function modelFileName(model: string, protocol: string): string {
  return `${model}.${protocol}.json`;
}

/** Writes a model and, where it has one, the binary beside it. */
export async function writeModelFile(
  directory: string,
  file: ModelFile,
  binary: Uint8Array | null,
): Promise<string[]> {
  const name = modelFileName(file.model, file.protocol);
  await writeFile(join(directory, 'models', name), `${JSON.stringify(file)}\n`);
  if (!file.binary || !binary) return [`models/${name}`];
  await writeFile(join(directory, 'models', file.binary.file), binary);
  return [`models/${name}`, `models/${file.binary.file}`];
}

/**
 * Reads a model file and its binary.
 * @throws UserError `model-not-found` with the models there are, `model-version`, `model-damaged`
 */
export async function readModelFile(
  directory: string,
  model: string,
  protocol: string,
): Promise<{ file: ModelFile; binary: Uint8Array | null }> {
  const name = modelFileName(model, protocol);
  const path = join(directory, 'models', name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    const there = await listModels(directory);
    throw new UserError(
      'model-not-found',
      `no model "${model}" under protocol "${protocol}" in ${directory}; it has ${there.join(', ') || 'none'}`,
      there.length > 0 ? 'Name one of them with --model.' : 'Train some with: trackscope run CATALOGUE',
      { cause },
    );
  }
  const file = parseModelFile(text, path);
  if (!file.binary) return { file, binary: null };
  const binary = await readFile(join(directory, 'models', file.binary.file)).catch((cause: unknown) => {
    throw damaged(path, `its binary ${file.binary?.file} is missing`, cause);
  });
  if (sha256(binary) !== file.binary.sha256)
    throw damaged(path, `its binary ${file.binary.file} was altered`);
  return { file, binary };
}

/** The models of the published protocol in a workspace, as `model (protocol)`. */
export async function listModels(directory: string): Promise<string[]> {
  const names = await readdir(join(directory, 'models')).catch(() => []);
  return names
    .map((n) => /^([a-z-]+)\.([a-z-]+)\.json$/.exec(n))
    .filter((m) => m !== null)
    .map((m) => `${m[1]} (${m[2]})`)
    .sort();
}

/** SHA-256 of bytes, in hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parseModelFile(text: string, path: string): ModelFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, 'it is not JSON', cause);
  }
  const version = (json as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version === 'number' && version !== MODEL_FORMAT) {
    throw new UserError(
      'model-version',
      `${path} has model format ${version}, this version reads ${MODEL_FORMAT}`,
      'Train it anew with: trackscope run CATALOGUE',
    );
  }
  const parsed = modelFileSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw damaged(path, `${issue?.path.join('.') || 'the file'}: ${issue?.message}`, parsed.error);
  }
  return parsed.data;
}

function damaged(path: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'model-damaged',
    `${path} cannot be used: ${what}`,
    'Train it anew with: trackscope run CATALOGUE',
    {
      cause,
    },
  );
}
