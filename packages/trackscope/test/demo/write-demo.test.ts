import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { isDemoTrackId } from '@trackscope/catalogue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { csvText, DEMO_HEADER } from '../../src/demo/csv-text.js';
import { writeDemo } from '../../src/demo/write-demo.js';
import { openEngine } from '../../src/engine/engine.js';
import { UserError } from '../../src/errors/user-error.js';
import { writeError } from '../../src/errors/write-error.js';

const PUBLISHED_HEADER =
  ',track_id,artists,album_name,track_name,popularity,duration_ms,explicit,danceability,energy,key,loudness,mode,' +
  'speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_genre';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => new Error('expected it to fail'),
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const engine = await openEngine();
  try {
    return await engine.rows<Record<string, unknown>>(sql);
  } finally {
    engine.close();
  }
}

describe('writeDemo', () => {
  it('writes the published columns in their order, every id marked, numbers as the published file has them', async () => {
    const file = join(folder, 'demo.csv');
    const seen: number[] = [];
    const written = await writeDemo(file, { rows: 2280, onProgress: (rows) => seen.push(rows) });
    const lines = (await readFile(file, 'utf8')).split('\n');
    expect(lines[0]).toBe(PUBLISHED_HEADER);
    expect(DEMO_HEADER).toBe(`${PUBLISHED_HEADER}\n`);
    expect(seen.at(-1)).toBe(2280);
    const rows = await query(
      `SELECT * FROM read_csv('${file}', header = true, all_varchar = true, nullstr = '', auto_detect = false, delim = ',',
        quote = '"', escape = '"', columns = {${PUBLISHED_HEADER.split(',')
          .map((c) => `'${c || 'index'}': 'VARCHAR'`)
          .join(', ')}})`.replace('all_varchar = true, ', ''),
    );
    expect(rows).toHaveLength(2280);
    expect(written).toEqual({ rows: 2280, tracks: new Set(rows.map((r) => r.track_id)).size });
    rows.forEach((row, i) => {
      expect(row.index).toBe(String(i));
      expect(isDemoTrackId(String(row.track_id))).toBe(true);
      expect(row.explicit).toMatch(/^(True|False)$/);
      expect(row.loudness).toMatch(/^-?\d+\.\d{1,3}$/);
      expect(row.tempo).toMatch(/^\d+\.\d{1,3}$/);
      expect(row.instrumentalness).toMatch(/^(\d\.\d+|\d(\.\d+)?e-0[56])$/);
      expect(row.popularity).toMatch(/^\d{1,3}$/);
    });
    expect(rows.filter((r) => r.artists === null)).toHaveLength(1);
    expect(rows.some((r) => r.track_name === 'null')).toBe(true);
    expect(await readdir(folder)).toEqual(['demo.csv']);
  });

  it('gives the same bytes for the same seed', async () => {
    const hash = async (name: string, seed: number) => {
      await writeDemo(join(folder, name), { rows: 1140, seed });
      return createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex');
    };
    const first = await hash('a.csv', 9);
    expect(await hash('b.csv', 9)).toBe(first);
    expect(await hash('c.csv', 10)).not.toBe(first);
  });

  it('writes the same rows compressed and as Parquet', async () => {
    for (const name of ['a.csv', 'a.csv.gz', 'a.parquet']) {
      await writeDemo(join(folder, name), { rows: 1140, seed: 4 });
    }
    const csv = await readFile(join(folder, 'a.csv'));
    expect(gunzipSync(await readFile(join(folder, 'a.csv.gz'))).equals(csv)).toBe(true);
    const [parquet] = await query(
      `SELECT count(*) AS rows, sum(popularity) AS popularity, count(artists) AS artists, max("Unnamed: 0") AS last,
        typeof(any_value(explicit)) AS explicit, typeof(any_value(tempo)) AS tempo FROM '${join(folder, 'a.parquet')}'`,
    );
    const [text] = await query(
      `SELECT sum(popularity) AS popularity FROM read_csv('${join(folder, 'a.csv')}', header = true)`,
    );
    expect(parquet).toEqual({
      rows: 1140,
      popularity: text?.popularity,
      artists: 1139,
      last: 1139,
      explicit: 'BOOLEAN',
      tempo: 'DOUBLE',
    });
    expect((await readdir(folder)).sort()).toEqual(['a.csv', 'a.csv.gz', 'a.parquet']);
  });

  it('replaces a demo catalogue, and nothing else', async () => {
    for (const name of ['a.csv', 'a.csv.gz', 'a.parquet']) {
      const file = join(folder, name);
      await writeDemo(file, { rows: 114 });
      const { size } = await stat(file);
      await writeDemo(file, { rows: 1140 });
      expect((await stat(file)).size).toBeGreaterThan(size);
    }
    const mine = join(folder, 'mine.csv');
    await writeFile(mine, ',track_id,artists\n0,5SuOikwiRyPMVoIQDJUgSV,Someone\n');
    expect((await failure(writeDemo(mine, { rows: 114 }))).code).toBe('file-exists');
    expect(await readFile(mine, 'utf8')).toContain('Someone');
    await writeFile(join(folder, 'junk.parquet'), 'not a parquet file');
    expect((await failure(writeDemo(join(folder, 'junk.parquet'), { rows: 114 }))).code).toBe('file-exists');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const controller = new AbortController();
    const file = join(folder, 'demo.csv');
    const error = await failure(
      writeDemo(file, { rows: 30_000, signal: controller.signal, onProgress: () => controller.abort() }),
    );
    expect(error.code).toBe('interrupted');
    expect(await readdir(folder)).toEqual([]);
  });

  it('keeps the older file when it is stopped', async () => {
    const file = join(folder, 'demo.csv');
    await writeDemo(file, { rows: 114 });
    const before = await readFile(file);
    const controller = new AbortController();
    const stopped = writeDemo(file, {
      rows: 30_000,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect((await failure(stopped)).code).toBe('interrupted');
    expect((await readFile(file)).equals(before)).toBe(true);
  });

  it.each([
    ['demo-format', 'demo.txt', {}],
    ['demo-rows', 'demo.csv', { rows: 113 }],
    ['demo-rows', 'demo.csv', { rows: Number.NaN }],
    ['demo-seed', 'demo.csv', { seed: -1 }],
  ])('%s: %s %o', async (code, name, options) => {
    const error = await failure(writeDemo(join(folder, name), options));
    expect(error.code).toBe(code);
    expect(error.remedy).toBeTruthy();
    expect(await readdir(folder)).toEqual([]);
  });

  it('says what is in the way: a file for a folder, a folder for a file', async () => {
    await writeFile(join(folder, 'file'), '');
    expect((await failure(writeDemo(join(folder, 'file', 'demo.csv'), { rows: 114 }))).code).toBe(
      'no-folder',
    );
    await mkdir(join(folder, 'demo.csv'));
    expect((await failure(writeDemo(join(folder, 'demo.csv'), { rows: 114 }))).code).toBe('file-exists');
    expect(existsSync(join(folder, '.demo.csv.draft'))).toBe(false);
  });
});

describe('csvText', () => {
  it('quotes what needs it, leaves out what is missing, and writes floats as Python does', () => {
    const one = (x: number) => Float64Array.of(x);
    const text = csvText({
      start: 7,
      rows: 1,
      text: {
        track_id: ['demo000000000000000000'],
        artists: ['Velden, Orr & "Tallow"'],
        album_name: [null],
        track_name: ['a\nb'],
        track_genre: ['k-pop'],
      },
      numbers: {
        popularity: one(0),
        duration_ms: one(180_000),
        explicit: one(1),
        danceability: one(0),
        energy: one(1),
        key: one(11),
        loudness: one(-7.25),
        mode: one(0),
        speechiness: one(0.0001),
        acousticness: one(1.01e-6),
        instrumentalness: one(0.0000999),
        liveness: one(0.101),
        valence: one(2e-5),
        tempo: one(120),
        time_signature: one(4),
      },
    });
    expect(text).toBe(
      '7,demo000000000000000000,"Velden, Orr & ""Tallow""",,"a\nb",0,180000,True,0.0,1.0,11,-7.25,0,' +
        '0.0001,1.01e-06,9.99e-05,0.101,2e-05,120.0,4,k-pop\n',
    );
  });
});

describe('writeError', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'no-permission'],
    ['EROFS', 'no-permission'],
    ['EISDIR', 'is-folder'],
  ])('%s becomes %s, with the file and a remedy', (code, expected) => {
    const error = writeError(Object.assign(new Error('x'), { code }), 'there.csv');
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).code).toBe(expected);
    expect((error as UserError).message).toContain('there.csv');
    expect((error as UserError).remedy).toBeTruthy();
  });

  it('lets other errors pass', () => {
    const bug = new TypeError('ours');
    expect(writeError(bug, 'there.csv')).toBe(bug);
  });
});
