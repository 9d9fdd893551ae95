import { readFileSync } from 'node:fs';
import { pearson, trainTest } from '@trackscope/learn';
import { beforeAll, describe, expect, it } from 'vitest';
import { publishedKey } from '../../src/clean/published-key.js';
import {
  type Collected,
  collect,
  meanBy,
  outOfFoldR2,
  primary,
  publishedRows,
  recordingRows,
  rowText,
  trackRows,
} from './collect.js';

interface Figures {
  readonly raw: Record<string, number>;
  readonly describe: Record<string, Record<string, number>>;
  readonly pearson: Record<string, Record<string, number>>;
  readonly genrePopularityMean: Record<string, number>;
}

/** Aggregates of the published file, computed with pandas. */
const published = JSON.parse(
  readFileSync(new URL('./fixtures/published-figures.json', import.meta.url), 'utf8'),
) as Figures;

/**
 * How alike the demo catalogue is. Counts come within 10 %, shares and means within the tolerances below; the
 * published figures without a fixture were computed with pandas on the published file.
 */
describe.each([1, 20_240_501])('the demo catalogue with seed %i is like the published one', (seed) => {
  let all: Collected;
  let kept: number[];
  let tracks: number[];
  let recordings: number[];

  beforeAll(() => {
    all = collect({ seed });
    kept = publishedRows(all);
    tracks = trackRows(all);
    recordings = recordingRows(all);
  });

  function column(name: string, rows: readonly number[]): number[] {
    const [source, scale] =
      name === 'duration_min' ? (['duration_ms', 1 / 60000] as const) : ([name, 1] as const);
    const values = all.numbers[source as keyof Collected['numbers']];
    return rows.map((i) => values[i]! * scale);
  }

  const within = (value: number, expected: number, share: number) => {
    expect(value).toBeGreaterThan(expected * (1 - share));
    expect(value).toBeLessThan(expected * (1 + share));
  };

  it('has as many tracks, recordings, artists, albums and titles, within 10 %', () => {
    expect(all.rows).toBe(published.raw.rows);
    within(tracks.length, 89_740, 0.1);
    within(recordings.length, 83_478, 0.1);
    within(new Set(tracks.map((i) => all.text.artists[i])).size, 31_437, 0.1);
    within(new Set(tracks.map((i) => primary(all, i))).size, 17_648, 0.1);
    within(new Set(tracks.map((i) => all.text.album_name[i])).size, 46_589, 0.1);
    within(new Set(tracks.map((i) => all.text.track_name[i])).size, 73_608, 0.1);
  });

  it('has 1,000 listings of each genre, 16,299 tracks under several and 450 exact duplicates', () => {
    const genres = new Map<string, Set<string>>();
    const listings = new Map<string, number>();
    const rows = new Set<string>();
    for (let i = 0; i < all.rows; i++) {
      const genre = all.text.track_genre[i]!;
      listings.set(genre, (listings.get(genre) ?? 0) + 1);
      const id = all.text.track_id[i]!;
      genres.set(id, (genres.get(id) ?? new Set()).add(genre));
      rows.add(rowText(all, i));
    }
    expect(new Set(listings.values())).toEqual(new Set([1000]));
    expect(listings.size).toBe(114);
    within([...genres.values()].filter((g) => g.size > 1).length, 16_299, 0.1);
    within([...genres.values()].filter((g) => g.size > 3).length, 1920, 0.35);
    within(all.rows - rows.size, published.raw.duplicateRowsIgnoringIndex!, 0.1);
    within(kept.length, 113_422, 0.005);
  });

  it('has the same dirt at like rates', () => {
    const count = (name: keyof Collected['numbers'], test: (v: number) => boolean) =>
      all.numbers[name].reduce((n, v) => n + (test(v) ? 1 : 0), 0);
    expect(all.text.artists.filter((a) => a === null)).toHaveLength(1);
    within(
      count('tempo', (v) => v === 0),
      published.raw.tempoZero!,
      0.3,
    );
    within(
      count('time_signature', (v) => v === 0),
      published.raw.timeSignatureZero!,
      0.3,
    );
    within(
      count('loudness', (v) => v > 0),
      90,
      0.5,
    );
    within(
      count('duration_ms', (v) => v > 900_000),
      153,
      0.5,
    );
  });

  it('has popularity alike: mean within 1.5, zeros within 1.5 points, quartiles within 3', () => {
    const y = column('popularity', kept).sort((a, b) => a - b);
    const describe = published.describe.popularity!;
    expect(Math.abs(mean(y) - describe.mean!)).toBeLessThan(1.5);
    expect(Math.abs(y.filter((v) => v === 0).length / y.length - 0.1386)).toBeLessThan(0.015);
    for (const [name, p] of QUARTILES) expect(Math.abs(at(y, p) - describe[name]!)).toBeLessThanOrEqual(3);
    expect(Math.abs(y.filter((v) => v >= 70).length / y.length - 0.0482)).toBeLessThan(0.01);
  });

  it('has mean popularity by genre alike: correlation at least 0.97, none further than 8', () => {
    const means = meanBy(
      kept.map((i) => all.text.track_genre[i]!.replaceAll('-', ' ')),
      column('popularity', kept),
    );
    const names = Object.keys(published.genrePopularityMean);
    const ours = Float64Array.from(names, (g) => means.get(g)!);
    const theirs = Float64Array.from(names, (g) => published.genrePopularityMean[g]!);
    expect(pearson(ours, theirs)).toBeGreaterThan(0.97);
    names.forEach((g, i) => {
      expect(Math.abs(ours[i]! - theirs[i]!), g).toBeLessThan(8);
    });
  });

  it('has every quartile of every feature within 0.08 of its standard deviation', () => {
    for (const [name, figures] of Object.entries(published.describe)) {
      if (name === 'popularity' || name === 'explicit') continue;
      const x = column(name, kept).sort((a, b) => a - b);
      const centre = mean(x);
      const sd = Math.sqrt(mean(x.map((v) => (v - centre) ** 2)));
      expect(Math.abs(centre - figures.mean!), name).toBeLessThan(0.06 * sd);
      for (const [q, p] of QUARTILES)
        expect(Math.abs(at(x, p) - figures[q]!), `${name} ${q}`).toBeLessThan(0.08 * sd);
    }
  });

  it('has every correlation within 0.06', () => {
    const names = Object.keys(published.pearson);
    const columns = new Map(names.map((n) => [n, Float64Array.from(column(n, kept))]));
    for (const a of names) {
      for (const [b, r] of Object.entries(published.pearson[a]!)) {
        if (a < b)
          expect(Math.abs(pearson(columns.get(a)!, columns.get(b)!) - r), `${a} ${b}`).toBeLessThan(0.06);
      }
    }
  });

  it('leaks as much: the artist mean over all rows has R² 0.735, that of the training rows 0.545', () => {
    const keys = kept.map((i) => publishedKey(all.text.artists[i]!));
    const y = column('popularity', kept);
    const [fold] = trainTest(kept.length, { testShare: 0.2, seed: 42, numpy: true }).folds;
    const testRows = Array.from(fold!.test);
    const trainRows = Array.from(fold!.train);
    const truth = testRows.map((i) => y[i]!);
    const leaky = meanBy(keys, y);
    const clean = meanBy(
      trainRows.map((i) => keys[i]!),
      trainRows.map((i) => y[i]!),
    );
    const genres = kept.map((i) => all.text.track_genre[i]!);
    const byGenre = meanBy(
      trainRows.map((i) => genres[i]!),
      trainRows.map((i) => y[i]!),
    );
    const overall = mean(trainRows.map((i) => y[i]!));
    const score = (predict: (i: number) => number) => r2(truth, testRows.map(predict));
    expect(Math.abs(score((i) => leaky.get(keys[i]!)!) - 0.735)).toBeLessThan(0.06);
    expect(Math.abs(score((i) => clean.get(keys[i]!) ?? overall) - 0.545)).toBeLessThan(0.06);
    expect(Math.abs(score((i) => byGenre.get(genres[i]!)!) - 0.247)).toBeLessThan(0.04);
  });

  it('knows artists and genres as well: by recording, out of fold, 0.49 to 0.53 and 0.38', () => {
    const y = column('popularity', recordings);
    const artists = recordings.map((i) => primary(all, i));
    const sets = genreSets(all);
    const setKeys = recordings.map((i) => sets.get(all.text.track_id[i]!)!);
    const foldOf = new Map<string, number>();
    for (const a of artists) if (!foldOf.has(a)) foldOf.set(a, (foldOf.size * 7) % 5);
    const byRow = recordings.map((_, i) => (i * 7) % 5);
    const byArtist = artists.map((a) => foldOf.get(a)!);
    expect(Math.abs(outOfFoldR2(artists, y, byRow, 1) - 0.525)).toBeLessThan(0.1);
    expect(Math.abs(outOfFoldR2(setKeys, y, byRow, 5) - 0.427)).toBeLessThan(0.05);
    expect(Math.abs(outOfFoldR2(setKeys, y, byArtist, 5) - 0.382)).toBeLessThan(0.05);
  });

  it('puts the zeros on compilations: 67 % there, 3 % elsewhere', () => {
    const artists = new Map<string, Set<string>>();
    for (const i of tracks) {
      const album = all.text.album_name[i]!;
      artists.set(album, (artists.get(album) ?? new Set()).add(primary(all, i)));
    }
    const onCompilation = tracks.filter((i) => artists.get(all.text.album_name[i]!)!.size >= 5);
    const elsewhere = tracks.filter((i) => artists.get(all.text.album_name[i]!)!.size < 5);
    const zeros = (rows: number[]) =>
      rows.filter((i) => all.numbers.popularity[i] === 0).length / rows.length;
    expect(Math.abs(onCompilation.length / tracks.length - 0.121)).toBeLessThan(0.05);
    expect(Math.abs(zeros(onCompilation) - 0.668)).toBeLessThan(0.15);
    expect(Math.abs(zeros(elsewhere) - 0.028)).toBeLessThan(0.015);
  });
});

const QUARTILES = [
  ['25%', 0.25],
  ['50%', 0.5],
  ['75%', 0.75],
] as const;

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const v of values) sum += v;
  return sum / values.length;
}

function at(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  return sorted[low]! + (place - low) * ((sorted[low + 1] ?? sorted[low]!) - sorted[low]!);
}

function r2(truth: readonly number[], predicted: readonly number[]): number {
  const m = mean(truth);
  let left = 0;
  let total = 0;
  truth.forEach((y, i) => {
    left += (y - predicted[i]!) ** 2;
    total += (y - m) ** 2;
  });
  return 1 - left / total;
}

function genreSets(all: Collected): Map<string, string> {
  const sets = new Map<string, Set<string>>();
  for (let i = 0; i < all.rows; i++) {
    const id = all.text.track_id[i]!;
    sets.set(id, (sets.get(id) ?? new Set()).add(all.text.track_genre[i]!));
  }
  return new Map([...sets].map(([id, set]) => [id, [...set].sort().join('|')]));
}
