import { afterAll, describe, expect, it } from 'vitest';
import { boosted } from '../../src/models/boosted/boosted.js';
import { fitBinned } from '../../src/models/boosted/fit.js';
import { kernelRounds } from '../../src/models/boosted/kernel.js';
import { type BoostedOptions, completeOptions } from '../../src/models/boosted/options.js';
import { createPool } from '../../src/parallel/pool.js';
import { createRandom } from '../../src/random/random.js';
import { binTable } from '../../src/table/bins.js';
import { type Table, table, takeRows } from '../../src/table/table.js';

const pool2 = await createPool({ size: 2 });
const pool4 = await createPool({ size: 4 });
afterAll(() => Promise.all([pool2.close(), pool4.close()]));

/** Rows enough that threads share the work: 8 columns, two of them with holes, one coded. */
function synthetic(rows: number, seed = 3): { data: Table; y: Float64Array } {
  const random = createRandom(seed);
  const columns = Array.from({ length: 7 }, (_, c) => ({
    kind: 'numeric' as const,
    name: `n${c}`,
    values: Float64Array.from({ length: rows }, () =>
      c < 2 && random.next() < 0.1 ? Number.NaN : random.normal(),
    ),
  }));
  const codes = Uint8Array.from({ length: rows }, () => random.below(6));
  const levels = ['a', 'b', 'c', 'd', 'e', 'f'];
  const y = Float64Array.from(
    { length: rows },
    (_, i) =>
      Math.sin(2 * columns[2]!.values[i]!) +
      columns[3]!.values[i]! * columns[4]!.values[i]! +
      (Number.isNaN(columns[0]!.values[i]!) ? 2 : columns[0]!.values[i]!) +
      (codes[i] === 3 ? 1 : 0) +
      random.normal() * 0.3,
  );
  return { data: table([...columns, { kind: 'coded', name: 'k', codes, levels }]), y };
}

const large = synthetic(20_000);
const small = synthetic(600);

