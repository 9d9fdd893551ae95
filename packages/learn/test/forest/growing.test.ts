import { afterAll, describe, expect, it } from 'vitest';
import { createPool, type ForestModel, forest, table, takeRows, type WorkerPool } from '../../src/index.js';
import { fitForest } from '../../src/models/forest/fit.js';
import { predictTrees } from '../../src/models/forest/predict.js';
import { forestRuns } from '../../src/models/forest/runs.js';
import { bitsFor, floatsOf } from '../../src/models/forest/trees.js';
import { thresholdBetween } from '../../src/models/forest/twin-emit.js';
import { type Made, makeData } from './data.js';

function expectSameTrees(one: ForestModel, two: ForestModel): void {
  expect(one.trees.length).toBe(two.trees.length);
  one.trees.forEach((tree, index) => {
    const other = two.trees[index];
    expect(tree.depth).toBe(other.depth);
    expect(Buffer.from(tree.nodes.buffer).equals(Buffer.from(other.nodes.buffer))).toBe(true);
    expect(tree.leafWeights).toEqual(other.leafWeights);
  });
  expect(one.importance()).toEqual(two.importance());
}

describe('the kernel and its twin', () => {
  const cases: readonly (readonly [string, Made, object])[] = [
    ['few rows', { rows: 7, levels: 3 }, {}],
    ['many ties', { rows: 3000, steps: 5, levels: 2 }, {}],
    ['more rows than the small space', { rows: 9000, steps: 300, levels: 13 }, {}],
    ['continuous target', { rows: 6000, whole: false, levels: 4 }, { minSamplesLeaf: 2 }],
    ['more columns than a vector', { rows: 4000, numeric: 19, steps: 60, levels: 3 }, {}],
    ['drawn columns', { rows: 5000, numeric: 9, steps: 40, levels: 5 }, { maxFeatures: 'sqrt' }],
    ['shallow', { rows: 4000, levels: 6 }, { maxDepth: 5, minSamplesSplit: 9 }],
    ['missing values', { rows: 5000, steps: 80, levels: 6, missing: 0.2 }, {}],
    ['missing values, leaves of 4', { rows: 4000, levels: 6, missing: 0.5 }, { minSamplesLeaf: 4 }],
    ['a part of the rows', { rows: 9000, steps: 50 }, { maxSamples: 0.3 }],
    ['bins', { rows: 5000, levels: 13, whole: false }, { maxBin: 128, minSamplesLeaf: 3, maxFeatures: 0.7 }],
    ['two bins', { rows: 3000, numeric: 3, levels: 2 }, { maxBin: 2 }],
    ['bins, missing values', { rows: 4000, levels: 6, missing: 0.4 }, { maxBin: 64, minSamplesLeaf: 4 }],
    ['bins of two bytes', { rows: 3000, numeric: 9, missing: 0.1 }, { maxBin: 700, maxFeatures: 'sqrt' }],
    ['bins, shallow', { rows: 4000, steps: 9, levels: 70 }, { maxBin: 256, maxDepth: 5, minSamplesSplit: 9 }],
    [
      'bins, a part of the rows',
      { rows: 9000, numeric: 12 },
      { maxBin: 63, maxSamples: 0.3, bootstrap: true },
    ],
  ];
  it.each(cases)('grow the same trees: %s', async (_, made, options) => {
    const { data, target } = makeData(made);
    const before = { ...forestRuns };
    const kernel = await fitForest(data, target, { nEstimators: 3, ...options }, {}, 'wasm');
    expect(forestRuns).toEqual({ ...before, grownWasm: before.grownWasm + 3 });
    const twin = await fitForest(data, target, { nEstimators: 3, ...options }, {}, 'plain');
    expect(forestRuns.grownPlain).toBe(before.grownPlain + 3);
    expectSameTrees(kernel, twin);
    expect(kernel.nodeCount).toBeGreaterThan(3);
  });

  it('grow the same trees from more rows than 16 bits can number', async () => {
    const { data, target } = makeData({ rows: 70_000, numeric: 2, levels: 3, missing: 0.01 });
    const options = { nEstimators: 1, bootstrap: false, minSamplesLeaf: 8 };
    const kernel = await fitForest(data, target, options, {}, 'wasm');
    expectSameTrees(kernel, await fitForest(data, target, options, {}, 'plain'));
  });

  it('grow the same trees with weights', async () => {
    const { data, target } = makeData({ rows: 3000, steps: 50, levels: 4 });
    const weights = Float64Array.from(target, (_, row) => (row % 7) * 0.37);
    const run = { weights };
    const kernel = await fitForest(data, target, { nEstimators: 2 }, run, 'wasm');
    expectSameTrees(kernel, await fitForest(data, target, { nEstimators: 2 }, run, 'plain'));
    expect(kernel.trees[0].leafWeights).toBeInstanceOf(Float32Array);
  });

  it('grow the same trees with weights, on bins', async () => {
    const { data, target } = makeData({ rows: 3000, levels: 4, whole: false });
    const weights = Float64Array.from(target, (_, row) => (row % 7) * 0.37);
    const options = { nEstimators: 2, maxBin: 32 };
    const kernel = await fitForest(data, target, options, { weights }, 'wasm');
    expectSameTrees(kernel, await fitForest(data, target, options, { weights }, 'plain'));
  });

  it('predict the same', async () => {
    const { data, target } = makeData({ rows: 2500, steps: 30, levels: 5, missing: 0.2 });
    const model = await forest.fit(data, target, { nEstimators: 8 });
    const bits = bitsFor(5);
    const before = { ...forestRuns };
    const batch = predictTrees(model.trees, bits, data, 'wasm');
    expect(forestRuns.walkedWasm).toBe(before.walkedWasm + 1);
    const plain = predictTrees(model.trees, bits, data, 'plain');
    expect(forestRuns.walkedPlain).toBe(before.walkedPlain + 1);
    expect(plain).toEqual(batch);
    const some = Uint32Array.of(5, 2, 2499);
    expect(model.predict(takeRows(data, some))).toEqual(Float64Array.from(some, (row) => plain[row]));
  });
});

