import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossValidate } from '../../src/evaluate/cross-validate.js';
import { search } from '../../src/evaluate/search.js';
import type { SearchState } from '../../src/evaluate/search-state.js';
import type { Learner } from '../../src/models/contract.js';
import { linear } from '../../src/models/linear/linear.js';
import type { LinearModel } from '../../src/models/linear/model.js';
import type { LinearOptions } from '../../src/models/linear/options.js';
import { groupKFold, kFold } from '../../src/split/k-fold.js';
import { type Column, table } from '../../src/table/table.js';

const { ridge } = JSON.parse(
  readFileSync(new URL('../../fixtures/search.json', import.meta.url), 'utf8'),
) as {
  ridge: { x: number[][]; y: number[]; ridges: number[]; scores: number[][]; ranks: number[] };
};
const data = table(
  ridge.x.map((v, i): Column => ({ kind: 'numeric', name: `x${i}`, values: Float64Array.from(v) })),
);
const target = Float64Array.from(ridge.y);
const plan = kFold(target.length, { folds: 3, shuffle: false });
const what = { grid: { ridge: ridge.ridges } };
const fixed = { standardise: false };

/** A learner that counts its fits. */
function counted(): Learner<LinearOptions, LinearModel> & { fits: number } {
  const learner = {
    ...linear,
    fits: 0,
    fit: (...given: Parameters<typeof linear.fit>) => {
      learner.fits++;
      return linear.fit(...given);
    },
  };
  return learner;
}

/** A result without its times. */
const timeless = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (key, entry) => (key === 'fitSeconds' ? 0 : entry)));

describe('search', () => {
  it('scores every candidate on every fold as GridSearchCV does', async () => {
    const found = await search(linear, data, target, plan, what, { fixed });
    found.candidates.forEach(({ folds, rank }, i) => {
      folds.forEach((fold, f) => {
        expect(fold.r2).toBeCloseTo(ridge.scores[f][i], 10);
      });
      expect(rank).toBe(ridge.ranks[i]);
    });
    expect(found.best.options).toEqual({ ridge: ridge.ridges[ridge.ranks.indexOf(1)] });
    expect(found.best.r2.mean).toBeCloseTo(
      ridge.scores.reduce((s, f) => s + f[ridge.ranks.indexOf(1)], 0) / 3,
      10,
    );
  });

  it('ranks by error when asked to', async () => {
    const found = await search(linear, data, target, plan, what, { fixed, score: 'mae' });
    const maes = found.candidates.map(({ mae }) => mae.mean);
    expect(found.best.mae.mean).toBe(Math.min(...maes));
  });

  it('repeats itself', async () => {
    const space = { space: { ridge: { logUniform: [1e-3, 1e3] } }, count: 6, seed: 5 } as const;
    const first = await search(linear, data, target, plan, space);
    expect(timeless(await search(linear, data, target, plan, space))).toEqual(timeless(first));
    expect(new Set(first.candidates.map(({ options }) => options.ridge)).size).toBe(6);
  });

  it('goes on where it was interrupted, and ends as if it had not been', async () => {
    const whole = await search(linear, data, target, plan, what, { fixed });
    const controller = new AbortController();
    let stored = '';
    const learner = counted();
    const interrupted = search(
      learner,
      data,
      target,
      plan,
      what,
      { fixed },
      {
        signal: controller.signal,
        onState: (state) => {
          stored = JSON.stringify(state);
          if (state.finished.length === 2) controller.abort(new Error('enough'));
        },
      },
    );
    await expect(interrupted).rejects.toThrow('enough');
    expect(learner.fits).toBe(2 * 3);

    const progress: number[] = [];
    const rest = counted();
    const resumed = await search(
      rest,
      data,
      target,
      plan,
      what,
      { fixed, resume: JSON.parse(stored) },
      {
        onProgress: ({ done, total }) => {
          expect(total).toBe(12);
          progress.push(done);
        },
      },
    );
    expect(rest.fits).toBe(2 * 3);
    expect(resumed.resumed).toBe(2);
    expect(timeless({ ...resumed, resumed: 0 })).toEqual(timeless(whole));
    expect(progress[0]).toBe(6);
    expect(progress.at(-1)).toBe(12);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));

    const done = counted();
    await search(done, data, target, plan, what, { fixed, resume: resumed.state });
    expect(done.fits).toBe(0);
  });

  it('refuses the state of another search, saying in what they differ', async () => {
    const { state } = await search(linear, data, target, plan, what, { fixed });
    const resume = (change: Partial<SearchState>) => ({ fixed, resume: { ...state, ...change } });
    const other = Float64Array.from(target, (v, i) => (i === 3 ? v + 1e-9 : v));
    await expect(search(linear, data, other, plan, what, resume({}))).rejects.toThrow('other data');
    await expect(search(linear, data, target, kFold(47, { folds: 3 }), what, resume({}))).rejects.toThrow(
      'another split plan',
    );
    await expect(search(linear, data, target, plan, { grid: { ridge: [1] } }, resume({}))).rejects.toThrow(
      'other candidates or fixed options',
    );
    await expect(search(linear, data, target, plan, what, { resume: state })).rejects.toThrow(
      'fixed options',
    );
    await expect(
      search(linear, data, target, plan, what, resume({}), { weights: new Float64Array(47).fill(2) }),
    ).rejects.toThrow('other data');
    await expect(search({ ...linear, name: 'forest' }, data, target, plan, what, resume({}))).rejects.toThrow(
      'another learner',
    );
    await expect(search(linear, data, target, plan, what, { resume: 'x' })).rejects.toThrow(
      'not a trackscope-search',
    );
    const [first, ...others] = state.finished;
    const damaged = [{ ...first, folds: first.folds.slice(1) }, ...others];
    await expect(search(linear, data, target, plan, what, resume({ finished: damaged }))).rejects.toThrow(
      'candidate 0 is damaged',
    );
  });

  it('reports a best value at the end of its range', async () => {
    const found = await search(linear, data, target, plan, { grid: { ridge: [1e5, 1e6, 1e7] } });
    expect(found.bounds.map(({ option, end }) => [option, end])).toEqual([['ridge', 'low']]);
  });

  it('refuses a score that is not a number', async () => {
    const lone = groupKFold(
      Float64Array.from(target, (_, i) => (i === 0 ? 0 : 1)),
      { folds: 2 },
    );
    await expect(search(linear, data, target, lone, what)).rejects.toThrow(/r2 is NaN on 1 rows held out/);
  });

  it('passes on what the learner refuses', async () => {
    const grid = { rigde: [1] } as unknown as { ridge: number[] };
    await expect(search(linear, data, target, plan, { grid })).rejects.toThrow('no option "rigde"');
    await expect(search(linear, data, target, kFold(46), what)).rejects.toThrow(
      'is for 46 rows, the table has 47',
    );
  });
});

