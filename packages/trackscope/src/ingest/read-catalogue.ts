import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  type ColumnMatch,
  DEMO_ID_PREFIX,
  type DurationUnit,
  durationUnitOf,
  encodingOf,
  identitySql,
  listingsSql,
  PER_MINUTE,
  type QualityIssue,
  type QualityReport,
  type RowCounts,
  repeatsSql,
  WORKING_TABLES,
} from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { throwIfAborted, withInterrupt } from './abort.js';
import { headOf } from './bytes.js';
import { checkRows, type Locate } from './check.js';
import { fileError } from './file-error.js';
import { matchOrThrow, readMapping } from './mapping.js';
import { openCsv } from './open-csv.js';
import { openJson, openNdjson } from './open-json.js';
import { openParquet } from './open-parquet.js';
import type { LoadedFile, OpenedFile, ReadContext } from './reader.js';
import { createRejects, RejectWriter } from './rejects.js';
import { formatOf, resolveSource, type SourceFile } from './source.js';

/** What reading is doing: bytes while it reads, steps afterwards. */
export interface ReadProgress {
  readonly step: 'read' | 'identify' | 'clean' | 'check';
  readonly done: number;
  readonly total: number;
}

export interface ReadOptions {
  /** Column names, theirs → ours; an empty name leaves the column out. Default: none. */
  readonly map?: Readonly<Record<string, string>>;
  /** A JSON file with such a mapping; `map` overrules it. Default: none. */
  readonly mapFile?: string;
  /** Genre names that are known, any case; others are reported. Default: genres are not checked. */
  readonly genres?: ReadonlySet<string>;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Stops the reading, which then throws `interrupted` and leaves nothing behind. */
  readonly signal?: AbortSignal;
  /** Where `-` reads from. Default: the process's standard input. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Where files are written that are deleted in the end. Default: the system's. */
  readonly tempDirectory?: string;
  /** Says that the catalogue is made up. Default: whether every track id is one of a demo catalogue. */
  readonly synthetic?: boolean;
  /** Licence of the data, where the reader knows. Default: that of the published file, when it is the one. */
  readonly licence?: string;
}

export { writeRejects } from './rejects.js';

const HEAD_BYTES = 1 << 18;
const PUBLISHED_SHA256 = 'b202fa49909b2d5cef71a04b1d21243cfeb36414535f2ca9272aa646721177bd';
const PUBLISHED_LICENCE = 'ODbL-1.0';

/**
 * Reads a catalogue (a path, a folder, a glob, or `-`), checks and cleans it. Leaves two tables in the
 * engine: `listings` (see `LISTING_COLUMNS`) and `rejects`(file, line, reason, content). When it throws, it
 * leaves neither, nor any file.
 *
 * @throws UserError for whatever is wrong with the input
 */
export async function readCatalogue(
  engine: Engine,
  source: string,
  options: ReadOptions = {},
): Promise<{ quality: QualityReport }> {
  const { signal } = options;
  const root = options.tempDirectory ?? tmpdir();
  const folder = await mkdtemp(join(root, 'trackscope-')).catch((error) => {
    throw fileError(error, root);
  });
  let done = false;
  try {
    const quality = await withInterrupt(engine, signal, (checked) =>
      readInto(checked, source, options, folder),
    );
    done = true;
    return { quality };
  } finally {
    for (const table of [...WORKING_TABLES, ...OWN_TABLES, ...(done ? [] : ['listings', 'rejects'])]) {
      await engine.run(`DROP TABLE IF EXISTS ${table}`);
    }
    await rm(folder, { recursive: true, force: true });
  }
}

const OWN_TABLES = ['ingest_typed', 'ingest_part', 'ingest_lines'];

