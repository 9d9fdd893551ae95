import { describe, expect, it } from 'vitest';
import { binOf, edge, niceBins } from '../../src/explore/statistics/bins.js';
import { codeColumn, sortRows } from '../../src/explore/statistics/coded-column.js';
import { pearsonMatrix, spearmanMatrix } from '../../src/explore/statistics/correlation.js';
import {
  deviationOf,
  distinctOf,
  distributionOf,
  quantile,
  skewOf,
  sortedQuantile,
} from '../../src/explore/statistics/distribution.js';
import {
  correlationEstimate,
  meanEstimate,
  shareEstimate,
  studentPoint,
} from '../../src/explore/statistics/interval.js';

const N = 500;
const ROWS = Int32Array.from({ length: N }, (_, i) => i);

/** The columns of oracle.py. */
function series() {
  const a = Float64Array.from(ROWS, (i) => ((i * 37) % 101) / 10);
  const b = Float64Array.from(ROWS, (i) => ((i * 53) % 97) ** 2 / 100 + ((i * 37) % 101) / 5);
  const c = Float64Array.from(ROWS, (i) => (i % 7 === 3 ? Number.NaN : ((i * 29) % 83) / 7 - 4));
  return { a: codeColumn('a', a), b: codeColumn('b', b), c: codeColumn('c', c) };
}

// Every expectation below is printed by oracle.py (pandas 3.1, scipy).
describe('distributions, against pandas', () => {
  it.each([
    [
      'a',
      500,
      101,
      4.9994,
      2.9209319277677985,
      -0.0012887091254048146,
      [0, 0.9900000000000005, 2.5, 5, 7.5, 10],
    ],
    [
      'b',
      500,
      477,
      40.701519999999995,
      28.609930883872472,
      0.6131810587552389,
      [0, 8.64, 17.01, 33.585, 61.7025, 108.16],
    ],
    [
      'c',
      429,
      83,
      1.8361638361638362,
      3.427262129368291,
      0.0012123840431176832,
      [
        -4, -2.857142857142857, -1.1428571428571428, 1.8571428571428568, 4.7142857142857135,
        7.7142857142857135,
      ],
    ],
  ] as const)('describes %s', (name, n, distinct, mean, sd, skew, quantiles) => {
    const d = distributionOf(series()[name], ROWS);
    expect(d.n).toBe(n);
    expect(distinctOf(d)).toBe(distinct);
    expect(d.mean).toBeCloseTo(mean, 12);
    expect(deviationOf(d)).toBeCloseTo(sd, 12);
    expect(skewOf(d)).toBeCloseTo(skew, 10);
    [0, 0.1, 0.25, 0.5, 0.75, 1].forEach((p, k) => {
      expect(quantile(d, p)).toBeCloseTo(quantiles[k], 12);
    });
  });

  it('takes a part of the rows', () => {
    const column = codeColumn('x', Float64Array.of(5, 1, 9, 3, 7));
    expect(quantile(distributionOf(column, Int32Array.of(1, 3)), 0.5)).toBe(2);
    expect(distributionOf(column, Int32Array.of(0, 2, 4)).mean).toBe(7);
  });

  it('sorts rows as a stable sort does', () => {
    const values = Float64Array.of(2, Number.NaN, 1, 2, -0, 0);
    const sorted = sortRows(codeColumn('x', values), Int32Array.of(5, 4, 3, 2, 1, 0));
    expect([...sorted.order]).toEqual([0, 1, 3, 2, 5]);
    expect([...sorted.values]).toEqual([0, 0, 1, 2, 2]);
    expect(sortedQuantile(sorted.values, 0.75)).toBe(2);
  });

  it('codes far-flung and equal values to themselves', () => {
    for (const values of [
      [1e-9, 1, 1e9, 1e-9, 5],
      [3, 3, 3],
      [-1e300, 0, 1e300, Number.NaN],
      [0.1 + 0.2, 0.3],
    ]) {
      const column = codeColumn('x', Float64Array.from(values));
      expect(
        values.map((_, i) => (column.codes[i] < 0 ? Number.NaN : column.values[column.codes[i]])),
      ).toEqual(values);
    }
  });

  it('gives no NaN for a constant or a handful', () => {
    const constant = distributionOf(codeColumn('x', Float64Array.of(4, 4, 4, 4)), Int32Array.of(0, 1, 2, 3));
    expect([deviationOf(constant), skewOf(constant), quantile(constant, 0.3)]).toEqual([0, 0, 4]);
    const one = distributionOf(codeColumn('x', Float64Array.of(4)), Int32Array.of(0));
    expect([deviationOf(one), skewOf(one), quantile(one, 0.5)]).toEqual([0, 0, 4]);
  });
});

