import { mkdir, readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.js';
import { engineError } from '../../src/ingest/abort.js';
import { fileError } from '../../src/ingest/file-error.js';
import { readCatalogue } from '../../src/ingest/read-catalogue.js';
import { Bench, csv, HEADER, issue, refusalOf, row, rows } from './catalogue-file.js';

let bench: Bench;
let spool: string;
beforeAll(async () => {
  bench = await Bench.open();
  spool = bench.path('spool');
  await mkdir(spool);
});
afterAll(() => bench.close());

const refuse = (content: string | Uint8Array, name?: string) =>
  bench.refusal(content, { tempDirectory: spool }, name);

describe('what cannot be read is refused with code, place and remedy, and leaves nothing', () => {
  const sound = csv(rows(200));
  const cases: [string, string | Uint8Array, string, RegExp, string?][] = [
    ['an empty file', '', 'empty-file', /tracks\.csv .* is empty \(0 bytes\)/],
    ['blank space', ' \n\n \n', 'empty-file', /blank space alone/],
    ['a header alone', `${HEADER.join(',')}\n`, 'no-rows', /it has column names and no row/],
    [
      'a binary file',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
      'binary-file',
      /it is a binary file/,
    ],
    [
      'a spreadsheet',
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 1)]),
      'binary-file',
      /a spreadsheet or ZIP archive/,
      'tracks.xlsx',
    ],
    [
      'a truncated gzip',
      gzipSync(sound).subarray(0, 900),
      'damaged-file',
      /ends early or is damaged/,
      'tracks.csv.gz',
    ],
    ['a damaged gzip', damaged(gzipSync(sound)), 'damaged-file', /ends early or is damaged/, 'tracks.csv.gz'],
    [
      'a damaged Zstandard file',
      Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3, 4, 5, 6, 7, 8),
      'damaged-file',
      /ends early or is damaged/,
      't.csv.zst',
    ],
    [
      'a truncated Parquet file',
      Buffer.from('PAR1 and no more than this'),
      'damaged-file',
      /whole Parquet file/,
      't.parquet',
    ],
    ['missing columns', 'artists,track_name\nA,B\n', 'missing-column', /danceability, energy/],
    ['a header that is never closed', `"${sound}`, 'unreadable-header', /the first line of tracks\.csv/],
    [
      'rows that are all ragged',
      `${HEADER.join(',')}\na,b\nc\n`,
      'no-readable-rows',
      /none of its 2 rows .*line 2: 2 fields/,
    ],
    [
      'no artists at all',
      csv(rows(3).map((cells) => ({ ...cells, artists: '' }))),
      'no-readable-rows',
      /line 2: missing artists/,
    ],
  ];
  it.each(cases)('%s', async (_, content, code, message, name) => {
    await bench.read(csv(rows(2)));
    const error = await refuse(content, name);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
    expect(error.remedy).not.toBeNull();
    expect(await readdir(spool)).toEqual([]);
    expect(await bench.engine.rows("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'x'")).toEqual(
      [],
    );
  });

  it('a file, a folder or a pattern that is not there', async () => {
    await mkdir(bench.path('empty'), { recursive: true });
    const refusal = (source: string) => refusalOf(readCatalogue(bench.engine, bench.path(source)));
    expect((await refusal('nothing.csv')).code).toBe('file-not-found');
    expect((await refusal('nothing.csv')).message).toContain('nothing.csv does not exist');
    expect((await refusal('tracks.csv/x')).code).toBe('file-not-found');
    expect((await refusal('empty')).code).toBe('no-files');
    expect((await refusal('empty/*.csv')).message).toMatch(/no file matches .*empty\/\*\.csv/);
    expect((await refusalOf(readCatalogue(bench.engine, '/dev/null'))).code).toBe('not-a-file');
  });

  it('what the system says', () => {
    for (const [errno, code] of [
      ['EACCES', 'no-permission'],
      ['ENOSPC', 'disk-full'],
      ['EDQUOT', 'disk-full'],
      ['EMFILE', 'too-many-files'],
    ]) {
      const error = fileError(Object.assign(new Error('x'), { code: errno }), 'some/file');
      expect(error).toBeInstanceOf(UserError);
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining('some/file'),
        remedy: expect.any(String),
      });
    }
    expect(engineError(new Error('IO Error: Could not write file: No space left on device'))).toMatchObject({
      code: 'disk-full',
    });
    expect(engineError(new Error('Out of Memory Error: failed to pin block'))).toMatchObject({
      code: 'out-of-memory',
    });
    const other = new Error('a bug');
    expect(engineError(other)).toBe(other);
    expect(fileError(other, 'x')).toBe(other);
  });

  it.skipIf(process.platform === 'win32')('a temporary folder that cannot be written', async () => {
    const path = await bench.write('zipped.csv.gz', gzipSync(sound));
    const error = await refusalOf(readCatalogue(bench.engine, path, { tempDirectory: bench.path('none') }));
    expect(error.code).toBe('file-not-found');
  });
});