async function readInto(
  engine: Engine,
  source: string,
  options: ReadOptions,
  folder: string,
): Promise<QualityReport> {
  const { signal } = options;
  const say = (step: ReadProgress['step'], done: number, total: number) =>
    options.onProgress?.({ step, done, total });
  const map = await readMapping(options.mapFile, options.map);
  const stdin = options.stdin ?? process.stdin;
  const files = await resolveSource(engine, source, stdin, join(folder, 'stdin'), signal);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);

  await createRejects(engine);
  const loads: { opened: OpenedFile; match: ColumnMatch; loaded: LoadedFile; first: number }[] = [];
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
      progress: (bytes) => say('read', before + bytes, total),
      signal,
    };
    const opened = await openFile(file, context);
    const match = matchOrThrow(file.name, opened.names, map);
    if (loads[0]) sameShape(loads[0].opened, loads[0].match, opened, match);
    const loaded = await opened.load(match, files.length === 1 ? 'ingest_typed' : 'ingest_part');
    if (files.length > 1) {
      await engine.run(
        loads.length === 0
          ? 'CREATE OR REPLACE TEMP TABLE ingest_typed AS SELECT * FROM ingest_part'
          : 'INSERT INTO ingest_typed SELECT * FROM ingest_part',
      );
    }
    await rejectTextless(engine, loaded, rejects, rows);
    loads.push({ opened, match, loaded, first: rows });
    rows += loaded.rows;
    before += file.bytes;
  }
  const { opened, match } = loads[0]!;
  const name = source === '-' ? '-' : basename(source);
  const rejected = await settleRejects(engine);
  const read = rows + loads.reduce((sum, { loaded }) => sum + loaded.rejected, 0);
  if (read === 0) {
    throw new UserError(
      'no-rows',
      `${name} is expected to hold tracks; it has column names and no row`,
      'Check that the export was finished.',
    );
  }
  if (read === rejected) throw await nothingKept(engine, name, read);

  const unit = await settleUnit(engine, match.durationUnit);
  const perMinute = PER_MINUTE[unit];
  say('identify', 0, 1);
  for (const sql of [...repeatsSql('ingest_typed'), ...identitySql('ingest_typed')]) await engine.run(sql);
  say('clean', 0, 1);
  for (const sql of listingsSql('ingest_typed', perMinute)) await engine.run(sql);
  const counts = await countRows(engine, read, rejected, match);

  say('check', 0, 1);
  const locate: Locate = (row) => {
    const load = loads.findLast(({ first }) => first <= row)!;
    const line = load.loaded.lineOf(row - load.first);
    return files.length > 1 ? { line, file: load.opened.file.name } : { line };
  };
  const decimalComma = loads.some(({ loaded }) => loaded.decimalComma);
  const genres = options.genres ?? null;
  const issues = [
    ...(await checkRows(
      engine,
      match,
      { decimalComma, perMinute, genres },
      counts.kept,
      locate,
      files.length > 1,
    )),
    ...(match.durationUnit === 'unknown' ? [guessedUnit(match, unit)] : []),
  ];
  say('check', 1, 1);
  const hashes = loads.map(({ loaded }) => loaded.sha256);
  const sha256 =
    hashes.length === 1 ? hashes[0]! : createHash('sha256').update(hashes.join('')).digest('hex');
  return {
    formatVersion: 1,
    source: {
      name,
      files: files.length,
      bytes: total,
      sha256,
      ...opened.info,
      ...(loads[0]!.loaded.encoding === undefined ? {} : { encoding: loads[0]!.loaded.encoding }),
      compression: files[0]!.compression,
      synthetic: options.synthetic ?? (await isDemo(engine, match)),
      licence: options.licence ?? (sha256 === PUBLISHED_SHA256 ? PUBLISHED_LICENCE : null),
    },
    columns: match.mapping,
    absent: match.absent,
    rows: counts,
    issues,
    valid: issues.every(({ severity }) => severity !== 'error'),
  };
}