describe('boosted on threads', () => {
  const settings: [string, Partial<BoostedOptions>][] = [
    [
      'sampled rows and columns',
      { subsample: 0.7, colsampleBytree: 0.8, colsampleBylevel: 0.9, colsampleBynode: 0.8 },
    ],
    ['deep', { maxDepth: 10, gamma: 0.1 }],
    ['lossguide', { growPolicy: 'lossguide', maxLeaves: 20, maxDepth: 0 }],
    ['partition, two-byte bins', { categories: 'partition', maxBin: 300, subsample: 0.8 }],
    ['logistic', { objective: 'logistic', maxDepth: 4 }],
    ['absolute', { objective: 'absolute', subsample: 0.9 }],
  ];
  for (const [name, given] of settings) {
    it(`the same model without a pool, on 1, 2 and 4 workers, and on the plain twin: ${name}`, async () => {
      const y = given.objective === 'logistic' ? large.y.map((v) => (v > 0.5 ? 1 : 0)) : large.y;
      const options = { nEstimators: 6, seed: 11, ...given };
      const alone = await boosted.fit(large.data, y, options);
      expect(alone.path).toEqual({ kernel: 'wasm', threads: 1 });
      for (const [pool, threads] of [
        [pool2, 2],
        [pool4, 4],
      ] as const) {
        const model = await boosted.fit(large.data, y, options, { pool });
        expect(model.path).toEqual({ kernel: 'wasm', threads });
        expect(model.trees).toEqual(alone.trees);
      }
      const binned = binTable(large.data, completeOptions(options).maxBin);
      const before = kernelRounds.plain;
      const plain = await fitBinned(binned, y, completeOptions(options), { plain: true });
      expect(kernelRounds.plain - before).toBe(6);
      expect(plain.ensemble).toEqual(alone.trees);
    });
  }

  it('learns: held-out R² near what the noise allows', async () => {
    const held = synthetic(4000, 99);
    const model = await boosted.fit(
      large.data,
      large.y,
      { nEstimators: 150, learningRate: 0.1 },
      { pool: pool2 },
    );
    const p = model.predict(held.data);
    const mean = held.y.reduce((a, b) => a + b) / held.y.length;
    let rest = 0;
    let all = 0;
    held.y.forEach((v, i) => {
      rest += (v - p[i]!) ** 2;
      all += (v - mean) ** 2;
    });
    expect(1 - rest / all).toBeGreaterThan(0.93); // the noise alone leaves about 0.97
  });

  it('another seed samples otherwise, the same seed alike', async () => {
    const fit = (seed: number) => boosted.fit(small.data, small.y, { nEstimators: 3, subsample: 0.5, seed });
    const [a, b, c] = [await fit(1), await fit(1), await fit(2)];
    expect(b.trees).toEqual(a.trees);
    expect(c.trees.value).not.toEqual(a.trees.value);
  });

  it('covers of sampled trees are the sample: about the asked part of the rows', async () => {
    const model = await boosted.fit(large.data, large.y, { nEstimators: 5, subsample: 0.3 });
    for (let t = 0; t < 5; t++) {
      const cover = model.trees.cover[model.trees.treeStarts[t]!]!;
      expect(Math.abs(cover - 6000)).toBeLessThan(300); // five standard deviations of the coin
    }
  });

  it('reports progress that never falls, and stops with the reason when aborted', async () => {
    for (const run of [{}, { pool: pool2 }]) {
      const seen: number[] = [];
      const abort = new AbortController();
      const fit = boosted.fit(
        large.data,
        large.y,
        { nEstimators: 20_000, maxDepth: 6 },
        {
          ...run,
          signal: abort.signal,
          onProgress: ({ done }) => {
            seen.push(done);
            if (done > 5) abort.abort(new Error('enough'));
          },
        },
      );
      await expect(fit).rejects.toThrow('enough');
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }
    // The workers are free again.
    expect((await boosted.fit(large.data, large.y, { nEstimators: 2 }, { pool: pool2 })).path?.threads).toBe(
      2,
    );
  });
});

describe('validation rows', () => {
  it('records the metric of every round as predictions give it, and keeps the best round', async () => {
    const train = synthetic(500, 1);
    const held = synthetic(300, 2);
    const options = {
      nEstimators: 400,
      learningRate: 0.5,
      earlyStoppingRounds: 10,
      validation: { data: held.data, target: held.y },
    };
    const model = await boosted.fit(train.data, train.y, options);
    const best = model.history.indexOf(Math.min(...model.history));
    expect(model.bestRound).toBe(best);
    expect(model.history.length).toBe(best + 11);
    expect(model.history.length).toBeLessThan(400);
    expect(model.trees.treeStarts.length - 1).toBe(best + 1);
    const p = model.predict(held.data);
    const rmse = Math.sqrt(held.y.reduce((sum, v, i) => sum + (v - p[i]!) ** 2, 0) / held.y.length);
    expect(model.history[best]).toBeCloseTo(rmse, 5);
  });

  it('folds share one binned table: the same as a fit on the fold alone, where the bins are', async () => {
    const coarse = table(
      small.data.columns.map((c) =>
        c.kind === 'numeric' ? { ...c, values: c.values.map((v) => Math.round(v * 2)) } : c,
      ),
    );
    const rows = Uint32Array.from({ length: 400 }, (_, i) => i + 100);
    const options = completeOptions({ nEstimators: 5 });
    const shared = await fitBinned(binTable(coarse), small.y, options, { rows });
    const fold = await boosted.fit(takeRows(coarse, rows), small.y.slice(100, 500), { nEstimators: 5 });
    expect(shared.ensemble.value).toEqual(fold.trees.value);
    expect(shared.ensemble.feature).toEqual(fold.trees.feature);
  });
});

