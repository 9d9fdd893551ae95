import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bench, csv, HEADER, row } from './catalogue-file.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

const NASTY = [
  '"',
  '""',
  "'",
  ',',
  ';',
  '\t',
  '|',
  '\n',
  '\r\n',
  '\r',
  ' ',
  '  ',
  '\\',
  '\\"',
  'a',
  'é',
  '東',
  '😀',
  '#',
  '0',
  'NA',
  'null',
  'x\uFEFF',
  '\u00a0',
  '[',
  "['x']x",
];
const text = fc
  .array(fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join('').replaceAll('\0', ''))
  .filter((value) => value !== '');
const number = fc.double({ min: 0, max: 1, noNaN: true });
const rowsOf = fc.array(
  fc.record({
    title: text,
    artist: text,
    album: fc.oneof(text, fc.constant('')),
    energy: number,
    tempo: fc.double({ min: 0, max: 1e6, noNaN: true }),
  }),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const writing = fc.record({
  delimiter: fc.constantFrom(',', '\t', ';', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  lastLineEnd: fc.boolean(),
});
const encodings = {
  'utf-8': (s: string) => Buffer.from(s),
  'utf-8 (BOM)': (s: string) => Buffer.from(`\uFEFF${s}`),
  'utf-16le': (s: string) => Buffer.from(`\uFEFF${s}`, 'utf16le'),
  'utf-16be': (s: string) => Buffer.from(`\uFEFF${s}`, 'utf16le').swap16(),
};

it('reads back what was written, whatever is in it and however it is written', async () => {
  const encoding = fc.constantFrom(...(Object.keys(encodings) as (keyof typeof encodings)[]));
  await fc.assert(
    fc.asyncProperty(
      rowsOf,
      writing,
      encoding,
      fc.shuffledSubarray(HEADER, { minLength: HEADER.length }),
      async (table, how, name, header) => {
        const written = table.map(({ title, artist, album, energy, tempo }, i) =>
          row(i, {
            track_name: title,
            artists: artist,
            album_name: album,
            energy: String(energy),
            tempo: String(tempo),
          }),
        );
        const quality = await bench.read(encodings[name](csv(written, { ...how, header })));
        expect(quality.source).toMatchObject({ encoding: name, delimiter: how.delimiter });
        expect(quality.rows).toMatchObject({ read: table.length, rejected: 0, listings: table.length });
        expect(await bench.listings('track_name, artists, album_name, energy, tempo')).toEqual(
          table.map(({ title, artist, album, energy, tempo }) => ({
            track_name: title,
            artists: artist,
            album_name: album === '' ? null : album,
            // A minus zero is written as 0.
            energy: energy + 0,
            tempo: tempo + 0,
          })),
        );
      },
    ),
    { numRuns: 40, seed: 20_260_101 },
  );
}, 240_000);

it('reads and rejects, but never fails on, a file with random damage', async () => {
  const sound = Buffer.from(
    csv(Array.from({ length: 20 }, (_, i) => row(i, { track_name: `A "${i}"\n, b`, artists: 'Beyoncé' }))),
  );
  const header = sound.indexOf(10) + 1;
  const wound = fc.record({
    at: fc.integer({ min: header, max: sound.length - 1 }),
    byte: fc.oneof(fc.constantFrom(34, 44, 10, 13, 0xe9), fc.integer({ min: 0, max: 255 })),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(wound, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: header, max: sound.length }),
      async (wounds, end) => {
        const bytes = Buffer.from(sound);
        for (const { at, byte } of wounds) bytes[at] = byte;
        const outcome = await bench.read(bytes.subarray(0, end)).catch((error) => error);
        if ('rows' in outcome) expect(outcome.rows.read).toBe(outcome.rows.kept + outcome.rows.rejected);
        else expect(['no-rows', 'no-readable-rows', 'binary-file']).toContain(outcome.code);
      },
    ),
    { numRuns: 60, seed: 7 },
  );
}, 240_000);
