import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench, csv, HEADER, issue, row, rows } from './catalogue-file.js';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open();
});
afterAll(() => bench.close());

/** Ten sound rows, the given ones changed. */
const table = (changes: Record<number, Record<string, string>>) =>
  rows(10).map((cells, i) => ({ ...cells, ...changes[i] }));

describe('every kind of problem', () => {
  it('finds nothing wrong with a sound catalogue', async () => {
    const quality = await bench.read(csv(rows(10)));
    expect(quality.valid).toBe(true);
    // Columns that have one value throughout in these rows.
    const same =
      'danceability energy key loudness mode speechiness acousticness instrumentalness liveness valence time_signature';
    expect(quality.issues.map(({ code, column }) => `${code} ${column}`)).toEqual(
      same.split(' ').map((column) => `constant-column ${column}`),
    );
  });

  it('wrong type: the cell becomes missing, the row stays', async () => {
    const wrong = {
      1: { energy: 'loud', popularity: 'nan' },
      4: { energy: 'inf', key: '4.5' },
      6: { explicit: 'maybe' },
    };
    const quality = await bench.read(csv(table(wrong)));
    expect(quality.valid).toBe(false);
    expect(issue(quality, 'wrong-type', 'energy')).toEqual({
      code: 'wrong-type',
      severity: 'error',
      column: 'energy',
      count: 2,
      message: 'Energy is expected to be a number from 0 to 1; something else stands in 2 rows.',
      action: 'The cell was taken as missing and the row kept.',
      examples: [
        { line: 3, value: 'loud' },
        { line: 6, value: 'inf' },
      ],
    });
    expect(issue(quality, 'wrong-type', 'popularity').examples).toEqual([{ line: 3, value: 'nan' }]);
    expect(issue(quality, 'wrong-type', 'key').message).toContain('a whole number from −1 to 11');
    expect(issue(quality, 'wrong-type', 'explicit').examples).toEqual([{ line: 8, value: 'maybe' }]);
    expect(quality.rows).toMatchObject({ kept: 10, rejected: 0, published: 7 });
    expect(await bench.column('energy')).toEqual([
      0.25,
      null,
      0.25,
      0.25,
      null,
      0.25,
      0.25,
      0.25,
      0.25,
      0.25,
    ]);
  });

  it('out of range: the cell becomes missing, the bounds themselves are fine', async () => {
    const quality = await bench.read(
      csv(
        table({
          0: { popularity: '0', danceability: '0', loudness: '-60', key: '-1' },
          1: { popularity: '100', danceability: '1', loudness: '5', key: '11' },
          2: { popularity: '140', danceability: '7', loudness: '-60.1', key: '12', tempo: '-1' },
          3: { popularity: '-1', danceability: '-0.01', loudness: '5.5' },
        }),
      ),
    );
    const found = Object.fromEntries(
      quality.issues
        .filter(({ code }) => code === 'out-of-range')
        .map((i) => [i.column, i.examples.map(({ value }) => value)]),
    );
    expect(found).toEqual({
      popularity: ['140', '-1'],
      danceability: ['7', '-0.01'],
      loudness: ['-60.1', '5.5'],
      key: ['12'],
      tempo: ['-1'],
    });
    expect(issue(quality, 'out-of-range').severity).toBe('error');
    expect((await bench.column('popularity')).slice(0, 4)).toEqual([0, 100, null, null]);
    expect(quality.issues.some(({ code }) => code === 'missing-value')).toBe(false);
  });

  it('impossible zeros and very long tracks: kept, with a warning', async () => {
    const quality = await bench.read(
      csv(
        table({
          2: { tempo: '0', time_signature: '0' },
          3: { duration_ms: '900001' },
          4: { duration_ms: '900000' },
        }),
      ),
    );
    expect(issue(quality, 'impossible-zero', 'tempo')).toMatchObject({
      severity: 'warning',
      count: 1,
      examples: [{ line: 4 }],
    });
    expect(issue(quality, 'impossible-zero', 'time_signature').count).toBe(1);
    expect(issue(quality, 'very-long')).toMatchObject({
      severity: 'warning',
      count: 1,
      examples: [{ line: 5, value: '15.0 min' }],
    });
    expect(quality.valid).toBe(true);
    expect(quality.rows.published).toBe(10);
  });

  it('missing texts and values', async () => {
    const quality = await bench.read(
      csv(
        table({
          1: { artists: '' },
          2: { track_name: '', artists: '' },
          3: { album_name: '' },
          4: { tempo: '' },
          5: { track_id: '' },
          6: { tempo: ' ' },
        }),
      ),
    );
    expect(issue(quality, 'missing-text', 'artists')).toMatchObject({
      severity: 'warning',
      count: 2,
      examples: [
        { line: 3, value: null },
        { line: 4, value: null },
      ],
    });
    expect(issue(quality, 'missing-text', 'track_name').count).toBe(1);
    expect(issue(quality, 'missing-text', 'album_name')).toMatchObject({
      count: 1,
      action: 'The row was kept with the text missing.',
    });
    expect(issue(quality, 'missing-value', 'tempo')).toMatchObject({ severity: 'warning', count: 2 });
    expect(issue(quality, 'missing-value', 'track_id').count).toBe(1);
    expect(quality.rows).toMatchObject({
      read: 10,
      rejected: 2,
      kept: 8,
      listings: 8,
      tracks: 8,
      published: 4,
    });
    expect(quality.valid).toBe(true);
  });

  it('duplicates, several genres, several releases', async () => {
    const base = row(0);
    const quality = await bench.read(
      csv([
        base,
        row(1),
        base,
        { ...base, track_genre: 'ambient' },
        base,
        { ...base, track_id: 'other', album_name: 'Best of', popularity: '0' },
        { ...base, track_id: 'same but for the id' },
      ]),
    );
    expect(quality.rows).toMatchObject({
      read: 7,
      kept: 7,
      duplicates: 2,
      listings: 5,
      tracks: 4,
      recordings: 2,
      songs: 2,
      published: 4,
    });
    expect(issue(quality, 'duplicate-listing')).toMatchObject({
      severity: 'warning',
      count: 2,
      examples: [
        { line: 4, value: 'Title 0' },
        { line: 6, value: 'Title 0' },
      ],
    });
    const genres = issue(quality, 'several-genres');
    expect(genres).toMatchObject({
      severity: 'info',
      count: 2,
      message: '1 track is listed under more than one genre, in 2 rows.',
    });
    expect(genres.examples[0]).toEqual({ line: 2, value: 'techno, ambient' });
    expect(issue(quality, 'several-releases')).toMatchObject({ severity: 'info', count: 4 });
    expect(
      await bench.listings('row, track, recording, song, first_of_track, published, track_genres'),
    ).toEqual([
      {
        row: 0,
        track: 0,
        recording: 0,
        song: 0,
        first_of_track: true,
        published: true,
        track_genres: ['techno', 'ambient'],
      },
      {
        row: 1,
        track: 1,
        recording: 1,
        song: 1,
        first_of_track: true,
        published: true,
        track_genres: ['jazz'],
      },
      {
        row: 3,
        track: 0,
        recording: 0,
        song: 0,
        first_of_track: false,
        published: true,
        track_genres: ['techno', 'ambient'],
      },
      {
        row: 5,
        track: 2,
        recording: 0,
        song: 0,
        first_of_track: true,
        published: true,
        track_genres: ['techno'],
      },
      {
        row: 6,
        track: 3,
        recording: 0,
        song: 0,
        first_of_track: true,
        published: false,
        track_genres: ['techno'],
      },
    ]);
  });

  it('a published row needs its id: the first complete one of equals is kept', async () => {
    const base = row(0);
    await bench.read(
      csv([
        { ...base, track_id: '' },
        { ...base, track_id: 'a' },
        { ...base, track_id: 'b' },
      ]),
    );
    expect(await bench.column('published')).toEqual([false, true, false]);
  });

  it('unknown genres, when the known ones are given', async () => {
    const text = csv(table({ 3: { track_genre: 'Techno' }, 5: { track_genre: 'hyperpop' } }));
    const quality = await bench.read(text, { genres: new Set(['techno', 'jazz']) });
    expect(issue(quality, 'unknown-genre')).toMatchObject({
      severity: 'warning',
      count: 1,
      examples: [{ line: 7, value: 'hyperpop' }],
    });
    expect((await bench.read(text)).issues.some(({ code }) => code === 'unknown-genre')).toBe(false);
  });

  it('damaged text, and not what merely looks foreign', async () => {
    const quality = await bench.read(
      csv(
        table({
          0: { track_name: 'CafÃ©' },
          1: { track_name: 'Donâ€™t' },
          2: { track_name: 'Caf\uFFFD' },
          3: { track_name: 'bell\u0007' },
          4: { track_name: 'SÃO PAULO – Ânsia' },
          5: { track_name: '東京 Ünïcödé’s “é”' },
          6: { track_name: 'tab\tinside' },
        }),
      ),
    );
    expect(issue(quality, 'damaged-text').examples.map(({ line }) => line)).toEqual([2, 3, 4, 5]);
  });

  it('empty and constant columns', async () => {
    const quality = await bench.read(
      csv(rows(5).map((cells) => ({ ...cells, energy: '', mode: '', album_name: 'One' }))),
    );
    expect(issue(quality, 'empty-column', 'energy')).toMatchObject({ severity: 'error', count: 1 });
    expect(issue(quality, 'empty-column', 'mode')).toMatchObject({ severity: 'warning' });
    expect(issue(quality, 'constant-column', 'album_name').examples).toEqual([{ line: null, value: 'One' }]);
    expect(quality.issues.some(({ code }) => code === 'missing-value')).toBe(false);
    expect(quality.valid).toBe(false);
  });

  it('gives the first five, cut after 80 characters, and puts errors first', async () => {
    const quality = await bench.read(
      csv(rows(10).map((cells, i) => ({ ...cells, energy: `${i}`.repeat(100), tempo: '0' }))),
    );
    const { examples, count } = issue(quality, 'out-of-range', 'energy');
    expect(count).toBe(9);
    expect(examples).toHaveLength(5);
    expect(examples[0]).toEqual({ line: 3, value: `${'1'.repeat(80)}…` });
    const severities = quality.issues.map(({ severity }) => severity);
    expect(severities).toEqual(
      [...severities].sort((a, b) => 'error warning info'.indexOf(a) - 'error warning info'.indexOf(b)),
    );
  });

  it('says when the catalogue is made up', async () => {
    const demo = rows(3).map((cells, i) => ({ ...cells, track_id: `demo${'0'.repeat(17)}${i}` }));
    expect((await bench.read(csv(demo))).source.synthetic).toBe(true);
    expect((await bench.read(csv([...demo, row(9)]))).source.synthetic).toBe(false);
    expect((await bench.read(csv(demo, { header: HEADER.slice(1) }))).source.synthetic).toBe(false);
  });
});
