import type { Grid } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { fitText, textWidth } from '../../src/report/chart/fit-text.js';
import { coarsen, densityStep, tilePaths } from '../../src/report/chart/tiles.js';
import { quadrantShares } from '../../src/report/figures/mood.js';
import { staffLines } from '../../src/report/figures/staff.js';

const grid = (columns: number, rows: number, counts: number[]): Grid => ({
  x: 'energy',
  y: 'valence',
  xStart: 0,
  xStep: 1 / columns,
  yStart: 0,
  yStep: 1 / rows,
  columns,
  rows,
  counts,
});

describe('tiles', () => {
  it('steps by the root of the share', () => {
    // √(n/49)·7 = √n
    expect([0, 1, 2, 4, 25, 26, 49].map((n) => densityStep(n, 49))).toEqual([0, 1, 2, 2, 5, 6, 7]);
    expect(densityStep(1, 1e9)).toBe(1);
  });

  it('joins neighbours of one step into one box and leaves nothing where there is nothing', () => {
    const place = { x: (c: number) => c * 10, y: (r: number) => 20 - r * 10 };
    const paths = tilePaths(grid(3, 2, [9, 9, 0, 1, 0, 9]), place);
    expect(paths[7]).toBe('M0 10H20V20H0zM20 0H30V10H20z');
    expect(paths[3]).toBe('M0 0H10V10H0z');
    expect(paths.filter(Boolean)).toHaveLength(2);
  });

  it('sums tiles without losing any', () => {
    const coarse = coarsen(
      grid(
        5,
        3,
        Array.from({ length: 15 }, (_, i) => i),
      ),
      3,
    );
    expect([coarse.columns, coarse.rows]).toEqual([3, 3]);
    expect(coarse.counts).toEqual([1, 5, 4, 11, 15, 9, 21, 25, 14]);
    expect(coarse.xStep).toBeCloseTo(0.4);
  });

  it('shares a grid out to the quadrants of energy and valence', () => {
    // Columns are energy: low, high; rows are valence: low, high.
    expect(quadrantShares(grid(2, 2, [1, 2, 3, 4]))).toEqual([0.1, 0.3, 0.2, 0.4]);
    expect(quadrantShares({ ...grid(2, 2, [1, 2, 3, 4]), x: 'valence', y: 'energy' })).toEqual([
      0.1, 0.2, 0.3, 0.4,
    ]);
  });
});

describe('labels', () => {
  it('are cut to the room they have', () => {
    expect(fitText('techno', 100)).toBe('techno');
    const cut = fitText('a rather long name of a genre', 80);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(80);
    expect(fitText('two\nlines', 100)).toBe('two lines');
  });

  it('never cut a letter of two code units in half', () => {
    expect(fitText('🎶'.repeat(20), 40)).toMatch(/^(🎶)+…$/u);
  });
});

it('draws five round staff lines around the values', () => {
  expect(staffLines(24, 43)).toEqual([25, 30, 35, 40, 45]);
  expect(staffLines(2, 61)).toEqual([0, 20, 40, 60, 80]);
});
