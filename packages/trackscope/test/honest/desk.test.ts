import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPool } from '@trackscope/learn';
import { afterAll, describe, expect, it } from 'vitest';
import type { Desk } from '../../src/honest/desk.js';
import { beginHonest, evaluateHonest, type HonestOptions } from '../../src/honest/evaluate.js';
import type { HonestRun } from '../../src/honest/judge.js';
import { type HonestPlan, planHonest } from '../../src/honest/plan.js';
import { groupPlans } from '../../src/honest/plan-groups.js';
import { shareData } from '../../src/honest/share-data.js';
import { scratch } from '../cli/harness.js';
import { madeData, smallPlans } from './made.js';

const worker = new URL('../../dist/honest/desk-worker.js', import.meta.url);
const data = madeData();
const pool = await createPool({ size: 2 });
afterAll(() => pool.close());
const source = { sha256: '0'.repeat(64), synthetic: true };

/** Without what a clock said. */
function timeless(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (/Seconds$/.test(key) ? 0 : inner)));
}

async function carriedOut(quick: boolean, run: HonestRun, options: Partial<HonestOptions>) {
  const directory = scratch();
  mkdirSync(join(directory, 'models'));
  const seen: unknown[] = [];
  const onModel: HonestRun['onModel'] = async ({ plan, fitted, features, actual }) => {
    const predicted = Array.from(fitted.model.predict(features.test).subarray(0, 3));
    seen.push([plan.protocol.name, plan.unit, fitted.model.learner, actual.length, predicted]);
  };
  const outcome = await evaluateHonest(
    data,
    smallPlans({ units: ['track'], protocols: ['known-artist', 'at-release-known'], folds: 3, quick }),
    {
      allowLeaks: false,
      save: { directory, source },
      step: (_, work) => work({ ...run, onModel }),
      ...options,
    },
    run,
  );
  const files = outcome.files.map((name) => [name, readFileSync(join(directory, name), 'utf8')] as const);
  const { workers, entries, audits, skipped } = outcome;
  return { workers, files: timeless(files), found: timeless({ entries, audits, skipped }), seen };
}

describe('folds in workers', () => {
  it.each([false, true])(
    'give the figures and files that one thread gives (quick: %s)',
    async (quick) => {
      const here = await carriedOut(quick, {}, {});
      const there = await carriedOut(quick, { pool }, { worker });
      expect([here.workers, there.workers]).toEqual([0, 2]);
      expect(there.found).toEqual(here.found);
      expect(there.files).toEqual(here.files);
      // Linear models too: in workers as here, in the same order.
      expect(there.seen.length).toBeGreaterThanOrEqual(4);
      expect(there.seen.map((one) => JSON.stringify(one))).toEqual(
        here.seen.map((one) => JSON.stringify(one)),
      );
    },
    60_000,
  );

  it('are not begun for a small catalogue', async () => {
    const plans = smallPlans({
      protocols: ['at-release-new'],
      units: ['track'],
      models: ['linear'],
      quick: true,
    });
    const outcome = await evaluateHonest(data, plans, { allowLeaks: false, save: null }, { pool });
    expect(outcome.workers).toBe(0);
  });

  it('end at a leak, and when they are told to', async () => {
    const plans = smallPlans({
      protocols: ['known-artist'],
      units: ['track'],
      models: ['linear', 'boosted'],
    });
    const { tracks } = data;
    const works = { codes: Int32Array.from(tracks.works.codes.keys()), size: tracks.rows };
    const leaky = { ...data, tracks: { ...tracks, works } };
    await expect(
      evaluateHonest(leaky, plans, { allowLeaks: false, save: null, worker }, { pool }),
    ).rejects.toMatchObject({ code: 'leak-found' });
    const stop = new AbortController();
    const run = { pool, signal: stop.signal };
    const stopped = evaluateHonest(data, plans, { allowLeaks: false, save: null, worker }, run);
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
  }, 30_000);

  it('are given nothing when there are no folds to be judged', () => {
    const asked: string[] = [];
    const never = (what: string) => () => {
      asked.push(what);
      return Promise.reject(new Error(what));
    };
    const desk: Desk = {
      size: 2,
      begin: () => asked.push('begin'),
      fold: never('fold'),
      final: never('final'),
      close: never('close'),
    };
    const [plan] = smallPlans({ protocols: ['known-artist'], units: ['track'], models: ['linear'] });
    const options = { allowLeaks: false, save: null };
    expect(() => beginHonest(data, [{ ...plan!, folds: 1 }], options, { pool }, desk)).toThrow(/fold/);
    expect(asked).toEqual([]);
  });

  it('say what went wrong in them', async () => {
    const plans = smallPlans({ protocols: ['at-release-new'], units: ['track'], models: ['boosted'] }).map(
      (plan) => ({
        ...plan,
        models: plan.models.map((model) => ({ ...model, options: { ...model.options, maxBin: 1 } })),
      }),
    ) as ReturnType<typeof smallPlans>;
    await expect(
      evaluateHonest(data, plans, { allowLeaks: false, save: null, worker }, { pool }),
    ).rejects.toThrow(/maxBin must be a whole number/);
  }, 30_000);
});

describe('data for workers', () => {
  it('is the same numbers in shared memory, arrays that are one staying one, without texts', () => {
    const shared = shareData(data);
    expect(shared.units.recording.target).toEqual(data.units.recording.target);
    expect(shared.units.recording.target.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(shared.units.track.target).toBe(shared.tracks.popularity);
    expect(shared.tracks.performers.starts).toEqual(data.tracks.performers.starts);
    expect([shared.tracks.titles, shared.tracks.primary.levels]).toEqual([[], []]);
    expect(Object.keys(shared.fixed.columns)).toEqual(Object.keys(data.fixed.columns));
  });
});

describe('plans that are judged together', () => {
  it('hold the same rows out, the one that knows most first', () => {
    const names = groupPlans(planHonest()).map((group) =>
      group.map(({ protocol, unit }) => `${protocol.name} ${unit}`),
    );
    expect(names).toEqual([
      ['known-artist recording', 'at-release-known recording'],
      ['known-artist track', 'at-release-known track'],
      ['new-artist recording', 'at-release-new recording'],
      ['new-artist track', 'at-release-new track'],
    ]);
    const turned = groupPlans([...planHonest({ units: ['track'] })].reverse());
    expect(turned.map(([first]) => first!.protocol.name)).toEqual(['new-artist', 'known-artist']);
  });

  it('are apart when neither knows all that the other knows, or folds differ', () => {
    const [plan] = planHonest({ protocols: ['known-artist'], units: ['track'] });
    const knowing = (families: HonestPlan['protocol']['families']) => ({
      ...plan!,
      protocol: { ...plan!.protocol, families },
    });
    expect(groupPlans([knowing(['sound', 'album']), knowing(['sound', 'artist'])])).toHaveLength(2);
    expect(groupPlans([plan!, { ...plan!, seed: 1 }])).toHaveLength(2);
    expect(groupPlans([plan!, { ...plan!, judged: 1 }])).toHaveLength(2);
  });
});
