import type { GroupProfile } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { extentOf, featuresOf, figureOf, sorted } from '../src/charts/group-figures.js';
import { placeOf, roundTicks } from '../src/charts/ticks.js';
import { differencesOf, differenceWords, hedges } from '../src/pages/genres/differences.js';

function group(
  name: string,
  values: Readonly<Record<string, readonly [mean: number, sd: number, n?: number]>>,
): GroupProfile {
  return {
    name,
    macro: name,
    tracks: 100,
    features: Object.fromEntries(
      Object.entries(values).map(([feature, [mean, sd, n = 100]]) => [
        feature,
        {
          min: mean - 3 * sd,
          q1: mean - sd,
          median: mean,
          q3: mean + sd,
          max: mean + 9 * sd,
          sd,
          mean: { value: mean, low: mean - 0.1, high: mean + 0.1, n },
        },
      ]),
    ),
    shareZero: null,
    share70: { value: 0.1, low: 0.05, high: 0.17, n: 100 },
  };
}

describe('hedges', () => {
  it('agrees with the worked example of Borenstein et al. (2009), tables 4.1 and 4.3', () => {
    // Means 103 and 100, deviations 5.5 and 4.5, fifty each: d 0.5970, J 0.9923, g 0.5924.
    const found = hedges({ mean: 103, sd: 5.5, n: 50 }, { mean: 100, sd: 4.5, n: 50 })!;
    expect(found.g).toBeCloseTo(0.5924, 4);
    // √(100/2500 + 0.5924²/200) = 0.20433; times 1.96 is 0.4005.
    expect(found.high - found.g).toBeCloseTo(0.4005, 3);
    expect(found.g - found.low).toBeCloseTo(0.4005, 3);
  });

  it('has nothing to say of a single track or of values that are all the same', () => {
    expect(hedges({ mean: 1, sd: 1, n: 1 }, { mean: 2, sd: 1, n: 50 })).toBeNull();
    expect(hedges({ mean: 1, sd: 0, n: 9 }, { mean: 2, sd: 0, n: 9 })).toBeNull();
    expect(hedges({ mean: 1, sd: Number.NaN, n: 9 }, { mean: 2, sd: 1, n: 9 })).toBeNull();
  });
});

describe('differences of two groups', () => {
  const metal = group('metal', {
    energy: [0.9, 0.1],
    valence: [0.3, 0.2],
    tempo: [120, 30],
    mode: [0.5, 0.5],
  });
  const sleep = group('sleep', {
    energy: [0.2, 0.1],
    valence: [0.31, 0.2],
    tempo: [100, 30],
    mode: [0.8, 0.4],
  });
  const found = differencesOf(metal, sleep, ['valence', 'tempo', 'energy', 'mode', 'share70']);

  it('come largest first and without those whose spread is not known', () => {
    expect(found.map((d) => d.feature)).toEqual(['energy', 'tempo', 'mode', 'valence']);
  });

  it('are put into words by their size, and not at all where they may be chance', () => {
    expect(found.map(differenceWords)).toEqual([
      'much more energetic',
      'clearly faster',
      'clearly less often in a major key',
      null,
    ]);
  });
});

describe('group figures', () => {
  const groups = [
    group('b', { energy: [0.5, 0.1] }),
    group('a', { energy: [0.5, 0.2] }),
    group('c', { energy: [0.7, 0.1] }),
  ];
  const figures = groups.map((g) => figureOf(g, 'energy')!);

  it('sort by a statistic, equal ones by name', () => {
    expect(sorted(figures, 'mean', true).map((f) => f.name)).toEqual(['c', 'a', 'b']);
    expect(sorted(figures, 'iqr', false).map((f) => f.name)).toEqual(['b', 'c', 'a']);
    expect(sorted(figures, 'name', true).map((f) => f.name)).toEqual(['c', 'b', 'a']);
  });

  it('span what is usual, not the single track far out', () => {
    // Middle half 0.6 to 0.8: no further up than 0.8 + 0.3, though the highest track has 1.6; a reaches 0.7 + 0.6 = 1.3.
    const [low, high] = extentOf(figures);
    expect(high).toBeCloseTo(1.3, 10);
    expect(low).toBeCloseTo(-0.1, 10);
    expect(extentOf([])).toEqual([0, 1]);
  });

  it('have no box for yes and no, and nothing for a feature that is not there', () => {
    expect(figureOf(groups[0]!, 'share70')).toMatchObject({ mean: 0.1, low: 0.05, high: 0.17, box: null });
    expect(figureOf(groups[0]!, 'shareZero')).toBeNull();
    expect(figureOf(groups[0]!, 'tempo')).toBeNull();
  });

  it('leave keys out, which go round, and put popularity first', () => {
    const g = group('x', { key: [5, 3], energy: [0.5, 0.1], popularity: [30, 9] });
    expect(featuresOf({ genres: [g], macroGenres: [] })).toEqual(['popularity', 'share70', 'energy']);
  });
});

describe('ticks', () => {
  it('are round and within the ends', () => {
    expect(roundTicks(0, 1, 4)).toEqual([0, 0.5, 1]);
    expect(roundTicks(-17.3, -2.1, 4)).toEqual([-15, -10, -5]);
    expect(roundTicks(0, 100, 5)).toEqual([0, 20, 40, 60, 80, 100]);
    expect(roundTicks(0.61, 0.7, 4)).toEqual([0.65, 0.7]);
    expect(roundTicks(3, 3)).toEqual([3]);
  });

  it('give places in per cent, never outside', () => {
    expect(placeOf(5, [0, 20])).toBe(25);
    expect(placeOf(-5, [0, 20])).toBe(0);
    expect(placeOf(50, [0, 20])).toBe(100);
  });
});
