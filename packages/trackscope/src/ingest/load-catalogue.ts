import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  type ColumnMatch,
  type ColumnName,
  type DurationUnit,
  durationUnitOf,
  PER_MINUTE,
  type SourceInfo,
} from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { throwIfAborted, withInterrupt } from './abort.js';
import type { Locate } from './check.js';
import { fileError } from './file-error.js';
import { matchOrThrow, readMapping } from './mapping.js';
import { openFile, requireSameShape } from './open-file.js';
import type { LoadOptions } from './options.js';
import type { LoadedFile, OpenedFile, ReadContext } from './reader.js';
import { createRejects, RejectWriter } from './rejects.js';
import { resolveSource } from './source.js';

/** The table that {@link loadCatalogue} leaves. */
export const TYPED_TABLE = 'ingest_typed';

const WORKING_TABLES = ['ingest_part', 'ingest_lines'];

/** A catalogue whose rows are in a table, each cell with its declared type, neither checked nor cleaned. */
export interface LoadedCatalogue {
  /**
   * Table with one row for each that could be read, in file order (`rowid`), and the columns of `typedSql`.
   * Rows with a `reject` are also in the table `rejects`(file, line, reason, content) and count as rejected.
   */
  readonly table: string;
  /** Our columns that the catalogue has; the others are in the table, wholly null. */
  readonly columns: readonly ColumnName[];
  readonly match: ColumnMatch;
  readonly read: number;
  readonly kept: number;
  readonly rejected: number;
  /** Unit of `duration_min` in the table, settled by the median where the name does not tell. */
  readonly unit: Exclude<DurationUnit, 'unknown'>;
  /** SQL for the duration in minutes. */
  readonly minutes: string;
  readonly source: Omit<SourceInfo, 'synthetic' | 'licence'>;
  /** Decimals may have a comma. */
  readonly decimalComma: boolean;
  /** Texts may hold control characters. */
  readonly controls: boolean;
  /** Says where a row of the table stood. */
  readonly locate: Locate;
}

/**
 * Reads the files of a catalogue (a path, a folder, a glob, or `-`) into the table {@link TYPED_TABLE}, and
 * what cannot be read into the table `rejects`. When it throws, it leaves neither, nor any file.
 *
 * @throws UserError for whatever is wrong with the input
 */
export async function loadCatalogue(
  engine: Engine,
  source: string,
  options: LoadOptions = {},
): Promise<LoadedCatalogue> {
  const root = options.tempDirectory ?? tmpdir();
  const folder = await mkdtemp(join(root, 'trackscope-')).catch((error) => {
    throw fileError(error, root);
  });
  let done = false;
  try {
    const loaded = await withInterrupt(engine, options.signal, (checked) =>
      loadInto(checked, source, options, folder),
    );
    done = true;
    return loaded;
  } finally {
    await dropTables(engine, [...WORKING_TABLES, ...(done ? [] : [TYPED_TABLE, 'rejects'])]);
    await rm(folder, { recursive: true, force: true });
  }
}

/** Drops tables, those that are there. */
export async function dropTables(engine: Engine, tables: readonly string[]): Promise<void> {
  for (const table of tables) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}

/** A file whose rows are in the table, from the row `first`. */
interface Part {
  readonly opened: OpenedFile;
  readonly match: ColumnMatch;
  readonly loaded: LoadedFile;
  readonly first: number;
}

