import { describe, expect, it } from 'vitest';
import { residualsOf } from '../src/pages/models/residuals.js';

// Actual in tiles of 10 from 0 to 40 (middles 5, 15, 25, 35), predicted in tiles of 20 (middles 10 and 30).
const grid = {
  x: 'actual',
  y: 'predicted',
  xStart: 0,
  xStep: 10,
  yStart: 0,
  yStep: 20,
  columns: 4,
  rows: 2,
  counts: [6, 3, 1, 0, 0, 0, 2, 2],
};

describe('residualsOf', () => {
  it('gives mean and middle 80 % of actual minus predicted for each prediction', () => {
    // First row: 6 × (5 − 10), 3 × (15 − 10), 1 × (25 − 10): mean 0 of ten; the first tenth lies at 5, the ninth at 15.
    expect(residualsOf(grid, 5)).toEqual([{ from: 0, to: 20, rows: 10, mean: 0, low: -5, high: 5 }]);
    expect(residualsOf(grid, 1)[1]).toEqual({ from: 20, to: 40, rows: 4, mean: 0, low: -5, high: 5 });
  });

  it('leaves out what rests on too few rows', () => {
    expect(residualsOf(grid)).toEqual([]);
  });
});