async function openFile(file: SourceFile, context: ReadContext): Promise<OpenedFile> {
  const head = await headOf(file.path, file.compression, HEAD_BYTES);
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding.replace(' (BOM)', '')).decode(head, { stream: true });
  const format = formatOf(file.name, head, text);
  if (format === 'parquet') return openParquet(file, context);
  if (format === 'ndjson') return openNdjson(file, encoding, context);
  if (format === 'json') return openJson(file, encoding, context);
  if (text.trim() === '') {
    throw new UserError(
      'empty-file',
      `${file.name} is expected to hold a catalogue; it holds blank space alone`,
      'Check that the export or download was finished.',
    );
  }
  return openCsv(file, encoding, text, context);
}

/** Several files make one catalogue only when they have the same format and the same used columns. */
function sameShape(first: OpenedFile, match: ColumnMatch, other: OpenedFile, otherMatch: ColumnMatch): void {
  const remedy = 'Read them apart, or bring them to one form.';
  if (first.info.format !== other.info.format) {
    throw new UserError(
      'mixed-formats',
      `${other.file.name} is ${other.info.format}, ${first.file.name} is ${first.info.format}; files read together must have one format`,
      remedy,
    );
  }
  const ours = (of: ColumnMatch) => of.used.map((column) => column.ours).join(', ');
  if (ours(match) !== ours(otherMatch) || match.durationUnit !== otherMatch.durationUnit) {
    throw new UserError(
      'columns-differ',
      `${other.file.name} has the columns ${ours(otherMatch)}; ${first.file.name} has ${ours(match)}; files read together must have the same`,
      remedy,
    );
  }
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
      `SELECT rowid AS row, reject FROM ingest_typed WHERE reject IS NOT NULL AND rowid > ${after}
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

async function isDemo(engine: Engine, match: ColumnMatch): Promise<boolean> {
  if (match.absent.some(({ column }) => column === 'track_id')) return false;
  const [other] = await engine.rows<object>(
    `SELECT 1 FROM listings WHERE NOT coalesce(regexp_full_match(track_id, '${DEMO_ID_PREFIX}[0-9A-Za-z]{18}'), false) LIMIT 1`,
  );
  return other === undefined;
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

function guessedUnit(match: ColumnMatch, unit: Exclude<DurationUnit, 'unknown'>): QualityIssue {
  const column = match.used.find(({ ours }) => ours === 'duration_min')!;
  const names = { ms: 'milliseconds', s: 'seconds', min: 'minutes' };
  return {
    code: 'guessed-unit',
    severity: 'info',
    column: 'duration_min',
    count: 1,
    message: `The name "${column.theirs}" does not say its unit; by the median of the column it is ${names[unit]}.`,
    action: `It was read as ${names[unit]}; --map ${column.theirs}=duration_ms, =duration_s or =duration_min settles it.`,
    examples: [],
  };
}

async function countRows(
  engine: Engine,
  read: number,
  rejected: number,
  match: ColumnMatch,
): Promise<RowCounts> {
  const [found] = await engine.rows<{
    kept: number;
    listings: number;
    tracks: number;
    recordings: number;
    songs: number;
    published: number;
    repeats: number;
  }>(
    `SELECT (SELECT count(*) FROM ingest_typed WHERE reject IS NULL) AS kept,
       (SELECT count(*) FROM ingest_repeats WHERE row <> first_row) AS repeats,
       count(*) AS listings, max(track) + 1 AS tracks, max(recording) + 1 AS recordings, max(song) + 1 AS songs,
       count(*) FILTER (WHERE published) AS published
     FROM listings`,
  );
  const { kept, listings, tracks, recordings, songs, published, repeats } = found!;
  if (read !== kept + rejected || kept !== listings + repeats) {
    throw new Error(
      `row counts do not add up: read ${read}, kept ${kept}, rejected ${rejected}, listings ${listings}, duplicates ${repeats}`,
    );
  }
  return {
    read,
    rejected,
    kept,
    duplicates: repeats,
    listings,
    tracks,
    recordings,
    songs,
    published: match.absent.length > 0 ? null : published,
  };
}