describe('crossValidate', () => {
  it('judges each row by a model that has not seen it', async () => {
    const progress: number[] = [];
    const models: LinearModel[] = [];
    const found = await crossValidate(
      linear,
      data,
      target,
      plan,
      { ridge: ridge.ridges[1], ...fixed },
      {
        onFold: (_, model) => {
          models.push(model);
        },
        onProgress: ({ done }) => progress.push(done),
      },
    );
    found.folds.forEach((fold, f) => {
      expect(fold.r2).toBeCloseTo(ridge.scores[f][1], 10);
    });
    const mean = ridge.scores.reduce((sum, scores) => sum + scores[1], 0) / 3;
    expect(found.r2.mean).toBeCloseTo(mean, 10);
    expect(found.r2.sd).toBeCloseTo(
      Math.sqrt(ridge.scores.reduce((sum, scores) => sum + (scores[1] - mean) ** 2, 0) / 3),
      10,
    );
    const all = models.map((model) => model.predict(data));
    plan.folds.forEach(({ test }, f) => {
      for (const row of test) expect(found.predictions[row]).toBe(all[f][row]);
    });
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBe(3);
  });

  it('gives each fold its own weights', async () => {
    // Weight 0 everywhere but on the first half: folds 2 and 3 learn from it alone, as if the rest were not there.
    const weights = Float64Array.from(target, (_, i) => (i < 24 ? 1 : 0));
    const found = await crossValidate(linear, data, target, plan, {}, { weights });
    const rows = plan.folds[1].train.filter((row) => row < 24);
    const half = {
      kind: 'half',
      rows: 47,
      groups: 0,
      seed: null,
      folds: [{ train: rows, test: plan.folds[1].test }],
    };
    const expected = await crossValidate(linear, data, target, half);
    expect(found.folds[1].r2).toBe(expected.folds[0].r2);
    expect(expected.predictions.filter(Number.isNaN).length).toBe(47 - plan.folds[1].test.length);
  });
});