describe('models', () => {
  it('come back from JSON bit for bit', async () => {
    const model = await boosted.fit(small.data, small.y, { nEstimators: 5, categories: 'partition' });
    const back = boosted.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(back.trees).toEqual(model.trees);
    expect(back.predict(small.data)).toEqual(model.predict(small.data));
    expect(back.toJSON()).toEqual(model.toJSON());
  });

  it('refuse damaged JSON', async () => {
    const good = JSON.parse(
      JSON.stringify(await boosted.fit(small.data, small.y, { nEstimators: 2 })),
    ) as Record<string, unknown>;
    const trees = good.trees as Record<string, string>;
    const damaged = [
      null,
      [],
      {},
      { ...good, learner: 'forest' },
      { ...good, version: 99 },
      { ...good, schema: [] },
      { ...good, schema: [{ name: 'x' }] },
      { ...good, base: 'zero' },
      { ...good, bestRound: -1 },
      { ...good, history: 'none' },
      { ...good, options: { nEstimators: 0 } },
      { ...good, trees: {} },
      { ...good, trees: { ...trees, left: trees.left!.slice(0, -8) } },
      { ...good, trees: { ...trees, left: '***' } },
      { ...good, trees: { ...trees, left: trees.right } },
      { ...good, trees: { ...trees, value: trees.value!.slice(0, 8) } },
    ];
    for (const json of damaged) {
      expect(() => boosted.fromJSON(json)).toThrow(expect.objectContaining({ code: 'bad-model' }));
    }
  });

  it('importance counts splits, and averages gain and cover over them', async () => {
    const model = await boosted.fit(small.data, small.y, { nEstimators: 10 });
    const weight = model.importance('weight');
    const splits = model.trees.feature.filter((f) => f >= 0).length;
    expect(weight.reduce((sum, c) => sum + c.value, 0)).toBe(splits);
    expect(weight.map((c) => c.column)).toEqual(small.data.columns.map((c) => c.name));
    const gain = model.importance();
    const total = gain.reduce((sum, c, i) => sum + c.value * weight[i]!.value, 0);
    let expected = 0;
    for (const g of model.trees.gain) expected += g;
    expect(total).toBeCloseTo(expected, 3);
  });
});

