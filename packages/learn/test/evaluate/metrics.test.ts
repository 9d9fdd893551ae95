import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { averageRanks, mae, metrics, pearson, r2, rmse, spearman } from '../../src/evaluate/metrics.js';

interface Case {
  name: string;
  actual: number[];
  predicted: number[];
  mae: number;
  rmse: number;
  r2: number | null;
  pearson: number | null;
  spearman: number | null;
  ranks: number[];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8'),
);

/** Equal to 12 digits; a null of the fixture is our NaN. */
function near(found: number, expected: number | null): void {
  if (expected === null) expect(found).toBeNaN();
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

describe('metrics', () => {
  it.each(fixture.cases)('are those of scikit-learn and SciPy: $name', (c) => {
    near(mae(c.actual, c.predicted), c.mae);
    near(rmse(c.actual, c.predicted), c.rmse);
    near(r2(c.actual, c.predicted), c.r2);
    near(pearson(c.actual, c.predicted), c.pearson);
    near(spearman(c.actual, c.predicted), c.spearman);
    expect([...averageRanks(c.predicted)]).toEqual(c.ranks);
    expect(metrics(c.actual, c.predicted)).toEqual({
      rows: c.actual.length,
      mae: mae(c.actual, c.predicted),
      rmse: rmse(c.actual, c.predicted),
      r2: r2(c.actual, c.predicted),
    });
  });

  it('knows a constant target whose mean is rounded', () => {
    // scikit-learn 1.9.1 says -7e18 here, because the mean of seven times 0.1 is not 0.1.
    expect(r2(Array(7).fill(0.1), [0.1, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])).toBe(0);
  });

  it('takes typed arrays of either width', () => {
    expect(mae(new Float32Array([1, 2]), new Float64Array([2, 4]))).toBe(1.5);
  });

  it.each([mae, rmse, r2, pearson, spearman, metrics])('%o refuses what it cannot compare', (metric) => {
    expect(() => metric([1, 2], [1])).toThrow(/one value a row: expected 2 .* found 1/);
    expect(() => metric([], [])).toThrow('at least one row, found none');
    expect(() => metric([1, Number.NaN], [1, 2])).toThrow('has NaN in row 1');
    expect(() => metric([1, 2, 3], [1, 2, Number.POSITIVE_INFINITY])).toThrow('has Infinity in row 2');
  });
});