async function loadInto(
  engine: Engine,
  source: string,
  options: LoadOptions,
  folder: string,
): Promise<LoadedCatalogue> {
  const { signal } = options;
  const map = await readMapping(options.mapFile, options.map);
  const files = await resolveSource(
    engine,
    source,
    options.stdin ?? process.stdin,
    join(folder, 'stdin'),
    signal,
  );
  const total = files.reduce((sum, file) => sum + file.bytes, 0);

  await createRejects(engine);
  const parts: Part[] = [];
  let temporaries = 0;
  let before = 0;
  let rows = 0;
  for (const file of files) {
    throwIfAborted(signal);
    const rejects = new RejectWriter(engine, file.name);
    const context: ReadContext = {
      engine,
      temporary: () => join(folder, `part-${temporaries++}`),
      rejects,
      progress: (bytes) => options.onProgress?.({ step: 'read', done: before + bytes, total }),
      signal,
    };
    const opened = await openFile(file, context);
    const match = matchOrThrow(file.name, opened.names, map);
    if (parts[0]) requireSameShape(parts[0].opened, parts[0].match, opened, match);
    const loaded = await opened.load(match, files.length === 1 ? TYPED_TABLE : 'ingest_part');
    if (files.length > 1) {
      await engine.run(
        parts.length === 0
          ? `CREATE OR REPLACE TEMP TABLE ${TYPED_TABLE} AS SELECT * FROM ingest_part`
          : `INSERT INTO ${TYPED_TABLE} SELECT * FROM ingest_part`,
      );
    }
    await rejectTextless(engine, loaded, rejects, rows);
    parts.push({ opened, match, loaded, first: rows });
    rows += loaded.rows;
    before += file.bytes;
  }
  const { opened, match, loaded } = parts[0]!;
  const name = source === '-' ? '-' : basename(source);
  const rejected = await settleRejects(engine);
  const read = rows + parts.reduce((sum, part) => sum + part.loaded.rejected, 0);
  if (read === 0) {
    throw new UserError(
      'no-rows',
      `${name} is expected to hold tracks; it has column names and no row`,
      'Check that the export was finished.',
    );
  }
  if (read === rejected) throw await nothingKept(engine, name, read);

  const unit = await settleUnit(engine, match.durationUnit);
  const hashes = parts.map((part) => part.loaded.sha256);
  return {
    table: TYPED_TABLE,
    columns: match.used.map((column) => column.ours),
    match,
    read,
    kept: read - rejected,
    rejected,
    unit,
    minutes: unit === 'min' ? 'duration_min' : `duration_min / ${PER_MINUTE[unit]}::DOUBLE`,
    source: {
      name,
      files: files.length,
      bytes: total,
      sha256: hashes.length === 1 ? hashes[0]! : createHash('sha256').update(hashes.join('')).digest('hex'),
      ...opened.info,
      ...(loaded.encoding === undefined ? {} : { encoding: loaded.encoding }),
      compression: files[0]!.compression,
    },
    decimalComma: parts.some((part) => part.loaded.decimalComma),
    controls: parts.some((part) => part.loaded.controls),
    locate(row) {
      const part = parts.findLast(({ first }) => first <= row)!;
      const line = part.loaded.lineOf(row - part.first);
      return parts.length > 1 ? { line, file: part.opened.file.name } : { line };
    },
  };
}

/** Puts the rows of a file that cannot be kept with the rejects, as they stood. */
async function rejectTextless(
  engine: Engine,
  loaded: LoadedFile,
  rejects: RejectWriter,
  first: number,
): Promise<void> {
  if (loaded.rows === 0) return;
  const page = 10_000;
  for (let after = first - 1; ; ) {
    const rows = await engine.rows<{ row: number; reject: string }>(
      `SELECT rowid AS row, reject FROM ${TYPED_TABLE} WHERE reject IS NOT NULL AND rowid > ${after}
       ORDER BY rowid LIMIT ${page}`,
    );
    if (rows.length === 0) break;
    const contents = await loaded.contentOf(rows.map(({ row }) => row - first));
    for (const [i, { row, reject }] of rows.entries()) {
      rejects.place(loaded.lineOf(row - first), reject, contents[i]!);
      if (rejects.isLarge) await rejects.flush();
    }
    after = rows.at(-1)!.row;
  }
  await rejects.flush();
}

/** Brings the rejects into the order of the files and lines, and counts them. */
async function settleRejects(engine: Engine): Promise<number> {
  await engine.run('CREATE OR REPLACE TABLE rejects AS SELECT * FROM rejects ORDER BY file, line');
  const [found] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM rejects');
  return found!.n;
}

async function nothingKept(engine: Engine, name: string, read: number): Promise<UserError> {
  const reasons = await engine.rows<{ line: number; reason: string }>(
    'SELECT line, reason FROM rejects ORDER BY rowid LIMIT 3',
  );
  const said = reasons.map(({ line, reason }) => `line ${line}: ${reason}`).join('; ');
  return new UserError(
    'no-readable-rows',
    `${name}: none of its ${read.toLocaleString('en')} rows can be kept (${said})`,
    'Check the delimiter and the quotes, and that artists and titles are there.',
  );
}

async function settleUnit(engine: Engine, unit: DurationUnit): Promise<Exclude<DurationUnit, 'unknown'>> {
  if (unit !== 'unknown') return unit;
  const [found] = await engine.rows<{ middle: number | null }>(
    'SELECT median(duration_min) AS middle FROM ingest_typed WHERE reject IS NULL',
  );
  return durationUnitOf(found!.middle);
}
