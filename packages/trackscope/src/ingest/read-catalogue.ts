import {
  DEMO_ID_PREFIX,
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
import { withInterrupt } from './abort.js';
import { checkRows } from './check.js';
import { dropTables, type LoadedCatalogue, loadCatalogue, TYPED_TABLE } from './load-catalogue.js';
import type { ReadOptions, ReadProgress } from './options.js';

export type { ReadOptions, ReadProgress } from './options.js';
export { writeRejects } from './rejects.js';

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
  let done = false;
  try {
    const loaded = await loadCatalogue(engine, source, options);
    const quality = await withInterrupt(engine, options.signal, (checked) =>
      cleanAndCheck(checked, loaded, options),
    );
    done = true;
    return { quality };
  } finally {
    await dropTables(engine, [...WORKING_TABLES, TYPED_TABLE, ...(done ? [] : ['listings', 'rejects'])]);
  }
}

async function cleanAndCheck(
  engine: Engine,
  loaded: LoadedCatalogue,
  options: ReadOptions,
): Promise<QualityReport> {
  const { table, match, unit, source, decimalComma, controls, locate } = loaded;
  const say = (step: ReadProgress['step'], done: number) => options.onProgress?.({ step, done, total: 1 });
  const perMinute = PER_MINUTE[unit];
  say('identify', 0);
  for (const sql of [...repeatsSql(table), ...identitySql(table)]) await engine.run(sql);
  say('clean', 0);
  for (const sql of listingsSql(table, perMinute)) await engine.run(sql);
  const rows = await countRows(engine, loaded);

  say('check', 0);
  const rules = { decimalComma, perMinute, controls, genres: options.genres ?? null };
  const issues = [
    ...(await checkRows(engine, match, rules, rows.kept, locate, source.files > 1)),
    ...(match.durationUnit === 'unknown' ? [guessedUnit(loaded)] : []),
  ];
  const synthetic = options.synthetic ?? (await isDemo(engine, loaded));
  say('check', 1);
  return {
    formatVersion: 1,
    source: {
      ...source,
      synthetic,
      licence: options.licence ?? (source.sha256 === PUBLISHED_SHA256 ? PUBLISHED_LICENCE : null),
    },
    columns: match.mapping,
    absent: match.absent,
    rows,
    issues,
    valid: issues.every(({ severity }) => severity !== 'error'),
  };
}

async function isDemo(engine: Engine, { columns }: LoadedCatalogue): Promise<boolean> {
  if (!columns.includes('track_id')) return false;
  const [other] = await engine.rows<object>(
    `SELECT 1 FROM listings WHERE NOT coalesce(regexp_full_match(track_id, '${DEMO_ID_PREFIX}[0-9A-Za-z]{18}'), false) LIMIT 1`,
  );
  return other === undefined;
}

function guessedUnit({ match, unit }: LoadedCatalogue): QualityIssue {
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

async function countRows(engine: Engine, { read, rejected, match }: LoadedCatalogue): Promise<RowCounts> {
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
