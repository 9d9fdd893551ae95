import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { calibrate, intervalsOf } from '../../src/honest/calibration.js';
import { clusterReaches } from '../../src/honest/cluster-reach.js';
import { bandsOf, groupFigures, historiesOf } from '../../src/honest/groups.js';
import { scoreQuantile } from '../../src/honest/score-quantile.js';

const scores = Float64Array.from({ length: 100 }, (_, i) => i + 1);
const one = { levels: ['indian'], codes: new Int32Array(100) };
const reachOf = (clusters: Int32Array) => clusterReaches(scores, one, clusters, 0.9)[0]!.reach;

describe('the reach of a group', () => {
  it('is raised by the standard error of independent rows when each is a cluster of its own', () => {
    // Plain: rank ⌈101 × 0.9⌉ = 91. Squares: 91 × 0.1² + 9 × 0.9² = 8.2, so 0.0286 × 0.8416 = 0.0241; ⌈101 × 0.9241⌉ = 94.
    expect(reachOf(Int32Array.from(scores.keys()))).toBe(94);
  });

  it('is raised further when rows that err alike come from one cluster', () => {
    // Clusters: 1–50, 51–91 and 92–100, so 5² + 4.1² + 8.1² = 107.42; 0.1036 × 0.8416 = 0.0872; ⌈101 × 0.9872⌉ = 100.
    expect(reachOf(Int32Array.from(scores, (s) => (s <= 50 ? 0 : s <= 91 ? 1 : 2)))).toBe(100);
  });

  it('stays where it was when every cluster has the same share outside', () => {
    // Ten clusters of ten, of each nine inside: sums of 9 − 9 = 0; the tenth has none outside but row 91: 10 − 9 = 1 or 9 − 9.
    const clusters = Int32Array.from(scores, (_, i) => i % 10);
    // One cluster holds row 91 as well: (10 − 9)² = 1; the other nine 0. √1 / 100 × 0.8416 = 0.0084; ⌈101 × 0.9084⌉ = 92.
    expect(reachOf(clusters)).toBe(92);
  });

  it('belongs to groups of 60 rows and more, by name', () => {
    const groups = { levels: ['few', 'some'], codes: Int32Array.from(scores, (_, i) => (i < 59 ? 0 : 1)) };
    expect(clusterReaches(scores, groups, new Int32Array(100), 0.9)).toEqual([]);
    const more = { levels: ['z', 'a'], codes: Int32Array.from({ length: 200 }, (_, i) => i % 2) };
    const each = Int32Array.from(more.codes.keys());
    const found = clusterReaches(Float64Array.from(each), more, each, 0.9);
    expect(found.map(({ group, rows }) => [group, rows])).toEqual([
      ['a', 100],
      ['z', 100],
    ]);
  });

  it('is never beyond the largest score', () => {
    const alike = clusterReaches(scores, one, new Int32Array(100), 0.9);
    expect(alike[0]!.reach).toBeLessThanOrEqual(100);
  });
});

/** Errors of rows of artists: each artist has a lean of its own, as big as the noise of rows times three. */
function drawn(seed: number, artists: number, tracks: number) {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const actual: number[] = [];
  const clusters: number[] = [];
  for (let a = 0; a < artists; a++) {
    const lean = 9 * normal();
    for (let t = 0; t < tracks; t++) {
      actual.push(Math.max(0, Math.min(100, 50 + lean + 3 * normal())));
      clusters.push(a);
    }
  }
  const predicted = new Float64Array(actual.length).fill(50);
  const genres = { levels: ['one'], codes: new Int32Array(actual.length) };
  return { actual: Float64Array.from(actual), predicted, clusters: Int32Array.from(clusters), genres };
}

describe('intervals for artists to come', () => {
  it('hold in more draws when calibration knows which rows are of one artist', () => {
    const later = drawn(1000, 2000, 1);
    const names = Array.from(later.actual, () => 'one');
    const held = (knows: boolean) =>
      Array.from({ length: 200 }, (_, seed) => {
        const { clusters, ...rows } = drawn(seed, 20, 15);
        const calibration = calibrate(knows ? { ...rows, clusters } : rows);
        const { low, high } = intervalsOf(calibration, later.predicted, names);
        let inside = 0;
        later.actual.forEach((value, i) => {
          if (value >= low[i]! && value <= high[i]!) inside++;
        });
        return inside / later.actual.length;
      });
    const shareUnder = (coverages: readonly number[], least: number) =>
      coverages.filter((c) => c < least).length / coverages.length;
    const [blind, knowing] = [held(false), held(true)];
    // Asked: at most a fifth of the draws under 90 %. With 20 artists the normal approximation is rough.
    expect(shareUnder(knowing, 0.9)).toBeLessThan(0.28);
    expect(shareUnder(blind, 0.9)).toBeGreaterThan(1.3 * shareUnder(knowing, 0.9));
    const mean = (of: readonly number[]) => of.reduce((a, b) => a + b, 0) / of.length;
    expect(mean(knowing)).toBeGreaterThan(mean(blind));
    expect(mean(knowing)).toBeLessThan(0.97);
  });
});

describe('the quantile of scores', () => {
  it('is what a sorted list has at its rank, whatever the order and the ties', () => {
    const random = createRandom(5);
    for (const rows of [1, 2, 9, 10, 100, 1001]) {
      for (const levels of [1, 3, 1e9]) {
        const values = Float64Array.from({ length: rows }, () => Math.floor(levels * random.next()));
        const sorted = [...values].sort((a, b) => a - b);
        for (const level of [0.01, 0.5, 0.9, 0.99]) {
          // Rank ⌈(n + 1) × level⌉, in hundredths to be exact.
          const rank = Math.ceil(((rows + 1) * Math.round(100 * level)) / 100);
          expect(scoreQuantile(values, level)).toBe(sorted[rank - 1] ?? Number.POSITIVE_INFINITY);
        }
        expect([...values].sort((a, b) => a - b)).toEqual(sorted);
      }
    }
  });
});

describe('groups of rows', () => {
  it('are bands of popularity and sizes of history', () => {
    const bands = bandsOf(Float64Array.of(0, 19, 20, 79, 80, 100));
    expect(Array.from(bands.codes, (code) => bands.levels[code])).toEqual([
      ...['0–19', '0–19', '20–39', '60–79', '80–100', '80–100'],
    ]);
    const sizes = historiesOf(Float64Array.of(0, 1, 2, 4, 5, 19, 20, 500));
    expect(Array.from(sizes.codes, (code) => sizes.levels[code])).toEqual([
      ...['none', '1', '2–4', '2–4', '5–19', '5–19', '20+', '20+'],
    ]);
  });

  it('have figures where they have 200 rows, the least covered first', () => {
    // Of a every second row lies inside, off by 1 and −3 in turn; of b all, off by 2; c has too few.
    const codes = Int32Array.from({ length: 599 }, (_, i) => Math.floor(i / 200));
    const error = (i: number) => (i >= 200 ? 2 : i % 2 === 0 ? 1 : -3);
    const actual = new Float64Array(599).fill(50);
    const predicted = actual.map((value, i) => value + error(i));
    const intervals = {
      low: predicted.map((value) => value - 2),
      high: predicted.map((value) => value + 2.5),
    };
    const figures = groupFigures(actual, predicted, intervals, { levels: ['a', 'b', 'c'], codes });
    expect(figures).toEqual([
      { name: 'a', rows: 200, coverage: 0.5, width: 4.5, mae: 2, bias: -1 },
      { name: 'b', rows: 200, coverage: 1, width: 4.5, mae: 2, bias: 2 },
    ]);
  });
});
