import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { splitRecord } from '@trackscope/catalogue';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/pipeline/run.js';
import type { Evaluation, Manifest } from '../../src/workspace/format.js';
import { interruptible, scratch, trackscope } from './harness.js';

const directory = scratch();
const demo = join(directory, 'demo.csv');
const workspace = join(directory, 'ws');
const read = <T>(name: string) => JSON.parse(readFileSync(join(workspace, name), 'utf8')) as T;
let summary: RunSummary;

/** A few trees are enough to see the way through; the published settings are tested on the real data. */
beforeAll(async () => {
  expect((await trackscope('demo', '--rows', '2000', '--to', demo)).code).toBe(0);
  const run = await trackscope('run', demo, '--out', workspace, '--model', 'linear', 'boosted', '--json');
  expect(run.err).not.toMatch(/bug/);
  expect(run.code).toBe(0);
  summary = JSON.parse(run.out) as RunSummary;
}, 240_000);

describe('run', () => {
  it('prints one JSON document with rows and evaluation', () => {
    expect(summary.rows.read).toBe(2000);
    expect(summary.rows.read).toBe(summary.rows.kept + summary.rows.rejected);
    expect(summary.rows.kept).toBe(summary.rows.listings + summary.rows.duplicates);
    const published = summary.evaluation.filter((e) => e.protocol === 'published');
    expect(published.map((e) => e.model)).toEqual(['linear', 'boosted']);
    for (const e of published) {
      for (const figure of [e.mae, e.rmse, e.r2, e.fitSeconds, e.predictSeconds])
        expect(figure).toBeTypeOf('number');
      expect(e.rows + e.trainRows).toBe(summary.rows.published);
    }
  });

  it('writes every file that the manifest names, and no other', () => {
    const manifest = read<Manifest>('workspace.json');
    const there = readdirSync(workspace, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name !== 'models',
    );
    expect([...manifest.files].sort()).toEqual(there.sort());
    expect(manifest.source.synthetic).toBe(true);
    expect(manifest.rows).toEqual(summary.rows);
    expect(manifest.source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps the same list in evaluation.json', () => {
    expect(read<Evaluation>('evaluation.json').evaluation).toEqual(summary.evaluation);
  });

  it('says in the report that the catalogue is synthetic', () => {
    expect(readFileSync(join(workspace, 'report.html'), 'utf8')).toMatch(/synthetic/i);
  });

  it('replaces an older workspace and leaves nothing beside it', async () => {
    const before = read<Manifest>('workspace.json').created;
    const run = await trackscope('run', demo, '--out', workspace, '--model', 'linear', '--quiet');
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(read<Manifest>('workspace.json').created).not.toBe(before);
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
    const again = await trackscope(
      'run',
      demo,
      '--out',
      workspace,
      '--model',
      'linear',
      'boosted',
      '--quiet',
    );
    expect(again.code).toBe(0);
  }, 240_000);

  it('refuses a folder that is no workspace, and does not touch it', async () => {
    const foreign = join(directory, 'foreign');
    mkdirSync(foreign);
    writeFileSync(join(foreign, 'thesis.txt'), 'years of work');
    const run = await trackscope('run', demo, '--out', foreign, '--no-models');
    expect(run.code).toBe(1);
    expect(run.err).toContain('[not-a-workspace]');
    expect(readdirSync(foreign)).toEqual(['thesis.txt']);
  });

  it('leaves the older workspace whole when it is interrupted', async () => {
    const before = readFileSync(join(workspace, 'workspace.json'), 'utf8');
    let interrupt: () => void = () => undefined;
    const run = await interruptible(
      ['run', demo, '--out', workspace, '--model', 'boosted-tuned', '--json'],
      (handler) => {
        interrupt = handler;
      },
      (line) => {
        if (line.includes('Building features')) interrupt();
      },
    );
    expect(run.code).toBe(130);
    expect(JSON.parse(run.out)).toMatchObject({ error: { code: 'interrupted' } });
    expect(readFileSync(join(workspace, 'workspace.json'), 'utf8')).toBe(before);
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);

  it('leaves nothing at all when it is interrupted the first time', async () => {
    const fresh = join(directory, 'fresh');
    let interrupt: () => void = () => undefined;
    const run = await interruptible(
      ['run', demo, '--out', fresh],
      (handler) => {
        interrupt = handler;
      },
      () => interrupt(),
    );
    expect(run.code).toBe(130);
    expect(existsSync(fresh)).toBe(false);
    expect(readdirSync(directory).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 120_000);
});

describe('run on a catalogue that lacks things', () => {
  function lines(): string[][] {
    return readFileSync(demo, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => splitRecord(line, { delimiter: ',', quote: '"' }) ?? []);
  }

  it('explores without popularity, and says why there are no models', async () => {
    const file = join(directory, 'unrated.csv');
    const rows = lines();
    const drop = rows[0]!.indexOf('popularity');
    writeFileSync(
      file,
      rows
        .map((row) =>
          row
            .filter((_, i) => i !== drop)
            .map(quote)
            .join(','),
        )
        .join('\n'),
    );
    const out = join(directory, 'unrated');
    const run = await trackscope('run', file, '--out', out, '--json');
    expect(run.code, run.err).toBe(0);
    const { evaluation, skipped } = JSON.parse(run.out) as RunSummary;
    expect(evaluation).toEqual([]);
    expect(skipped.length).toBeGreaterThan(0);
    expect(skipped.every(({ why }) => why.includes('popularity'))).toBe(true);
    expect(existsSync(join(out, 'evaluation.json'))).toBe(false);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('popularity');
  }, 120_000);

  it('explores one without genre, key, mode, metre, album and explicit', async () => {
    const file = join(directory, 'bare.csv');
    const rows = lines();
    const drop = ['track_genre', 'key', 'mode', 'time_signature', 'album_name', 'explicit'].map((c) =>
      rows[0]!.indexOf(c),
    );
    writeFileSync(
      file,
      rows
        .map((row) =>
          row
            .filter((_, i) => !drop.includes(i))
            .map(quote)
            .join(','),
        )
        .join('\n'),
    );
    const run = await trackscope('run', file, '--out', join(directory, 'bare'), '--json');
    expect(run.code, run.err).toBe(0);
    expect((JSON.parse(run.out) as RunSummary).skipped.length).toBeGreaterThan(0);
  }, 120_000);
});

describe('bad input', () => {
  it('is told with a code, on standard output too with --json, and exits with 1', async () => {
    const run = await trackscope(
      'run',
      join(directory, 'nowhere.csv'),
      '--out',
      join(directory, 'x'),
      '--json',
    );
    expect(run.code).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({ error: { code: expect.stringMatching(/^[a-z-]+$/) } });
    expect(run.err).toContain('nowhere.csv');
    expect(existsSync(join(directory, 'x'))).toBe(false);
  });

  it('knows its commands, options and choices', async () => {
    expect((await trackscope('--help')).code).toBe(0);
    expect((await trackscope('--version')).out.trim()).toMatch(/^\d+\.\d+\.\d+$/);
    expect((await trackscope('runn', demo)).code).toBe(1);
    expect((await trackscope('run', demo, '--model', 'oracle')).err).toContain('Allowed choices');
    expect((await trackscope('demo', '--rows', 'many')).err).toContain('whole number');
    expect((await trackscope('run')).err).toContain("missing required argument 'catalogue'");
  });
});

function quote(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
