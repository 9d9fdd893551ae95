import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEMO_COLUMNS, demoCatalogue } from '../../src/demo/demo-catalogue.js';
import { DEMO_ID_PREFIX, isDemoTrackId } from '../../src/demo/demo-id.js';
import { AWKWARD_ARTISTS } from '../../src/demo/names/artist-names.js';
import { AWKWARD_TITLES } from '../../src/demo/names/titles.js';
import { PUBLISHED_STATISTICS } from '../../src/demo/published-statistics.js';
import { createRandom, normalCdf } from '../../src/demo/random.js';
import { quantileAt } from '../../src/demo/statistics.js';
import { collect, NUMBERS } from './collect.js';

const STATISTICS_FILE = fileURLToPath(new URL('../../src/demo/published-statistics.ts', import.meta.url));
const REAL =
  process.env.TRACKSCOPE_DATA ??
  fileURLToPath(new URL('../../../../../shared/data/spotify-tracks.csv', import.meta.url));

describe('demoCatalogue', () => {
  it('gives exactly the rows asked for, all genres evenly, whatever the number and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 114, max: 4000 }), fc.nat(), (rows, seed) => {
        const all = collect({ rows, seed });
        expect(all.rows).toBe(rows);
        const counts = new Map<string, number>();
        for (const g of all.text.track_genre) counts.set(g!, (counts.get(g!) ?? 0) + 1);
        expect(counts.size).toBe(114);
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1);
        expect(all.text.track_id.every((id) => isDemoTrackId(id!))).toBe(true);
        for (const name of NUMBERS) {
          expect(all.numbers[name].every((v) => Number.isFinite(v))).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('keeps every value in its range', () => {
    const { numbers } = collect({ rows: 30_000, seed: 3 });
    const ranges: [keyof typeof numbers, number, number][] = [
      ['popularity', 0, 100],
      ['explicit', 0, 1],
      ['danceability', 0, 1],
      ['energy', 0, 1],
      ['key', 0, 11],
      ['loudness', -60, 5],
      ['mode', 0, 1],
      ['speechiness', 0, 1],
      ['acousticness', 0, 1],
      ['instrumentalness', 0, 1],
      ['liveness', 0, 1],
      ['valence', 0, 1],
      ['tempo', 0, 250],
      ['time_signature', 0, 5],
      ['duration_ms', 0, 6_000_000],
    ];
    expect(ranges.map(([name]) => name).sort()).toEqual([...NUMBERS].sort());
    for (const [name, low, high] of ranges) {
      expect(
        numbers[name].every((v) => v >= low && v <= high),
        name,
      ).toBe(true);
    }
  });

  it('gives the same rows for the same seed and others for another', () => {
    const text = (seed: number) =>
      JSON.stringify([...demoCatalogue({ rows: 1140, seed })].map((b) => b.text));
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });

  it('comes in batches that follow one another, and says at the end what it was', () => {
    const batches = demoCatalogue({ rows: 20_000 });
    let next = 0;
    for (;;) {
      const step = batches.next();
      if (step.done) {
        expect(step.value.rows).toBe(20_000);
        expect(step.value.tracks).toBe(new Set(collect({ rows: 20_000 }).text.track_id).size);
        break;
      }
      expect(step.value.start).toBe(next);
      expect(Object.keys(step.value.text).length + Object.keys(step.value.numbers).length).toBe(
        DEMO_COLUMNS.length,
      );
      next += step.value.rows;
    }
    expect(next).toBe(20_000);
  });

  it('makes larger catalogues of blocks with ids of their own', () => {
    const ids = new Map<string, number>();
    const batches = demoCatalogue({ rows: 172_000 });
    let blank = 0;
    for (const batch of batches) {
      for (let i = 0; i < batch.rows; i++) {
        const half = batch.start + i < 86_000 ? 1 : 2;
        ids.set(batch.text.track_id[i]!, (ids.get(batch.text.track_id[i]!) ?? 0) | half);
        if (batch.text.artists[i] === null) blank++;
      }
    }
    expect([...ids.values()].some((halves) => halves === 3)).toBe(false);
    expect(blank).toBe(1);
  });

  it.each([113, 0, -1, 1000.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s rows', (rows) => {
    expect(() => demoCatalogue({ rows }).next()).toThrow(/at least 114/);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
    expect(() => demoCatalogue({ rows: 114, seed }).next()).toThrow(/seed must be a whole number/);
  });

  it('has the names that readers stumble over', () => {
    const { text } = collect({ rows: 20_000 });
    const artists = new Set(text.artists.flatMap((a) => a?.split(';') ?? []));
    const titles = new Set(text.track_name);
    expect(AWKWARD_ARTISTS.filter((a) => !artists.has(a))).toEqual([]);
    expect(AWKWARD_TITLES.filter((t) => !titles.has(t))).toEqual([]);
    const noted = (mark: string) => text.track_name.filter((t) => t?.includes(mark)).length;
    for (const mark of [' - Remix', '(Live)', '[', '(feat. ']) expect(noted(mark), mark).toBeGreaterThan(0);
    expect(text.artists.every((a) => a !== '' && !a?.startsWith(';'))).toBe(true);
    expect(text.album_name.every((a) => a !== '')).toBe(true);
  });
});

describe('a demo id', () => {
  it('is told from a real one', () => {
    expect(DEMO_ID_PREFIX).toBe('demo');
    expect(isDemoTrackId('demo6Br8uw6SDD6E1fzYUR')).toBe(true);
    expect(isDemoTrackId('6Br8uw6SDD6E1fzYURdemo')).toBe(false);
    expect(isDemoTrackId('demo')).toBe(false);
    expect(isDemoTrackId('demo6Br8uw6SDD6E1fzYU-')).toBe(false);
  });
});

describe('the statistics behind it', () => {
  it('are aggregates only: numbers, and the names of genres and features', () => {
    const texts: string[] = [];
    JSON.stringify(PUBLISHED_STATISTICS, (_key, value: unknown) => {
      if (typeof value === 'string') texts.push(value);
      return value;
    });
    expect(texts).toEqual([...PUBLISHED_STATISTICS.genres, ...PUBLISHED_STATISTICS.features]);
    expect(statSync(STATISTICS_FILE).size).toBeLessThan(150_000);
  });

  it('describe no set of genres of fewer than three tracks', () => {
    for (const set of PUBLISHED_STATISTICS.sets) expect(set.at(-1)).toBeGreaterThanOrEqual(3);
    for (const stratum of Object.values(PUBLISHED_STATISTICS.popularity)) {
      expect(stratum[0]).toBeGreaterThanOrEqual(20);
    }
  });

  it.skipIf(!existsSync(REAL))('lend no artist of the published file to the demo', () => {
    const line = /^\d+,[^,]*,("(?:[^"]|"")*"|[^,]*),/;
    const real = new Set<string>();
    for (const row of readFileSync(REAL, 'utf8').split('\n')) {
      const field = line.exec(row)?.[1]?.replace(/^"|"$/g, '').replaceAll('""', '"');
      for (const artist of field?.split(';') ?? []) real.add(artist);
    }
    expect(real.size).toBeGreaterThan(29_000);
    const invented = new Set(collect({}).text.artists.flatMap((a) => a?.split(';') ?? []));
    // Syllables may fall together by chance; no more than one name in a thousand may.
    const shared = [...invented].filter((a) => real.has(a));
    expect(shared.length).toBeLessThan(invented.size / 1000);
  });
});

