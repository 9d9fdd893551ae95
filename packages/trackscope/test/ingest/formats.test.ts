import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue } from '../../src/ingest/read-catalogue.js';
import { Bench, csv, HEADER, issue, refusalOf, row, rows } from './catalogue-file.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

const TITLES = ['Señorita', 'Ænima – “live”', 'NA', 'null', 'nan', 'a,b;c|d\te', 'Say "Yes"', 'two\nlines'];
const TABLE = TITLES.map((track_name, i) => row(i, { track_name }));
const WESTERN = TABLE.map((cells) => ({ ...cells, artists: 'Beyoncé' }));

describe('delimiters and quotes', () => {
  it.each([
    [',', '"', 'csv'],
    ['\t', '"', 'tsv'],
    [';', '"', 'csv'],
    ['|', '"', 'csv'],
    [';', "'", 'csv'],
  ])('finds and reports %j with %j', async (delimiter, quote, format) => {
    const header = quote === "'" ? HEADER.map((name) => `'${name}'`) : HEADER;
    const text =
      quote === "'"
        ? csv(TABLE, { delimiter, quote }).replace(HEADER.join(delimiter), header.join(delimiter))
        : csv(TABLE, { delimiter, quote });
    const { source } = await bench.read(text);
    expect(source).toMatchObject({
      format,
      delimiter,
      quote,
      encoding: 'utf-8',
      compression: 'none',
      files: 1,
    });
    expect(await bench.column('track_name')).toEqual(TITLES);
    expect(await bench.column('tempo')).toEqual(TABLE.map((_, i) => 100 + i / 8));
  });

  it('reads decimals with a comma where the text is separated by something else', async () => {
    const german = rows(3).map((cells) => ({ ...cells, energy: '0,25', tempo: '120,5' }));
    expect((await bench.read(csv(german, { delimiter: ';' }))).valid).toBe(true);
    expect(await bench.column('tempo')).toEqual([120.5, 120.5, 120.5]);
  });
});

describe('encodings', () => {
  const text = csv(TABLE);
  const utf16be = (s: string) => Buffer.from(s, 'utf16le').swap16();
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8 (BOM)', Buffer.from(`\uFEFF${text}`)],
    ['utf-16le', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['utf-16be', utf16be(`\uFEFF${text}`)],
    ['utf-16le', Buffer.from(text, 'utf16le')],
    ['utf-16be', utf16be(text)],
  ])('finds and reports %s', async (encoding, bytes) => {
    const { source } = await bench.read(bytes);
    expect(source.encoding).toBe(encoding);
    expect(await bench.column('track_name')).toEqual(TITLES);
  });

  it('takes a text that is not UTF-8 for Windows-1252, however late that shows', async () => {
    const late = [...rows(20_000), row(20_000, { artists: 'Beyonc#' })];
    const { source } = await bench.read(Buffer.from(csv(late).replace('#', 'é'), 'latin1'));
    expect(source.encoding).toBe('latin-1');
    expect((await bench.column('artists')).at(-1)).toBe('Beyoncé');
    const { valid } = await bench.read(
      Buffer.from(
        csv(WESTERN.slice(1)).replaceAll('“', '').replaceAll('”', '').replaceAll('–', ''),
        'latin1',
      ),
    );
    expect(valid).toBe(true);
  });

  it('keeps a UTF-8 text with a few broken bytes, and reports them', async () => {
    const bytes = Buffer.from(csv(WESTERN));
    bytes[bytes.indexOf('Title') === -1 ? bytes.lastIndexOf('é') : 0] = 0xff;
    const quality = await bench.read(bytes);
    expect(quality.source.encoding).toBe('utf-8');
    expect(issue(quality, 'damaged-text', 'artists')).toMatchObject({ severity: 'warning' });
  });
});

describe('packed files', () => {
  it('reads gzip', async () => {
    const quality = await bench.read(gzipSync(csv(TABLE)), {}, 'tracks.csv.gz');
    expect(quality.source).toMatchObject({ compression: 'gzip', format: 'csv' });
    expect(await bench.column('track_name')).toEqual(TITLES);
  });

  it('reads Zstandard, packed by another program', async () => {
    await bench.read(csv(rows(5000)));
    const path = bench.path('zipped.csv.zst');
    await bench.engine.run(
      `COPY (SELECT * EXCLUDE (row, artist_list, track_genres) FROM listings ORDER BY row) TO '${path}' (COMPRESSION zstd)`,
    );
    const { quality } = await readCatalogue(bench.engine, path);
    expect(quality.source).toMatchObject({ compression: 'zstd', format: 'csv' });
    expect(quality.rows.listings).toBe(5000);
    expect(await bench.column('artists')).toEqual(rows(5000).map((cells) => cells.artists));
  });
});

