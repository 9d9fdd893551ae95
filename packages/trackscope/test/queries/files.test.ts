import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '../../src/queries/contract.js';
import { csvText } from '../../src/queries/csv.js';
import { openListings } from '../../src/queries/listings.js';
import { listingsFile } from '../../src/queries/listings-file.js';
import { type LocalQueries, localQueries } from '../../src/queries/local.js';
import { type MadeWorkspace, madeWorkspace } from './made-workspace.js';
import { whereWithout } from './plain-twin.js';

let made: MadeWorkspace;
let queries: LocalQueries;
const folder = mkdtempSync(join(tmpdir(), 'trackscope-files-'));

beforeAll(async () => {
  made = await madeWorkspace(300);
  queries = localQueries(openListings(await listingsFile(made.workspace)));
});
afterAll(() => {
  made.close();
  rmSync(folder, { recursive: true, force: true });
});

const FILTER: Filter = { ranges: { energy: [0.2, 0.9] }, genres: ['techno', 'jazz'] };
const COLUMNS =
  'track_id, artists, album_name, track_name, popularity, duration_min, explicit, danceability, energy, key, loudness, mode, speechiness, acousticness, instrumentalness, liveness, valence, tempo, time_signature, track_genre';

async function written(format: 'csv' | 'parquet', ...more: [columns?: string[]]): Promise<string> {
  const file = join(folder, `out.${format}`);
  const blob = await queries.download(FILTER, [{ column: 'popularity', descending: true }], format, ...more);
  writeFileSync(file, new Uint8Array(await blob.arrayBuffer()));
  return file;
}

async function wantedRows(columns = COLUMNS) {
  return made.engine.rows<Record<string, unknown>>(
    `SELECT ${columns} FROM listings WHERE ${whereWithout(FILTER, [])} ORDER BY popularity DESC NULLS LAST, row`,
  );
}

describe('files of the filtered rows', () => {
  it('are read back from Parquet as they are in the catalogue', async () => {
    const file = await written('parquet');
    const rows = await made.engine.rows(`SELECT ${COLUMNS} FROM read_parquet('${file}')`);
    expect(rows).toEqual(await wantedRows());
    const types = await made.engine.rows<{ column_name: string; column_type: string }>(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet('${file}'))`,
    );
    expect(Object.fromEntries(types.map((t) => [t.column_name, t.column_type]))).toMatchObject({
      track_name: 'VARCHAR',
      explicit: 'BOOLEAN',
      key: 'INTEGER',
      energy: 'DOUBLE',
      macro_genre: 'VARCHAR',
    });
  });

  it('are read back from CSV, but for the apostrophe before formulas', async () => {
    const file = await written('csv');
    const rows = await made.engine.rows<Record<string, unknown>>(
      `SELECT ${COLUMNS} FROM read_csv('${file}', header = true, delim = ',', quote = '"', escape = '"', new_line = '\\r\\n', nullstr = '', auto_detect = true, sample_size = -1)`,
    );
    const wanted = await wantedRows();
    expect(rows).toHaveLength(wanted.length);
    const defused = (value: unknown) =>
      typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    const plain = (row: Record<string, unknown>) =>
      Object.values(row).map((v) => (typeof v === 'boolean' ? v : v));
    rows.forEach((row, i) => {
      expect(plain(row)).toEqual(Object.values(wanted[i]!).map(defused));
    });
    expect(rows.some(({ track_name }) => String(track_name).startsWith("'="))).toBe(true);
    expect(rows.some(({ artists }) => String(artists).startsWith("'@"))).toBe(true);
    // Numbers are no texts: a loudness may begin with a minus.
    expect(rows.some(({ loudness }) => Number(loudness) < 0)).toBe(true);
  });

  it('hold the columns that are asked for, by either name', async () => {
    const blob = await queries.download(FILTER, [], 'csv', ['title', 'energy', 'macroGenre']);
    const head = (await blob.text()).split('\r\n')[0];
    expect(head).toBe('track_name,energy,macro_genre');
    await expect(queries.download(FILTER, [], 'csv', ['password'])).rejects.toMatchObject({
      code: 'unknown-column',
    });
  });

  it('are only a head where nothing passes', async () => {
    const nothing: Filter = { genres: [] };
    expect(await (await queries.download(nothing, [], 'csv', ['energy'])).text()).toBe('energy\r\n');
    const file = join(folder, 'empty.parquet');
    writeFileSync(file, new Uint8Array(await (await queries.download(nothing, [], 'parquet')).arrayBuffer()));
    expect(await made.engine.rows(`SELECT count(*) AS n FROM read_parquet('${file}')`)).toEqual([{ n: 0 }]);
  });

  it('quote and defuse cells by the book', () => {
    expect(
      ['a', 'a,b', 'say "x"', 'two\nlines', '', '=1+1', '+1', '-1', '@x', '\tx', '\rx', ' =1'].map(csvText),
    ).toEqual([
      'a',
      '"a,b"',
      '"say ""x"""',
      '"two\nlines"',
      '',
      "'=1+1",
      "'+1",
      "'-1",
      "'@x",
      "'\tx",
      '"\'\rx"',
      ' =1',
    ]);
  });
});