describe('correlations, against pandas', () => {
  const { a, b, c } = series();

  it('gives Pearson and Spearman, pairwise complete where values are missing', () => {
    const pearson = pearsonMatrix([a, b, c], ROWS);
    const spearman = spearmanMatrix([a, b, c], ROWS);
    expect(pearson[0][1]).toBeCloseTo(0.2506147155506368, 12);
    expect(pearson[2][0]).toBeCloseTo(-0.020791803606835392, 12);
    expect(pearson[1][2]).toBeCloseTo(0.009149802228302832, 12);
    expect(spearman[0][1]).toBeCloseTo(0.2862558536146816, 12);
    expect(spearman[0][2]).toBeCloseTo(-0.020959709720805308, 12);
    expect(spearman[2][1]).toBeCloseTo(0.015502954287255333, 12);
    expect([pearson[0][0], pearson[2][2], spearman[1][1]]).toEqual([1, 1, 1]);
  });

  it('is null where a column is constant, over the whole or over the pair', () => {
    const constant = codeColumn('k', new Float64Array(N).fill(3));
    expect(pearsonMatrix([a, constant], ROWS)).toEqual([
      [1, null],
      [null, null],
    ]);
    const x = codeColumn('x', Float64Array.of(1, 2, 3, Number.NaN));
    const y = codeColumn('y', Float64Array.of(5, 5, 5, 9));
    expect(pearsonMatrix([x, y], Int32Array.of(0, 1, 2, 3))[0][1]).toBeNull();
    expect(spearmanMatrix([x, y], Int32Array.of(0, 1, 2, 3))[1][0]).toBeNull();
  });
});

describe('intervals, against scipy', () => {
  it.each([
    [1, 12.706204736174694],
    [2, 4.302652729749462],
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [5, 2.5705818356363146],
    [7, 2.364624251592784],
    [10, 2.228138851986274],
    [30, 2.0422724563012378],
    [100, 1.9839715185235518],
    [1000, 1.9623390808264083],
    [100000, 1.9599877075346095],
  ])('has Student’s point for %i', (freedom, point) => {
    expect(Math.abs(studentPoint(freedom) / point - 1)).toBeLessThan(2e-5);
  });

  it('bounds a mean', () => {
    const estimate = meanEstimate(9, 36 + 4 + 4 + 100, 4);
    expect(estimate.low).toBeCloseTo(-2.024317386222471, 4);
    expect(estimate.high).toBeCloseTo(20.02431738622247, 4);
    expect(meanEstimate(9, 0, 1)).toEqual({ value: 9, low: 9, high: 9, n: 1 });
  });

  it('bounds a share by Wilson', () => {
    const some = shareEstimate(3, 40);
    expect(some.low).toBeCloseTo(0.025836025774588198, 12);
    expect(some.high).toBeCloseTo(0.19864233524310543, 12);
    expect(shareEstimate(0, 12).low).toBe(0);
    expect(shareEstimate(0, 12).high).toBeCloseTo(0.24249400665524085, 12);
    expect(shareEstimate(12, 12).low).toBeCloseTo(0.7575059933447592, 12);
    expect(shareEstimate(12, 12).high).toBe(1);
    expect(shareEstimate(0, 0)).toEqual({ value: 0, low: 0, high: 1, n: 0 });
  });

  it('bounds a correlation by Fisher', () => {
    const estimate = correlationEstimate(0.2506147155506368, 500);
    expect(estimate.low).toBeCloseTo(0.16658509382894485, 10);
    expect(estimate.high).toBeCloseTo(0.33103039657806543, 10);
    expect(correlationEstimate(1, 50)).toEqual({ value: 1, low: 1, high: 1, n: 50 });
    expect(correlationEstimate(0.4, 3)).toEqual({ value: 0.4, low: -1, high: 1, n: 3 });
  });
});

describe('bins', () => {
  const bins = (values: readonly number[], target: number, each = 0) =>
    niceBins(
      distributionOf(
        codeColumn('x', Float64Array.from(values)),
        Int32Array.from(values, (_, i) => i),
      ),
      target,
      each,
    );
  const spread = (n: number, top: number) => Array.from({ length: n + 1 }, (_, i) => (i / n) * top);

  it('have round edges', () => {
    expect(bins(spread(1000, 1), 20)).toEqual({ start: 0, step: 0.05, count: 20 });
    expect(bins(spread(1000, 1), 50)).toEqual({ start: 0, step: 0.02, count: 50 });
  });

  it('put a decimal on an edge into the bin that begins there', () => {
    const tenths = { start: 0, step: 0.1, count: 10 };
    expect([0, 0.1, 0.2, 0.3, 0.6, 0.7, 1].map((v) => binOf(tenths, v))).toEqual([0, 1, 2, 3, 6, 7, 9]);
    expect(edge(tenths, 3)).toBe(0.3);
  });

  it('give whole numbers whole steps, or one each', () => {
    const scores = Array.from({ length: 101 }, (_, i) => i);
    expect(bins(scores, 50, 101)).toEqual({ start: 0, step: 1, count: 101 });
    expect(bins(scores, 50).step).toBe(2);
    expect(Number.isInteger(bins(scores, 40).step)).toBe(true);
  });

  it('end where the far values begin, which then count in the last', () => {
    const found = bins([...spread(2000, 8), 60, 87], 20);
    const end = found.start + found.count * found.step;
    expect(end).toBeGreaterThanOrEqual(8);
    expect(end).toBeLessThan(10);
    expect(binOf(found, 87)).toBe(found.count - 1);
  });

  it('survive a constant', () => {
    expect(bins([7, 7, 7], 20)).toEqual({ start: 7, step: 1, count: 1 });
  });
});
