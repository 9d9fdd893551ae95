import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { explainFailure } from '../../src/errors/exit.js';
import { UserError } from '../../src/errors/user-error.js';
import { scratch, trackscope } from './harness.js';

const directory = scratch();
const demo = join(directory, 'demo.csv');
const small = join(directory, 'small-disk');
mkdirSync(small);
/** A disk of three megabytes, where we may make one. */
const mounted =
  platform() === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', small]).status === 0;

beforeAll(async () => {
  expect((await trackscope('demo', '--rows', '20000', '--to', demo)).code).toBe(0);
}, 60_000);
afterAll(() => {
  if (mounted) spawnSync('umount', [small]);
});

describe('a full disk', () => {
  it.skipIf(!mounted)(
    'ends a run with a message, and leaves nothing on it',
    async () => {
      const run = await trackscope('run', demo, '--out', join(small, 'ws'), '--model', 'linear', '--json');
      expect(run.err).toContain('[disk-full]');
      expect(run.code).toBe(1);
      expect(JSON.parse(run.out).error.code).toBe('disk-full');
      expect(readdirSync(small)).toEqual([]);
    },
    60_000,
  );

  it.skipIf(!mounted)(
    'ends the demo catalogue likewise',
    async () => {
      const run = await trackscope('demo', '--rows', '114000', '--to', join(small, 'demo.csv'));
      expect(run.err).toContain('[disk-full]');
      expect(readdirSync(small)).toEqual([]);
    },
    60_000,
  );
});

describe('a place that is closed', () => {
  it.skipIf(platform() !== 'linux')('is named, before anything is read', async () => {
    const run = await trackscope('run', demo, '--out', '/sys/trackscope/ws');
    expect(run.code).toBe(1);
    expect(run.err).toContain('[cannot-write]');
    expect(run.err).toContain('/sys/trackscope/ws');
  });

  it('is a file where a folder should be', async () => {
    const file = join(directory, 'a-file');
    writeFileSync(file, 'text');
    const run = await trackscope('run', demo, '--out', file);
    expect(run.err).toContain('[not-a-workspace]');
    expect(existsSync(file)).toBe(true);
  });
});

describe('what an error becomes', () => {
  it('tells a mistake of the user from a bug', () => {
    expect(explainFailure(new UserError('some-code', 'expected a, found b', 'Do c.'))).toMatchObject({
      exitCode: 1,
      code: 'some-code',
      text: 'trackscope: expected a, found b\n  Do c.\n  [some-code]',
    });
    const bug = explainFailure(new TypeError('x is not a function'));
    expect(bug).toMatchObject({ exitCode: 2, code: 'bug' });
    expect(bug.text).toContain('--debug');
    expect(explainFailure(new TypeError('x is not a function'), true).text).toContain('at ');
  });

  it('knows a full disk and a closed door by whatever name', () => {
    const coded = (code: string) => Object.assign(new Error('write failed'), { code });
    expect(explainFailure(coded('ENOSPC')).code).toBe('disk-full');
    expect(explainFailure(coded('EACCES')).code).toBe('no-permission');
    expect(explainFailure(new Error('IO Error: Could not write file: No space left on device')).code).toBe(
      'disk-full',
    );
  });
});
