import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { r2 } from '../../src/evaluate/metrics.js';
import { search } from '../../src/evaluate/search.js';
import type { SearchState } from '../../src/evaluate/search-state.js';
import { boosted } from '../../src/models/boosted/boosted.js';
import type { BoostedModel } from '../../src/models/boosted/model.js';
import type { BoostedOptions } from '../../src/models/boosted/options.js';
import type { Learner, SharedRun } from '../../src/models/contract.js';
import { createPool, type WorkerPool } from '../../src/parallel/pool.js';
import { kFold } from '../../src/split/k-fold.js';
import { takeRows } from '../../src/table/table.js';
import { sample } from '../contract/data.js';

const { data, target } = sample(3000, 5);
const plan = kFold(3000, { folds: 3, shuffle: false });
const fixed = { nEstimators: 25 };
const what = {
  space: { learningRate: { uniform: [0.05, 0.4] }, maxDepth: { randint: [2, 6] } },
  count: 5,
  seed: 1,
} as const;

/** What was asked of the learner, and how many fits ran at one time. */
interface Spy {
  readonly learner: Learner<BoostedOptions, BoostedModel>;
  shares: number;
  fits: number;
  most: number;
  readonly threads: (number | undefined)[];
}

function spy(): Spy {
  let running = 0;
  const seen: Spy = {
    shares: 0,
    fits: 0,
    most: 0,
    threads: [],
    learner: {
      ...boosted,
      fit: () => Promise.reject(new Error('fitted alone')),
      share: (...given) => {
        seen.shares++;
        const shared = boosted.share?.(...given);
        if (!shared) throw new Error('boosted shares nothing');
        const fitRows = async (
          rows: Uint32Array,
          options?: Partial<BoostedOptions>,
          run?: SharedRun,
        ): Promise<BoostedModel> => {
          seen.fits++;
          seen.threads.push(run?.threads);
          running++;
          seen.most = Math.max(seen.most, running);
          try {
            return await shared.fitRows(rows, options, run);
          } finally {
            running--;
          }
        };
        return { fitRows };
      },
    },
  };
  return seen;
}

const timeless = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, entry) => (key === 'fitSeconds' ? 0 : entry)));

describe('a search with boosted', () => {
  let pool: WorkerPool;
  beforeAll(async () => {
    pool = await createPool({ size: 2 });
  });
  afterAll(() => pool.close());

  it('shares one binned table and runs a fit on each worker, to the same scores as in one thread', async () => {
    const alone = spy();
    const first = await search(alone.learner, data, target, plan, what, { fixed });
    expect([alone.shares, alone.fits, alone.most]).toEqual([1, 15, 1]);

    const pooled = spy();
    const states: number[] = [];
    const progress: number[] = [];
    const onState = async ({ finished }: SearchState) => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      states.push(finished.length);
    };
    const onProgress = ({ done }: { done: number }) => progress.push(done);
    const second = await search(
      pooled.learner,
      data,
      target,
      plan,
      what,
      { fixed },
      { pool, onState, onProgress },
    );
    expect([pooled.shares, pooled.fits, pooled.most]).toEqual([1, 15, 2]);
    expect(new Set(pooled.threads)).toEqual(new Set([1]));
    expect(timeless(second)).toEqual(timeless(first));
    expect(states).toEqual([1, 2, 3, 4, 5]);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(15);
  });

  it('fits on rows what a fit on those rows alone does, but for the cuts', async () => {
    const [{ train, test }] = plan.folds;
    const pick = (rows: Uint32Array) => Float64Array.from(rows, (row) => target[row]);
    const weights = Float64Array.from(target, (_, i) => 1 + (i % 3));
    const shared = boosted.share!(data, target, weights);
    const held = takeRows(data, test);
    const together = await shared.fitRows(train, fixed);
    const apart = await boosted.fit(takeRows(data, train), pick(train), fixed, {
      weights: weights.filter((_, i) => i >= 1000),
    });
    expect(
      Math.abs(r2(pick(test), together.predict(held)) - r2(pick(test), apart.predict(held))),
    ).toBeLessThan(0.01);
    // Few distinct values: the cuts are the same, and so are the models.
    const coarse = {
      ...data,
      columns: data.columns.map((c) =>
        c.kind === 'numeric' ? { ...c, values: c.values.map((v) => Math.round(v * 20)) } : c,
      ),
    };
    const one = await boosted.share!(coarse, target, weights).fitRows(train, fixed);
    const other = await boosted.fit(takeRows(coarse, train), pick(train), fixed, {
      weights: weights.filter((_, i) => i >= 1000),
    });
    expect(JSON.stringify(one) === JSON.stringify(other)).toBe(true);
  });

  it('stops all its workers when aborted, and throws the reason', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const slow = { ...fixed, nEstimators: 2000 };
    const made = search(
      boosted,
      data,
      target,
      plan,
      what,
      { fixed: slow },
      {
        pool,
        signal: controller.signal,
        onProgress: ({ done }) => {
          if (done > 0.01) controller.abort(reason);
        },
      },
    );
    await expect(made).rejects.toBe(reason);
    // The workers are free again.
    const small = await search(
      boosted,
      data,
      target,
      plan,
      { ...what, count: 1 },
      { fixed: { nEstimators: 2 } },
      { pool },
    );
    expect(small.candidates.length).toBe(1);
  });

  it('refuses what one fit refuses, and lets the others end', async () => {
    const grid = { grid: { learningRate: [0.1, 7, 0.2] } };
    await expect(search(boosted, data, target, plan, grid, { fixed }, { pool })).rejects.toThrow(
      'learningRate must be above 0 and at most 1, found 7',
    );
  });

  it('watches rows of its own where options hold some', async () => {
    const validation = sample(200, 8);
    const options = { ...fixed, earlyStoppingRounds: 3, validation };
    const found = await search(
      boosted,
      data,
      target,
      plan,
      { grid: { learningRate: [0.3] } },
      { fixed: options },
    );
    expect(found.best.r2.mean).toBeGreaterThan(0.8);
    expect(JSON.stringify(found.state).length).toBeLessThan(5000);
  });
});
