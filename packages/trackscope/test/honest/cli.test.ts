import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Audit } from '@trackscope/catalogue';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchRecord } from '../../src/honest/search.js';
import type { RunSummary } from '../../src/pipeline/run.js';
import type { Evaluation, Explanation, Manifest } from '../../src/workspace/format.js';
import { scratch, trackscope } from '../cli/harness.js';

const directory = scratch();
const demo = join(directory, 'demo.csv');
const ws = join(directory, 'ws');
let summary: RunSummary;

beforeAll(async () => {
  await trackscope('demo', '--rows', '1500', '--to', demo);
  const run = await trackscope('run', demo, '--out', ws, '--quick', '--json');
  expect(run.code, run.err).toBe(0);
  summary = JSON.parse(run.out) as RunSummary;
}, 240_000);

const read = <T>(name: string) => JSON.parse(readFileSync(join(ws, name), 'utf8')) as T;

describe('run --quick', () => {
  it('lists every protocol and model by recording, and marks honest figures as quick', () => {
    const honest = summary.evaluation.filter((e) => e.protocol !== 'published');
    const names = honest.filter((e) => !e.baseline).map((e) => `${e.protocol} ${e.unit} ${e.model}`);
    const protocols = ['known-artist', 'new-artist', 'at-release-known', 'at-release-new'];
    expect(names).toEqual(protocols.flatMap((p) => ['linear', 'boosted'].map((m) => `${p} recording ${m}`)));
    expect(honest.every((e) => e.quick === true && e.folds === 1)).toBe(true);
    expect(summary.evaluation.filter((e) => e.protocol === 'published').map((e) => e.model)).toEqual([
      'linear',
      'boosted',
    ]);
    expect(read<Evaluation>('evaluation.json').protocols.map((p) => p.protocol)).toEqual([
      'published',
      ...protocols,
    ]);
  });

  it('says what the boosted model leans on and where it errs', () => {
    const { models } = read<Explanation>('explain.json');
    const honest = models.filter((m) => m.protocol !== 'published');
    expect(honest.map((m) => `${m.protocol} ${m.unit} ${m.model}`)).toEqual(
      ['known-artist', 'new-artist', 'at-release-known', 'at-release-new'].map(
        (p) => `${p} recording boosted`,
      ),
    );
    for (const { protocol, unit, importance, bands, scatter } of honest) {
      const entry = summary.evaluation.find(
        (e) => e.protocol === protocol && e.unit === unit && e.model === 'boosted',
      )!;
      expect(importance.items.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 9);
      expect(bands.reduce((sum, { rows }) => sum + rows, 0)).toBe(entry.rows);
      expect(bands.reduce((sum, { rows, mae }) => sum + rows * mae, 0) / entry.rows).toBeCloseTo(
        entry.mae,
        9,
      );
      expect(scatter.counts.reduce((sum, n) => sum + n, 0)).toBe(entry.rows);
      expect(entry.classes!.confusion.flat().reduce((sum, n) => sum + n, 0)).toBe(entry.rows);
    }
  });

  it('keeps the audits, the published one as it is, and the models of every protocol', () => {
    const { audits } = read<{ audits: Audit[] }>('audit.json');
    expect(audits.map((a) => a.protocol)[0]).toBe('published');
    expect(audits.map((a) => a.passed)).toEqual([false, ...new Array(4).fill(true)]);
    const { files } = read<Manifest>('workspace.json');
    expect(files).toContain('audit.json');
    expect(files).toContain('models/boosted.new-artist.recording.json');
    expect(files.filter((f) => !existsSync(join(ws, f)))).toEqual([]);
  });
});

describe('evaluate', () => {
  it('prints the figures that were asked for, each with its protocol', async () => {
    const args = [
      'evaluate',
      ws,
      '--protocol',
      'new-artist',
      '--unit',
      'track',
      '--model',
      'linear',
      '--folds',
      '3',
    ];
    const json = await trackscope(...args, '--json');
    expect(json.code, json.err).toBe(0);
    const { evaluation } = JSON.parse(json.out) as Evaluation;
    expect(evaluation.map((e) => `${e.protocol} ${e.model} ${e.folds}`)).toEqual(
      ['mean', 'genre-mean', 'artist-mean', 'linear'].map((m) => `new-artist ${m} 3`),
    );
    const text = await trackscope(...args);
    expect(
      text.out.split('\n').filter((line) => /\d\.\d{4}/.test(line) && !line.startsWith('new-artist')),
    ).toEqual([]);
  }, 60_000);

  it('shows the zero spike both ways, and the report tells it', async () => {
    const args = ['evaluate', ws, '--two-part', '--protocol', 'at-release-new', '--folds', '2', '--json'];
    const run = await trackscope(...args);
    expect(run.code, run.err).toBe(0);
    const { twoPart } = JSON.parse(run.out) as Required<Pick<Evaluation, 'twoPart'>>;
    expect(twoPart.map((e) => `${e.protocol} ${e.unit} ${e.folds}`)).toEqual(['at-release-new recording 2']);
    const kept = read<Evaluation>('evaluation.json');
    expect(kept.twoPart).toEqual(twoPart);
    expect(kept.evaluation).toEqual(summary.evaluation);
    expect(readFileSync(join(ws, 'report.html'), 'utf8')).toContain('Zero or not, and how popular if not');
  }, 90_000);

  it('searches settings and says what they are worth on rows that it never saw', async () => {
    const args = ['evaluate', ws, '--search', '2', '--protocol', 'new-artist', '--model', 'linear'];
    const json = await trackscope(...args, '--json');
    expect(json.code, json.err).toBe(0);
    const { search } = JSON.parse(json.out) as { search: SearchRecord[] };
    expect(search.map((r) => `${r.protocol} ${r.unit} ${r.model} ${r.candidates.length}`)).toEqual([
      'new-artist recording linear 2',
    ]);
    expect((await trackscope(...args)).out).toContain('rows that the search never saw');
    expect((await trackscope('evaluate', ws, '--search', '0')).code).toBe(1);
  }, 90_000);

  it('refuses names that are none', async () => {
    const run = await trackscope('evaluate', ws, '--protocol', 'psychic');
    expect(run.code).toBe(1);
    expect(run.err).toContain('new-artist');
  });
});

describe('audit', () => {
  it('exits with 1 on the published protocol and names the leak, with 0 on an honest one', async () => {
    const published = await trackscope('audit', demo, '--protocol', 'published', '--json');
    expect(published.code).toBe(1);
    const { audits } = JSON.parse(published.out) as { audits: Audit[] };
    const severe = audits[0]!.findings
      .filter((f) => f.severity === 'severe')
      .map((f) => `${f.code} ${f.subject}`);
    expect(severe).toContain('target-statistic artist_popularity');
    expect(severe).toContain('shared-rows recording');
    const honest = await trackscope('audit', demo, '--protocol', 'new-artist');
    expect(honest.code, honest.err).toBe(0);
    expect(honest.out).toContain('Protocol new-artist, by track');
  }, 60_000);
});