describe('workers', () => {
  const pools: WorkerPool[] = [];
  afterAll(() => Promise.all(pools.map((pool) => pool.close())));

  it('change nothing', async () => {
    const { data, target } = makeData({ rows: 4000, steps: 200, levels: 4 });
    const options = { nEstimators: 7, oob: true, seed: 5 };
    const alone = await forest.fit(data, target, options);
    for (const size of [1, 2]) {
      const pool = await createPool({ size });
      pools.push(pool);
      const before = forestRuns.grownWasm;
      const seen: number[] = [];
      const shared = await forest.fit(data, target, options, {
        pool,
        onProgress: ({ done }) => seen.push(done),
      });
      expect(forestRuns.grownWasm).toBe(before + 7);
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
      expectSameTrees(alone, shared);
      expect(shared.oob).toEqual(alone.oob);
    }
    const other = await forest.fit(data, target, { ...options, seed: 6 });
    expect(other.predict(data)).not.toEqual(alone.predict(data));
  });

  it('stop when asked', async () => {
    const { data, target } = makeData({ rows: 20_000 });
    const pool = await createPool({ size: 2 });
    pools.push(pool);
    const stop = new AbortController();
    const reason = new Error('enough');
    const run = { pool, signal: stop.signal, onProgress: () => stop.abort(reason) };
    await expect(forest.fit(data, target, { nEstimators: 500 }, run)).rejects.toBe(reason);
  });
});

