import { boosted, createRandom, predictEnsemble, type Table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { nearestPoint } from '../../src/reasons/grid.js';
import { treeCurves } from '../../src/reasons/tree-curves.js';

/** Four columns, one of them with missing values; the target depends on three of them together. */
function drawn(rows: number): { data: Table; target: Float64Array } {
  const random = createRandom(3);
  const values = Array.from({ length: 4 }, () => Float32Array.from({ length: rows }, () => random.next()));
  for (let i = 0; i < rows; i += 7) values[1]![i] = Number.NaN;
  const [a, b, c] = values;
  const target = Float64Array.from(a!, (x, i) => 30 * x * (b![i]! || 0.3) + (c![i]! > x ? 10 : 0));
  const columns = values.map((own, i) => ({ kind: 'numeric' as const, name: 'abcd'[i]!, values: own }));
  return { data: { rows, columns }, target };
}

describe('curves of trees', () => {
  it('are what predicting tables with one column changed gives, to the bit', async () => {
    const { data, target } = drawn(600);
    const { trees } = await boosted.fit(data, target, { nEstimators: 40, maxDepth: 5, seed: 0 });
    const grids = new Map([
      ['b', [-1, 0.1, 0.25, 0.5, 0.75, 2]],
      ['a', Array.from({ length: 17 }, (_, i) => i / 16)],
      ['d', [0.5]],
      // On a threshold a value goes right.
      [
        'c',
        [...new Set(trees.threshold.filter((_, node) => trees.feature[node] === 2))].sort((x, y) => x - y),
      ],
    ]);
    const found = treeCurves(trees, data, grids);
    expect([...found.keys()]).toEqual([...grids.keys()]);
    for (const [name, grid] of grids) {
      const curves = found.get(name)!;
      grid.forEach((value, g) => {
        const columns = data.columns.map((column) =>
          column.name === name
            ? { kind: 'numeric' as const, name, values: new Float32Array(600).fill(value) }
            : column,
        );
        const predicted = predictEnsemble(trees, { rows: 600, columns });
        expect(curves.filter((_, at) => at % grid.length === g)).toEqual(Float32Array.from(predicted));
      });
    }
  });
});

describe('the nearest point of a grid', () => {
  it('is the one that looking at all finds first', () => {
    const grid = [-2, 0, 1, 1.5, 4, 10];
    for (let value = -4; value <= 12; value += 0.25) {
      const distances = grid.map((point) => Math.abs(point - value));
      expect(nearestPoint(grid, value)).toBe(distances.indexOf(Math.min(...distances)));
    }
  });
});