describe('its parts', () => {
  it('the normal distribution function agrees with its table in the books', () => {
    // Abramowitz & Stegun, table 26.1.
    const table: [number, number][] = [
      [0, 0.5],
      [0.5, 0.6914624613],
      [1, 0.8413447461],
      [1.96, 0.9750021049],
      [-2.33, 0.0099030756],
      [3.003, 0.9986633639],
    ];
    for (const [z, p] of table) expect(Math.abs(normalCdf(z) - p)).toBeLessThan(2e-6);
    expect(normalCdf(9)).toBeLessThanOrEqual(1);
    expect(normalCdf(-9)).toBeGreaterThanOrEqual(0);
  });

  it('normals have mean 0, variance 1 and the right tails', () => {
    const random = createRandom(11);
    const n = 200_000;
    let sum = 0;
    let squares = 0;
    let beyond = 0;
    for (let i = 0; i < n; i++) {
      const z = random.normal();
      sum += z;
      squares += z * z;
      if (Math.abs(z) > 1.959964) beyond++;
    }
    expect(Math.abs(sum / n)).toBeLessThan(0.01);
    expect(Math.abs(squares / n - 1)).toBeLessThan(0.015);
    expect(Math.abs(beyond / n - 0.05)).toBeLessThan(0.003);
  });

  it('quantiles are interpolated between knots and stop at the outermost', () => {
    expect(quantileAt([0, 0.5, 1], [9, 10, 20, 40], 1, 0.25)).toBe(15);
    expect(quantileAt([0, 0.5, 1], [9, 10, 20, 40], 1, 0.75)).toBe(30);
    expect(quantileAt([0.1, 0.5, 0.9], [1, 2, 3], 0, 0.01)).toBe(1);
    expect(quantileAt([0.1, 0.5, 0.9], [1, 2, 3], 0, 0.99)).toBe(3);
  });
});
