import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeRejects } from '../../src/ingest/read-catalogue.js';
import { Bench, csv, HEADER, issue, row, rows } from './catalogue-file.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

/** A row whose energy is no number, so that its line is reported. */
const marked = (i: number) => row(i, { energy: `bad${i}` });
const lineOf = (text: string, mark: string) => text.slice(0, text.indexOf(mark)).split(/\r\n|\n|\r/).length;

describe('line numbers are those of the file', () => {
  const multiline = row(1, { track_name: 'one\ntwo\n\nthree', album_name: 'a\r\nb' });
  const cases: Record<string, string> = {
    plain: csv([row(0), marked(2), row(3), marked(4)]),
    'Windows line ends': csv([row(0), marked(2), row(3), marked(4)], { lineEnd: '\r\n' }),
    'old Macintosh line ends': csv([row(0), marked(2), row(3), marked(4)], { lineEnd: '\r' }),
    'no last line end': csv([row(0), marked(2), row(3), marked(4)], { lastLineEnd: false }),
    'quoted line breaks': csv([multiline, marked(2), multiline, row(3), marked(4)]),
    'quoted line breaks, Windows': csv([multiline, marked(2), { ...multiline, track_id: 'x' }, marked(4)], {
      lineEnd: '\r\n',
    }),
    'blank lines': csv([row(0), marked(2), row(3), marked(4)]).replaceAll('\n', '\n\n'),
    'blank lines first': `\n\r\n${csv([row(0), marked(2), row(3), marked(4)])}`,
    'mixed line ends':
      csv([row(0), marked(2)]) +
      csv([row(3), marked(4)], { lineEnd: '\r\n' })
        .split('\r\n')
        .slice(1)
        .join('\r\n'),
    'ragged rows between': csv([row(0), marked(2), row(3), marked(4)]).replace('id3,', 'too,few\nid3,'),
    'quoted line break in the header': csv([row(0), marked(2), marked(4)], { header: [...HEADER, 'a\nb'] }),
  };
  it.each(Object.entries(cases))('%s', async (_, text) => {
    const quality = await bench.read(text);
    expect(issue(quality, 'wrong-type', 'energy').examples).toEqual([
      { line: lineOf(text, 'bad2'), value: 'bad2' },
      { line: lineOf(text, 'bad4'), value: 'bad4' },
    ]);
  });

  it('in a file that several threads read, with a line break quoted in every tenth row', async () => {
    const many = Array.from({ length: 60_000 }, (_, i) => {
      const cells = i % 10 === 0 ? row(i, { album_name: `x\n"${i}"\n` }) : row(i);
      return i === 777 || i === 59_999 ? { ...cells, energy: `bad${i}` } : cells;
    });
    const text = csv(many);
    expect(text.length).toBeGreaterThan(8_000_000 / 1.3);
    const quality = await bench.read(text);
    expect(quality.rows.listings).toBe(60_000);
    expect(issue(quality, 'wrong-type', 'energy').examples).toEqual([
      { line: lineOf(text, 'bad777'), value: 'bad777' },
      { line: lineOf(text, 'bad59999'), value: 'bad59999' },
    ]);
  });
});

describe('rows that cannot be read', () => {
  it('go to the rejects as they stood, with line and reason; the rest is read', async () => {
    const good = csv(rows(6)).split('\n');
    const lines = [
      good[0],
      good[1],
      'id9,"Broken artist,Album', // opened, never closed: it swallows what follows up to the next quote
      good[2],
      'too,few,"fields"',
      `${good[3]},extra`,
      good[4],
      '"text" after,a quote',
      `"x${'\n'}y",two lines, too few`,
      good[5],
      'id10,,,No artist,1,1,True,0,0,0,0,0,0,0,0,0,0,0,4,jazz',
      good[6],
    ];
    const text = `${lines.join('\n')}\n`;
    const quality = await bench.read(text);
    expect(quality.rows).toMatchObject({ read: 11, rejected: 6, kept: 5, listings: 5 });
    expect(await bench.column('track_id')).toEqual(['id0', 'id1', 'id3', 'id4', 'id5']);
    expect((await bench.rejects()).map(({ line, content }) => [line, content])).toEqual([
      [3, lines[2]],
      [5, lines[4]],
      [6, lines[5]],
      [8, lines[7]],
      [9, lines[8]],
      [12, lines[10]],
    ]);
    expect(quality.valid).toBe(false);
  });

  it('keeps their order, and counts them all', async () => {
    const good = csv(rows(4)).split('\n');
    const text = [
      good[0],
      good[1],
      'too,few,"fields"',
      `${good[2]},extra`,
      good[3],
      '"text" after,a quote',
      '"x\ny",two lines',
      'id10,,,No artist,1,1,True,0,0,0,0,0,0,0,0,0,0,0,4,jazz',
      good[4],
      'id9,"never closed,Album',
    ].join('\n');
    const quality = await bench.read(text);
    expect(await bench.rejects()).toEqual([
      { file: 'tracks.csv', line: 3, reason: '3 fields, the header has 20', content: 'too,few,"fields"' },
      { file: 'tracks.csv', line: 4, reason: '21 fields, the header has 20', content: `${good[2]},extra` },
      { file: 'tracks.csv', line: 6, reason: 'text after a closing quote', content: '"text" after,a quote' },
      { file: 'tracks.csv', line: 7, reason: '2 fields, the header has 20', content: '"x\ny",two lines' },
      {
        file: 'tracks.csv',
        line: 9,
        reason: 'missing artists, album_name',
        content: 'id10,,,No artist,1,1,True,0,0,0,0,0,0,0,0,0,0,0,4,jazz',
      },
      {
        file: 'tracks.csv',
        line: 11,
        reason: 'a quote is opened and never closed',
        content: 'id9,"never closed,Album',
      },
    ]);
    expect(quality.rows).toMatchObject({ read: 9, rejected: 6, kept: 3 });
    expect(await bench.column('track_id')).toEqual(['id0', 'id2', 'id3']);
    expect(issue(quality, 'unreadable-row')).toMatchObject({ severity: 'error', count: 5, column: null });
    expect(issue(quality, 'missing-text', 'artists')).toMatchObject({
      severity: 'warning',
      count: 1,
      examples: [{ line: 9, value: null }],
    });

    await writeRejects(bench.engine, bench.path('rejects.csv'));
    const written = await readFile(bench.path('rejects.csv'), 'utf8');
    expect(written).toContain('tracks.csv,3,"3 fields, the header has 20","too,few,""fields"""\r\n');
    const again = await bench.engine.rows(
      `SELECT * FROM read_csv('${bench.path('rejects.csv')}', header = true)`,
    );
    expect(again).toEqual(await bench.rejects());
  });

  it('gives the content of rows far apart', async () => {
    const table = Array.from({ length: 3000 }, (_, i) =>
      i % 700 === 5 ? row(i, { artists: '' }) : row(i, { album_name: `é\n${i}` }),
    );
    const text = csv(table);
    await bench.read(text);
    const rejects = await bench.rejects();
    expect(rejects.map(({ content }) => content)).toEqual(
      [5, 705, 1405, 2105, 2805].map((i) => csv([table[i]!]).split('\n')[1]),
    );
    expect(rejects.map(({ line }) => line)).toEqual(
      [5, 705, 1405, 2105, 2805].map((i) => lineOf(text, `id${i},`)),
    );
  });
});