describe('thresholds', () => {
  it('send the lower value left and the higher right, however close they are', () => {
    const float = new Float32Array(1);
    const bits = new Int32Array(float.buffer);
    const lows = [0, -0, 1, -1, 0.1, 16_777_216, 3e38, -3e38, 1e-45, -1e-45, Number.NEGATIVE_INFINITY];
    for (const low of lows.map(Math.fround)) {
      float[0] = low;
      if (low === 0) bits[0] = 1;
      else bits[0] += low > 0 ? 1 : -1;
      for (const high of [float[0], Math.fround(3.3e38), Number.POSITIVE_INFINITY]) {
        const threshold = thresholdBetween(low, high);
        expect([low, high, low < threshold, high < threshold]).toEqual([low, high, true, false]);
        expect(Math.fround(threshold)).toBe(threshold);
      }
    }
  });

  it('part training rows that are neighbours in float32, all of them', async () => {
    const rows = 4000;
    const values = new Float32Array(rows);
    const bits = new Int32Array(values.buffer);
    for (let row = 0; row < rows; row++) bits[row] = 0x3f800000 + row * 1;
    const data = table([{ kind: 'numeric', name: 'x', values }]);
    const target = Float64Array.from(values, (_, row) => (row * 7919) % 104_729);
    const model = await forest.fit(data, target, { nEstimators: 1, bootstrap: false });
    expect(model.predict(data)).toEqual(target);
    expect(model.nodeCount).toBe(2 * rows - 1);
  });

  it('leave every training row in the leaf that it grew', async () => {
    const { data, target } = makeData({ rows: 5000, steps: 90, levels: 4, missing: 0.1 });
    const model = await forest.fit(data, target, { nEstimators: 1, bootstrap: false });
    // with leaves at the mean of their rows and weights at their number, sums over leaves and over rows agree
    const { nodes, leafWeights } = model.trees[0];
    const bits = bitsFor(5);
    const counts = new Map<number, number>();
    for (const value of model.predict(data)) counts.set(value, (counts.get(value) ?? 0) + 1);
    let leaf = 0;
    for (let at = 0; at < nodes.length; at += 2) {
      if (nodes[at + 1] >>> (bits + 2)) continue;
      const value = floatsOf(nodes)[at];
      counts.set(value, (counts.get(value) ?? 0) - leafWeights[leaf++]);
    }
    expect([...counts.values()].every((left) => left === 0)).toBe(true);
  });
});

describe('out of bag', () => {
  it('is NaN for a row that every tree has seen, and never a crash', async () => {
    const { data, target } = makeData({ rows: 9 });
    const model = await forest.fit(data, target, { nEstimators: 1, oob: true });
    const unseen = model.oob?.predictions.filter((v) => !Number.isNaN(v)).length ?? 0;
    expect(unseen).toBeGreaterThan(0);
    expect(unseen).toBeLessThan(9);
    expect(model.oob?.rows).toBe(unseen);
    const single = makeData({ rows: 1 });
    const lonely = await forest.fit(single.data, single.target, { nEstimators: 2, oob: true });
    expect(lonely.oob).toEqual({ predictions: Float64Array.of(Number.NaN), rows: 0, r2: Number.NaN });
  });

  it('is the mean of the trees that did not see the row', async () => {
    const { data, target } = makeData({ rows: 60, whole: false });
    const options = { nEstimators: 30, seed: 3 };
    const model = await forest.fit(data, target, { ...options, oob: true });
    // a full tree gives a row that it saw its own target; with distinct targets, any other answer means unseen
    const sums = new Float64Array(60);
    const counts = new Float64Array(60);
    for (const tree of model.trees) {
      predictTrees([tree], bitsFor(4), data).forEach((value, row) => {
        if (Math.fround(target[row]) === value) return;
        sums[row] += value;
        counts[row]++;
      });
    }
    expect(Array.from(model.oob?.predictions ?? [])).toEqual(Array.from(sums, (s, row) => s / counts[row]));
  });
});

describe('options', () => {
  const { data, target } = makeData({ rows: 20 });
  it.each([
    [{ nEstimators: 0 }, 'nEstimators'],
    [{ maxFeatures: 1.5 }, 'maxFeatures'],
    [{ maxFeatures: Number.NaN }, 'maxFeatures'],
    [{ maxDepth: 0 }, 'maxDepth'],
    [{ minSamplesSplit: 1 }, 'minSamplesSplit'],
    [{ minSamplesLeaf: 0 }, 'minSamplesLeaf'],
    [{ maxSamples: 0 }, 'maxSamples'],
    [{ seed: -1 }, 'seed'],
    [{ bootstrap: false, oob: true }, 'oob'],
    [{ bootstrap: false, maxSamples: 0.5 }, 'maxSamples'],
  ])('%o is refused', async (options, name) => {
    await expect(forest.fit(data, target, options)).rejects.toMatchObject({
      code: 'bad-option',
      message: expect.stringContaining(name) as string,
    });
  });

  it('keeps the least rows of a leaf', async () => {
    const { data, target } = makeData({ rows: 3000, steps: 60, levels: 5, missing: 0.1 });
    const model = await forest.fit(data, target, { nEstimators: 1, bootstrap: false, minSamplesLeaf: 7 });
    expect(Math.min(...model.trees[0].leafWeights)).toBeGreaterThanOrEqual(7);
    const flat = await forest.fit(data, target, { nEstimators: 2, maxDepth: 3 });
    expect(flat.trees.map((tree) => tree.depth)).toEqual([3, 3]);
  });
});