describe('Parquet and JSON', () => {
  it('reads Parquet with native types and lists', async () => {
    const path = bench.path('tracks.parquet');
    await bench.read(csv(rows(100)));
    await bench.engine.run(
      `COPY (SELECT * EXCLUDE (artists, tempo, track_genre), ['A "x"', 'B'] AS artists, tempo::FLOAT AS tempo,
        CASE WHEN row = 3 THEN NULL ELSE ['jazz', 'soul'] END AS track_genre FROM listings ORDER BY row) TO '${path}'`,
    );
    const { quality } = await readCatalogue(bench.engine, path);
    expect(quality.source).toMatchObject({ format: 'parquet', encoding: null, delimiter: null });
    expect(quality.rows.listings).toBe(100);
    expect((await bench.column('artists'))[0]).toBe('A "x";B');
    expect((await bench.column('artist_list'))[0]).toEqual(['A "x"', 'B']);
    expect((await bench.column('track_genres')).slice(2, 5)).toEqual([
      ['jazz', 'soul'],
      [],
      ['jazz', 'soul'],
    ]);
    expect(await bench.column('tempo')).toEqual(rows(100).map((_, i) => 100 + i / 8));
    expect(issue(quality, 'missing-value', 'track_genre').examples[0]).toEqual({ line: 4, value: null });
  });

  it('puts a Parquet row without a title with the rejects', async () => {
    const path = bench.path('holes.parquet');
    await bench.read(csv(rows(5)));
    await bench.engine.run(
      `COPY (SELECT * REPLACE (CASE WHEN row = 2 THEN NULL ELSE track_name END AS track_name) FROM listings) TO '${path}'`,
    );
    const { quality } = await readCatalogue(bench.engine, path);
    expect(quality.rows).toMatchObject({ read: 5, rejected: 1, kept: 4 });
    const [reject] = await bench.rejects();
    expect(reject).toMatchObject({ line: 3, reason: 'missing track_name' });
    expect(JSON.parse(reject!.content)).toMatchObject({
      artists: 'Artist 2',
      track_name: null,
      tempo: 100.25,
    });
  });

  const asJson = (cells: Record<string, string>) => ({
    ...cells,
    popularity: Number(cells.popularity),
    tempo: Number(cells.tempo),
    explicit: cells.explicit === 'True',
    artists: ['A', `B ${cells.track_id}`],
  });

  it('reads NDJSON, whose keys may come in any order and late, and rejects what is no object', async () => {
    const lines = TABLE.map((cells) => JSON.stringify(asJson(cells)));
    lines.splice(2, 0, '', '{"broken": ', '[1, 2]', 'null');
    const quality = await bench.read(`${lines.join('\n')}\n`, {}, 'tracks.ndjson');
    expect(quality.source.format).toBe('ndjson');
    expect(quality.rows).toMatchObject({ read: TABLE.length + 3, rejected: 3, listings: TABLE.length });
    expect(await bench.column('track_name')).toEqual(TITLES);
    expect(await bench.column('explicit')).toEqual(TABLE.map((_, i) => i % 2 === 1));
    expect(await bench.column('artist_list')).toEqual(TABLE.map((_, i) => ['A', `B id${i}`]));
    expect(await bench.rejects()).toEqual([
      { file: 'tracks.ndjson', line: 4, reason: 'not a JSON object', content: '{"broken": ' },
      { file: 'tracks.ndjson', line: 5, reason: 'not a JSON object', content: '[1, 2]' },
      { file: 'tracks.ndjson', line: 6, reason: 'not a JSON object', content: 'null' },
    ]);
  });

  it('reads a JSON array', async () => {
    const table = TABLE.map(asJson).map((cells, i) => (i === 1 ? { ...cells, artists: '' } : cells));
    const quality = await bench.read(JSON.stringify(table, null, 2), {}, 'tracks.json');
    expect(quality.source.format).toBe('json');
    expect(quality.rows).toMatchObject({ read: TABLE.length, rejected: 1 });
    expect((await bench.rejects())[0]).toMatchObject({ line: 2, reason: 'missing artists' });
    expect(await bench.column('track_name')).toEqual(TITLES.filter((_, i) => i !== 1));
  });

  it('refuses broken JSON', async () => {
    const error = await bench.refusal('[{"artists": "A"}, {"artists": ', {}, 'tracks.json');
    expect(error.code).toBe('broken-json');
    expect(error.message).toContain('tracks.json is expected to be a JSON array of objects');
    expect(error.remedy).toContain('NDJSON');
  });
});

describe('several files and standard input', () => {
  it('reads a folder or a glob of files, their columns by name', async () => {
    await mkdir(bench.path('feed'), { recursive: true });
    await bench.write('feed/a.csv', csv([row(0), row(1)]));
    await bench.write(
      'feed/b.csv',
      csv([row(2), { ...row(3), track_name: '' }, row(0)], { header: [...HEADER].reverse() }),
    );
    await bench.write('feed/.hidden.csv', 'x');
    await bench.write('feed/notes.md', 'x');
    for (const source of ['feed', 'feed/*.csv']) {
      const { quality } = await readCatalogue(bench.engine, bench.path(source));
      expect(quality.source.files).toBe(2);
      expect(quality.rows).toMatchObject({
        read: 5,
        rejected: 1,
        kept: 4,
        duplicates: 1,
        listings: 3,
        tracks: 3,
      });
      expect(await bench.column('track_id')).toEqual(['id0', 'id1', 'id2']);
      expect(await bench.rejects()).toMatchObject([{ file: 'b.csv', line: 3, reason: 'missing track_name' }]);
      expect(issue(quality, 'duplicate-listing').examples).toEqual([
        { line: 4, file: 'b.csv', value: 'Title 0' },
      ]);
    }
    await bench.write('feed/c.csv', csv([row(4)], { header: HEADER.filter((name) => name !== 'mode') }));
    expect((await refusalOf(readCatalogue(bench.engine, bench.path('feed')))).code).toBe('columns-differ');
    await bench.write('feed/c.csv', csv([row(4)], { delimiter: '\t' }));
    expect((await refusalOf(readCatalogue(bench.engine, bench.path('feed')))).code).toBe('mixed-formats');
  });

  it('reads standard input, packed or not', async () => {
    for (const bytes of [Buffer.from(csv(TABLE)), gzipSync(csv(TABLE))]) {
      const { quality } = await readCatalogue(bench.engine, '-', {
        stdin: Readable.from([bytes.subarray(0, 50), bytes.subarray(50)]),
      });
      expect(quality.source).toMatchObject({ name: '-', files: 1, bytes: bytes.length });
      expect(await bench.column('track_name')).toEqual(TITLES);
    }
  });
});
