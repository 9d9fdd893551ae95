import { rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { COLUMNS, PUBLISHED_INPUTS, type PublishedInput, quoteText } from '@trackscope/catalogue';
import { type Engine, type EngineColumn, openEngine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { type LoadedCatalogue, loadCatalogue } from '../ingest/load-catalogue.js';
import type { InputColumns } from './inputs.js';
import type { Predictor } from './predictor.js';

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
  predictor: Predictor,
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
    const filled = scorer(engine, predictor, loaded.kept, onProgress);
    await engine.run(
      `COPY (SELECT ${outputColumns(loaded)}, trackscope_score(${scoreInputs(loaded)}) AS predicted_popularity
        FROM ${loaded.table} WHERE reject IS NULL) TO ${quoteText(part)} (${format})`,
    );
    signal?.throwIfAborted();
    await rename(part, output);
    const rejects = await engine.rows<{ line: number; reason: string }>(
      'SELECT line, reason FROM rejects ORDER BY file, line LIMIT 5',
    );
    return {
      input,
      output,
      model: predictor.file.model,
      protocol: predictor.file.protocol,
      rows: loaded.kept,
      rejected: loaded.rejected,
      rejects,
      filled,
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

/** Registers `trackscope_score`; the record that it returns counts filled values while the query runs. */
function scorer(
  engine: Engine,
  predictor: Predictor,
  total: number,
  onProgress: ScoreFileOptions['onProgress'],
): Record<string, number> {
  const filled: Record<string, number> = {};
  const kinds = [
    ...PUBLISHED_INPUTS.map(() => 'number' as const),
    'number' as const,
    'text' as const,
    'text' as const,
  ];
  let done = 0;
  engine.scalar('trackscope_score', kinds, (columns, rows) => {
    const result = predictor.predict(inputColumns(columns, rows));
    for (const [name, n] of Object.entries(result.filled)) filled[name] = (filled[name] ?? 0) + n;
    done += rows;
    onProgress?.(done, total);
    return result.values;
  });
  return filled;
}

function scoreInputs({ minutes }: LoadedCatalogue): string {
  const numbers = PUBLISHED_INPUTS.map((name) => (name === 'duration_min' ? minutes : `${name}::DOUBLE`));
  return [...numbers, 'explicit::INTEGER::DOUBLE', 'genre_key', 'artists_key'].join(', ');
}

function outputColumns({ columns, minutes }: LoadedCatalogue): string {
  const ours = COLUMNS.map((column) => column.name).filter((name) => columns.includes(name));
  return ours.map((name) => (name === 'duration_min' ? `${minutes} AS duration_min` : name)).join(', ');
}

function inputColumns(columns: readonly EngineColumn[], rows: number): InputColumns {
  const n = PUBLISHED_INPUTS.length;
  return {
    rows,
    numeric: Object.fromEntries(PUBLISHED_INPUTS.map((name, i) => [name, columns[i]])) as Record<
      PublishedInput,
      Float64Array
    >,
    explicit: columns[n] as Float64Array,
    genre: columns[n + 1] as (string | null)[],
    artists: columns[n + 2] as (string | null)[],
    artistPopularity: new Float64Array(rows).fill(Number.NaN),
  };
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