describe('edges', () => {
  const one = { kind: 'numeric', name: 'x', values: Float64Array.of(1, 2, 3, 4) } as const;

  it('fits one row, a constant column, a constant target, a column without values', async () => {
    const alone = table([{ ...one, values: Float64Array.of(5) }]);
    expect(Array.from((await boosted.fit(alone, Float64Array.of(7), {})).predict(alone))).toEqual([7]);
    const flat = table([{ ...one, values: Float64Array.of(1, 1, 1, 1) }]);
    const p = (await boosted.fit(flat, Float64Array.of(1, 2, 3, 4), {})).predict(flat);
    for (const v of p) expect(v).toBeCloseTo(2.5, 5);
    const same = (await boosted.fit(table([one]), Float64Array.of(3, 3, 3, 3), {})).predict(table([one]));
    expect(Array.from(same)).toEqual([3, 3, 3, 3]);
    const empty = table([{ ...one, values: new Float64Array(4).fill(Number.NaN) }]);
    await boosted.fit(empty, Float64Array.of(1, 2, 3, 4), {});
  });

  it('takes weights of zero as rows that are not there', async () => {
    const weights = Float64Array.from({ length: 600 }, (_, i) => (i < 300 ? 1 : 0));
    const half = Uint32Array.from({ length: 300 }, (_, i) => i);
    const coarse = table(
      small.data.columns.map((c) =>
        c.kind === 'numeric' ? { ...c, values: c.values.map((v) => Math.round(v)) } : c,
      ),
    );
    const a = await boosted.fit(coarse, small.y, { nEstimators: 3, baseScore: 0 }, { weights });
    const b = await boosted.fit(takeRows(coarse, half), small.y.subarray(0, 300), {
      nEstimators: 3,
      baseScore: 0,
    });
    const [p, q] = [a.predict(coarse), b.predict(coarse)];
    for (let i = 0; i < 300; i++) expect(p[i]).toBeCloseTo(q[i]!, 5);
  });

  it('keeps monotone promises', async () => {
    const model = await boosted.fit(small.data, small.y, { nEstimators: 30, monotone: { n3: 1, n2: -1 } });
    for (const [name, sign] of [
      ['n3', 1],
      ['n2', -1],
    ] as const) {
      const steps = Array.from({ length: 41 }, (_, i) => i / 10 - 2);
      for (let row = 0; row < 20; row++) {
        const base = takeRows(
          small.data,
          steps.map(() => row),
        );
        const moved = table(
          base.columns.map((c) =>
            c.name === name && c.kind === 'numeric' ? { ...c, values: Float64Array.from(steps) } : c,
          ),
        );
        const p = model.predict(moved);
        for (let i = 1; i < p.length; i++) expect(sign * (p[i]! - p[i - 1]!)).toBeGreaterThanOrEqual(-1e-6);
      }
    }
  });

  it('refuses what it cannot fit, with a code', async () => {
    const refuse = async (code: string, run: Promise<unknown>, text?: RegExp) => {
      const error = await run.then(
        () => undefined,
        (e: unknown) => e,
      );
      expect(error).toMatchObject({ name: 'LearnError', code });
      if (text) expect(String(error)).toMatch(text);
    };
    const y = Float64Array.of(1, 2, 3, 4);
    const data = table([one]);
    await refuse('empty-table', boosted.fit(table([]), new Float64Array(0)));
    await refuse('target-length', boosted.fit(data, Float64Array.of(1)));
    await refuse('target-value', boosted.fit(data, Float64Array.of(1, 2, Number.NaN, 4)), /row 2/);
    await refuse('target-value', boosted.fit(data, Float64Array.of(1, 2, 1e39, 4)), /row 2/);
    await refuse('target-value', boosted.fit(data, y, { objective: 'logistic' }), /row 1/);
    await refuse(
      'target-value',
      boosted.fit(data, Float64Array.of(1, 2, -3, 4), { objective: 'poisson' }),
      /row 2/,
    );
    await refuse(
      'weights-value',
      boosted.fit(data, y, {}, { weights: Float64Array.of(1, -1, 1, 1) }),
      /row 1/,
    );
    await refuse(
      'column-value',
      boosted.fit(table([{ ...one, values: Float64Array.of(1, 2, Number.POSITIVE_INFINITY, 4) }]), y),
      /"x".*row 2/,
    );
    for (const bad of [
      { nEstimators: 0 },
      { nEstimators: 1.5 },
      { learningRate: 0 },
      { learningRate: Number.NaN },
      { maxDepth: -1 },
      { maxLeaves: 1 },
      { subsample: 0 },
      { subsample: 1.1 },
      { colsampleBytree: 0 },
      { gamma: -1 },
      { lambda: Number.POSITIVE_INFINITY },
      { maxBin: 1 },
      { seed: -1 },
      { quantile: 1 },
      { huberSlope: 0 },
      { tweediePower: 2 },
      { baseScore: Number.NaN },
      { earlyStoppingRounds: 3 },
      { monotone: { nobody: 1 as const } },
      { maxDeltaStep: -1 },
      { objective: 'logistic' as const, baseScore: 2 },
    ]) {
      const target = 'objective' in bad ? Float64Array.of(0, 1, 0, 1) : y;
      await refuse('bad-option', boosted.fit(data, target, bad));
    }
    await refuse('bad-option', boosted.fit(data, y, { depth: 3 } as Partial<BoostedOptions>), /"depth"/);
    await refuse(
      'bad-option',
      boosted.fit(data, y, { objective: 'hinge' as 'squared' }),
      /squared or absolute/,
    );
  });
});