describe('what is half bad is read as far as it goes', () => {
  it('a line of 10 MB', async () => {
    const [header, first, second] = csv(rows(2)).split('\n');
    for (const long of ['x'.repeat(10_000_000), `"${'x,\n'.repeat(3)}${'y'.repeat(10_000_000)}"`]) {
      const quality = await bench.read([header, first, long, second, ''].join('\n'));
      expect(await bench.column('track_id')).toEqual(['id0', 'id1']);
      const rejects = await bench.rejects();
      expect(rejects[0]!.line).toBe(3);
      expect(rejects.every(({ content }) => content.length <= 2_000_000)).toBe(true);
      expect(issue(quality, 'unreadable-row').count).toBe(rejects.length);
    }
    expect((await bench.rejects()).map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'a quote is opened and never closed'],
      [4, '2 fields, the header has 20'],
      [5, '2 fields, the header has 20'],
      [6, 'longer than 2,000,000 bytes'],
    ]);
  });

  it('a quote that is never closed costs its line, not the rest', async () => {
    const lines = csv(rows(5000)).split('\n');
    lines[2000] = lines[2000]!.replace('Artist', '"Artist');
    const quality = await bench.read(lines.join('\n'));
    expect(quality.rows).toMatchObject({ read: 5000, rejected: 1 });
    expect(issue(quality, 'unreadable-row').examples).toEqual([
      { line: 2001, value: `${lines[2000]!.slice(0, 80)}…` },
    ]);
    expect((await bench.rejects())[0]).toMatchObject({ line: 2001, content: lines[2000] });
  });

  it('NUL bytes', async () => {
    const quality = await bench.read(csv([row(0), row(1, { track_name: 'a\0b' }), row(2)]));
    expect(quality.rows).toMatchObject({ read: 3, rejected: 1 });
    expect((await bench.rejects())[0]).toMatchObject({ line: 3, reason: 'contains a NUL byte' });
  });
});

describe('stopping', () => {
  it('stops at once when asked before, and in the middle; leaves no file, no table, a usable engine', async () => {
    const path = await bench.write('long.csv', csv(rows(30_000)));
    const early = AbortSignal.abort();
    expect(
      (await refusalOf(readCatalogue(bench.engine, path, { signal: early, tempDirectory: spool }))).code,
    ).toBe('interrupted');
    for (const step of ['read', 'identify', 'clean', 'check'] as const) {
      const controller = new AbortController();
      const reading = readCatalogue(bench.engine, path, {
        signal: controller.signal,
        tempDirectory: spool,
        onProgress: (progress) => {
          if (progress.step === step) controller.abort();
        },
      });
      expect((await refusalOf(reading)).code).toBe('interrupted');
      expect(await readdir(spool)).toEqual([]);
      expect(await bench.engine.rows('SELECT table_name FROM duckdb_tables()')).toEqual([]);
    }
    const { quality } = await readCatalogue(bench.engine, path);
    expect(quality.rows.listings).toBe(30_000);
  });

  it('stops waiting for standard input', async () => {
    const controller = new AbortController();
    const stdin = new Readable({ read() {} });
    stdin.push(HEADER.join(','));
    const reading = readCatalogue(bench.engine, '-', {
      stdin,
      signal: controller.signal,
      tempDirectory: spool,
    });
    setTimeout(() => controller.abort(), 20);
    expect((await refusalOf(reading)).code).toBe('interrupted');
    expect(await readdir(spool)).toEqual([]);
  });
});

describe('progress', () => {
  it('counts bytes up to the whole, then steps', async () => {
    const text = csv(rows(3000));
    const seen: string[] = [];
    const done: number[] = [];
    await bench.read(text, {
      onProgress: (progress) => {
        if (seen.at(-1) !== progress.step) seen.push(progress.step);
        if (progress.step === 'read') done.push(progress.done);
      },
    });
    expect(seen).toEqual(['read', 'identify', 'clean', 'check']);
    expect(done.at(-1)).toBe(text.length);
  });
});

function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let i = 200; i < 260; i++) copy[i] = 0x55;
  return copy;
}
