import { describe, expect, it } from 'vitest';
import { binTable, forest, type TableBins, table } from '../../src/index.js';
import { bitsFor, floatsOf } from '../../src/models/forest/trees.js';
import { makeData } from './data.js';

const alone = { nEstimators: 1, bootstrap: false, maxBin: 16 };

function line(values: readonly number[]) {
  return table([{ kind: 'numeric', name: 'x', values: Float32Array.from(values) }]);
}

describe('a forest on bins', () => {
  it('splits on a cut midway between the bins on both sides', async () => {
    // bins 0 to 5; the best split parts bins 1 and 4 when 2 and 3 are held by a row of weight 0
    const data = line([1, 2, 3, 4, 5, 6]);
    const weights = Float64Array.of(1, 1, 0, 0, 1, 1);
    const target = Float64Array.of(0, 0, 50, 50, 10, 10);
    const { trees, ...model } = await forest.fit(data, target, alone, { weights });
    expect(trees[0].nodes.length).toBe(6);
    expect(floatsOf(trees[0].nodes)[0]).toBe(4);
    expect(Array.from(trees[0].leafWeights)).toEqual([2, 2]);
    expect(model.trainingRows).toBe(6);
    const again = await forest.fit(data, target, alone, { weights });
    expect(Array.from(again.predict(line([-9, 3.9, 4, 99])))).toEqual([0, 0, 10, 10]);
  });

  it('sends missing values where they do best, alone if need be', async () => {
    const data = line([1, 2, Number.NaN, Number.NaN]);
    const model = await forest.fit(data, Float64Array.of(5, 5, 9, 9), alone);
    const [tree] = model.trees;
    expect(floatsOf(tree.nodes)[0]).toBe(Number.NEGATIVE_INFINITY);
    expect((tree.nodes[1] >>> (bitsFor(1) + 1)) & 1).toBe(1);
    expect(Array.from(model.predict(line([Number.NaN, -100, 100])))).toEqual([9, 5, 5]);
  });

  it('makes no split that removes nothing', async () => {
    // exclusive or: no column alone tells anything
    const data = table(
      ['a', 'b'].map((name, c) => ({
        kind: 'numeric',
        name,
        values: Float32Array.from([0, 1, 2, 3], (k) => (k >> c) & 1),
      })),
    );
    const target = Float64Array.of(0, 1, 1, 0);
    const model = await forest.fit(data, target, alone);
    expect(model.nodeCount).toBe(1);
    expect(Array.from(model.predict(data))).toEqual([0.5, 0.5, 0.5, 0.5]);
    const exact = await forest.fit(data, target, { ...alone, maxBin: null });
    expect(exact.nodeCount).toBe(7);
  });

  it('reads bins that are there, and refuses those of another table', async () => {
    const { data, target } = makeData({ rows: 500, levels: 4 });
    const options = { nEstimators: 3, maxBin: 20 };
    const asked: number[] = [];
    const bins: TableBins = {
      rows: data.rows,
      of: (maxBin) => {
        asked.push(maxBin);
        return binTable(data, maxBin);
      },
      pick: () => bins,
    };
    const given = await forest.fit(data, target, options, { bins });
    expect(asked).toEqual([20]);
    const own = await forest.fit(data, target, options);
    expect(given.predict(data)).toEqual(own.predict(data));
    await forest.fit(data, target, { nEstimators: 1 }, { bins });
    expect(asked).toEqual([20]);
    const less = makeData({ rows: 400, levels: 4 });
    await expect(forest.fit(less.data, less.target, options, { bins })).rejects.toMatchObject({
      code: 'bad-bins',
    });
  });

  it('sees no more of a column than its bins', async () => {
    const { data, target } = makeData({ rows: 2000, numeric: 1 });
    const model = await forest.fit(data, target, { nEstimators: 5, maxBin: 8 });
    expect(new Set(model.predict(data)).size).toBeLessThanOrEqual(8);
    const exact = await forest.fit(data, target, { nEstimators: 5 });
    expect(new Set(exact.predict(data)).size).toBeGreaterThan(20);
  });
});
