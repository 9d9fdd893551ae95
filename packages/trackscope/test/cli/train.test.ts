import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainSummary } from '../../src/pipeline/train.js';
import type { Evaluation } from '../../src/workspace/format.js';
import { interruptible, scratch, trackscope } from './harness.js';

const directory = scratch();
const workspace = join(directory, 'ws');
const state = join(workspace, 'search/boosted.published.2.json');
const train = (...args: string[]) => trackscope('train', workspace, ...args, '--json');

beforeAll(async () => {
  const demo = join(directory, 'demo.csv');
  await trackscope('demo', '--rows', '600', '--to', demo);
  expect((await trackscope('run', demo, '--out', workspace, '--model', 'linear')).code).toBe(0);
}, 120_000);

describe('train', () => {
  it('searches, goes on after an interruption, and ends as if there had been none', async () => {
    const whole = JSON.parse((await train('--search', '2')).out) as TrainSummary;
    expect(whole.search?.candidates).toHaveLength(2);
    expect(whole.kept).toBeNull();

    rmSync(state);
    let interrupt: () => void = () => undefined;
    const cut = interruptible(['train', workspace, '--search', '2', '--json'], (handler) => {
      interrupt = handler;
    });
    const waiting = setInterval(() => {
      if (existsSync(state)) interrupt();
    }, 5);
    const stopped = await cut;
    clearInterval(waiting);
    const finished = existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')).finished.length : 0;
    expect(finished).toBeGreaterThan(0);
    if (finished < 2) {
      expect(stopped.code).toBe(130);
      expect(stopped.err).toContain('kept');
    }

    const again = JSON.parse((await train('--search', '2')).out) as TrainSummary;
    expect(again.search?.resumed).toBe(finished);
    const scores = (summary: TrainSummary) =>
      summary.search?.candidates.map((c) => [c.options, c.r2.mean, c.rank]);
    expect(scores(again)).toEqual(scores(whole));
  }, 240_000);

  it('keeps the winner as a model of the workspace, judged and in the report', async () => {
    const run = await train('--search', '2', '--keep');
    expect(run.code, run.err).toBe(0);
    const summary = JSON.parse(run.out) as TrainSummary;
    expect(summary.kept).toBe('boosted-searched');
    const { evaluation } = JSON.parse(readFileSync(join(workspace, 'evaluation.json'), 'utf8')) as Evaluation;
    const published = evaluation.filter((e) => e.protocol === 'published');
    expect(published.map((e) => e.model)).toEqual(['linear', 'boosted-searched']);
    expect(readFileSync(join(workspace, 'report.html'), 'utf8')).toContain('boosted-searched');
    const score = await trackscope(
      'predict',
      workspace,
      '--model',
      'boosted-searched',
      '--energy',
      '0.5',
      '--json',
    );
    expect(score.code, score.err).toBe(0);
  }, 240_000);

  it('refuses a search of other candidates, and a search for linear', async () => {
    expect((await train('--model', 'linear', '--search', '3')).err).toContain('[no-search]');
    expect((await train('--search', 'many')).code).toBe(1);
  });

  it('fits one model more', async () => {
    const run = await train('--model', 'boosted');
    expect(run.code, run.err).toBe(0);
    expect((JSON.parse(run.out) as TrainSummary).evaluation?.model).toBe('boosted');
  }, 120_000);
});
