import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { COLUMNS, quoteText } from '@trackscope/catalogue';
import { type Engine, openEngine, type ScalarBody, type ScalarType } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { type LoadedCatalogue, loadCatalogue } from '../ingest/load-catalogue.js';

/** A model that scores the rows of a file. */
export interface FileScorer {
  readonly model: string;
  readonly protocol: string;
  readonly unit: string;
  /** What it reads of a row, in SQL over the columns of a catalogue, by name; `minutes` is the duration. */
  inputs(
    minutes: string,
  ): readonly { readonly name: string; readonly type: ScalarType; readonly sql: string }[];
  /** Predictions for rows, given the inputs in their order. */
  readonly score: ScalarBody;
  /** What else it says, in SQL over the inputs by name and `predicted_popularity`. */
  readonly also: readonly { readonly name: string; readonly sql: string }[];
  /** Functions that {@link also} calls. */
  readonly functions: readonly {
    readonly name: string;
    readonly parameters: readonly ScalarType[];
    readonly body: ScalarBody;
  }[];
  /** Values that were missing and filled so far, by input. */
  readonly filled: Readonly<Record<string, number>>;
}

export interface ScoreFileOptions {
  readonly map?: Record<string, string>;
  readonly mapping?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What came of scoring a file. */
export interface ScoredFile {
  readonly input: string;
  readonly output: string;
  readonly model: string;
  readonly protocol: string;
  readonly unit: string;
  /** Rows written. */
  readonly rows: number;
  /** Rows that could not be read and are not in the output. */
  readonly rejected: number;
  /** The first of them. */
  readonly rejects: readonly { readonly line: number; readonly reason: string }[];
  /** Values that were missing and filled, by input. */
  readonly filled: Readonly<Record<string, number>>;
  readonly seconds: number;
}

const FORMATS: Readonly<Record<string, string>> = {
  csv: 'FORMAT csv, HEADER',
  'csv.gz': 'FORMAT csv, HEADER, COMPRESSION gzip',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
  ndjson: 'FORMAT json, ARRAY false',
};

/**
 * Scores every row of a catalogue, in its order, duplicates included. The rows stream through the database, which
 * spills to the disk what does not fit, so that memory stays the same for any size. The output is whole or absent.
 *
 * @throws UserError `output-format`, `output-is-input`, and whatever is wrong with the input
 */
export async function scoreFile(
  scorer: FileScorer,
  input: string,
  output: string,
  options: ScoreFileOptions = {},
): Promise<ScoredFile> {
  const started = performance.now();
  const format = formatFor(output);
  await refuseSame(input, output);
  const { signal, onProgress } = options;
  const part = join(dirname(resolve(output)), `.${basename(output)}.part-${process.pid}`);
  const engine = await openEngine();
  const interrupt = () => engine.interrupt();
  signal?.addEventListener('abort', interrupt);
  try {
    const loaded = await loadCatalogue(engine, input, {
      ...(options.map ? { map: options.map } : {}),
      ...(options.mapping ? { mapFile: options.mapping } : {}),
      ...(signal ? { signal } : {}),
    });
    register(engine, scorer, loaded.kept, onProgress);
    await engine.run(`COPY (${scoringSql(scorer, loaded)}) TO ${quoteText(part)} (${format})`);
    signal?.throwIfAborted();
    await rename(part, output);
    const rejects = await engine.rows<{ line: number; reason: string }>(
      'SELECT line, reason FROM rejects ORDER BY file, line LIMIT 5',
    );
    return {
      input,
      output,
      model: scorer.model,
      protocol: scorer.protocol,
      unit: scorer.unit,
      rows: loaded.kept,
      rejected: loaded.rejected,
      rejects,
      filled: { ...scorer.filled },
      seconds: (performance.now() - started) / 1000,
    };
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    engine.close();
  }
}

function register(
  engine: Engine,
  scorer: FileScorer,
  total: number,
  onProgress: ScoreFileOptions['onProgress'],
): void {
  const kinds = scorer.inputs('').map(({ type }) => type);
  let done = 0;
  engine.scalar('trackscope_score', kinds, (columns, rows) => {
    const values = scorer.score(columns, rows);
    done += rows;
    onProgress?.(done, total);
    return values;
  });
  for (const { name, parameters, body } of scorer.functions) engine.scalar(name, parameters, body);
}

function scoringSql(scorer: FileScorer, loaded: LoadedCatalogue): string {
  const inputs = scorer.inputs(loaded.minutes);
  const given = inputs.map(({ name, sql }) => `${sql} AS input_${name}`).join(', ');
  const read = inputs.map(({ name }) => `input_${name}`).join(', ');
  const also = scorer.also.map(({ name, sql }) => `, ${sql} AS ${name}`).join('');
  const kept = outputNames(loaded);
  // A row is scored once, and what else is said of it is told from that: nothing may be computed in two places.
  return `WITH given AS (SELECT ${outputColumns(loaded)}, ${given} FROM ${loaded.table} WHERE reject IS NULL),
    scored AS (SELECT *, trackscope_score(${read}) AS predicted_popularity FROM given)
    SELECT ${kept.join(', ')}, predicted_popularity${also} FROM scored`;
}

function outputNames({ columns }: LoadedCatalogue): string[] {
  return COLUMNS.map((column) => column.name).filter((name) => columns.includes(name));
}

function outputColumns(loaded: LoadedCatalogue): string {
  return outputNames(loaded)
    .map((name) => (name === 'duration_min' ? `${loaded.minutes} AS duration_min` : name))
    .join(', ');
}

function formatFor(output: string): string {
  const name = basename(output).toLowerCase();
  const ending = Object.keys(FORMATS)
    .filter((e) => name.endsWith(`.${e}`))
    .sort((a, b) => b.length - a.length)[0];
  if (ending) return FORMATS[ending]!;
  throw new UserError(
    'output-format',
    `cannot tell the format of ${output}`,
    `Give it one of these endings: ${Object.keys(FORMATS)
      .map((e) => `.${e}`)
      .join(', ')}.`,
  );
}

async function refuseSame(input: string, output: string): Promise<void> {
  const [a, b] = await Promise.all([input, output].map((path) => stat(path).catch(() => null)));
  if (a && b && a.ino === b.ino && a.dev === b.dev) {
    throw new UserError('output-is-input', `${output} is the input itself`, 'Choose another --output.');
  }
}
