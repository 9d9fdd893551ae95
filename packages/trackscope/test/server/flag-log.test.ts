import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Flag } from '../../src/server/flags/flag.js';
import { flagsIn, openFlagLog } from '../../src/server/flags/flag-log.js';
import { carryFlags } from '../../src/workspace/flags-file.js';
import { draftWorkspace } from '../../src/workspace/write.js';

const MOST = 10_000_000;
const LOG = new URL('../../dist/server/flags/flag-log.js', import.meta.url).href;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trackscope-flags-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function flag(id: string, note = ''): Flag {
  return {
    id,
    time: '2026-01-01T00:00:00.000Z',
    note,
    track: { title: 'ü\u2028"\n' },
    protocol: 'known-artist',
    unit: 'recording',
    bar: null,
    answers: [],
    warnings: [],
    models: [],
  };
}

async function ids(where = folder): Promise<string[]> {
  return (await openFlagLog(where, MOST).list()).map(({ id }) => id);
}

describe('the log of flags', () => {
  it('gives back what was added, newest first, without what was deleted', async () => {
    const log = openFlagLog(folder, MOST);
    expect(await log.list()).toEqual([]);
    await log.add(flag('a', 'first'));
    await log.add(flag('b'));
    expect(await log.list()).toEqual([flag('b'), flag('a', 'first')]);
    expect(await log.remove('b')).toBe(true);
    expect(await log.remove('b')).toBe(false);
    expect(await openFlagLog(folder, MOST).list()).toEqual([flag('a', 'first')]);
  });

  it('skips torn lines, wherever they are cut, and loses no other', async () => {
    const log = openFlagLog(folder, MOST);
    await log.add(flag('a'));
    const file = join(folder, 'flags.ndjson');
    const line = `\n${JSON.stringify({ event: 'added', flag: flag('torn') })}`;
    for (let cut = 0; cut < line.length; cut += 7) {
      rmSync(file);
      await log.add(flag('a'));
      appendFileSync(file, Buffer.from(line).subarray(0, cut));
      await log.add(flag('b'));
      expect(await ids(), `cut after ${cut} bytes`).toEqual(['b', 'a']);
    }
  });

  it.each([
    'null',
    '1',
    '{}',
    '{"event":"added"}',
    '{"event":"added","flag":{"id":1}}',
    '{"event":"deleted"}',
    '\u0000\u0000',
  ])('skips the line %s', (line) => {
    const whole = JSON.stringify({ event: 'added', flag: flag('a') });
    expect(flagsIn(`${line}\n${whole}\n${line}`)).toEqual([flag('a')]);
  });

  it('takes several processes that write at the same time', async () => {
    const script = `
      const { openFlagLog } = await import(${JSON.stringify(LOG)});
      const log = openFlagLog(process.argv[1], ${MOST});
      for (let i = 0; i < 60; i++) {
        const id = process.argv[2] + i;
        await log.add({ id, note: 'x'.repeat(i * 50), track: {}, answers: [] });
        if (i % 3 === 0) await log.remove(id);
      }`;
    const writer = (name: string) =>
      new Promise((resolve) =>
        spawn(process.execPath, ['--input-type=module', '-e', script, folder, name], { stdio: 'inherit' }).on(
          'close',
          resolve,
        ),
      );
    expect(await Promise.all([writer('a'), writer('b')])).toEqual([0, 0]);
    const wanted = ['a', 'b'].flatMap((name) =>
      Array.from({ length: 60 }, (_, i) => i)
        .filter((i) => i % 3 !== 0)
        .map((i) => `${name}${i}`),
    );
    expect((await ids()).sort()).toEqual(wanted.sort());
  });

  it('has lost nothing that was acknowledged when the process is killed', async () => {
    const script = `
      const { openFlagLog } = await import(${JSON.stringify(LOG)});
      const log = openFlagLog(process.argv[1], ${MOST});
      for (let i = 0; ; i++) {
        await log.add({ id: String(i), note: 'x'.repeat(3000), track: {}, answers: [] });
        process.stdout.write(i + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder]);
    let out = '';
    child.stdout.on('data', (data) => {
      out += data;
      if (out.split('\n').length > 25) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.on('close', resolve));
    const told = out.split('\n').slice(0, -1);
    expect(told.length).toBeGreaterThan(20);
    const kept = new Set(await ids());
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
    await openFlagLog(folder, MOST).add(flag('after'));
    expect((await ids())[0]).toBe('after');
  });
});

describe('a run that makes a workspace anew', () => {
  const ws = () => join(folder, 'ws');
  async function makeAnew(between: () => Promise<void> = async () => undefined): Promise<void> {
    const draft = await draftWorkspace(ws());
    writeFileSync(join(draft.directory, 'workspace.json'), '{}');
    await between();
    await draft.publish();
  }

  it('keeps the flags, and those that are added while it works', async () => {
    await makeAnew();
    expect(existsSync(join(ws(), 'flags.ndjson'))).toBe(false);
    const log = openFlagLog(ws(), MOST);
    await log.add(flag('before'));
    await makeAnew(() => log.add(flag('during')));
    await log.add(flag('after'));
    expect(await ids(ws())).toEqual(['after', 'during', 'before']);
  });

  it('shares one file between old and new, so that a writer that holds the old one loses nothing', async () => {
    await makeAnew();
    await openFlagLog(ws(), MOST).add(flag('a'));
    const { ino } = statSync(join(ws(), 'flags.ndjson'));
    await makeAnew();
    expect(statSync(join(ws(), 'flags.ndjson')).ino).toBe(ino);
  });

  it('joins two logs without doubling a line', async () => {
    const [a, b] = ['a', 'b'].map((name) => join(folder, name)) as [string, string];
    mkdirSync(a);
    mkdirSync(b);
    await openFlagLog(a, MOST).add(flag('one'));
    await openFlagLog(b, MOST).add(flag('two'));
    await openFlagLog(a, MOST).remove('one');
    await carryFlags(a, b);
    await carryFlags(a, b);
    expect(await ids(b)).toEqual(['two']);
    expect(readFileSync(join(b, 'flags.ndjson'), 'utf8').match(/"one"/g)).toHaveLength(2);
    expect(await carryFlags(join(folder, 'none'), b)).toBe(false);
  });

  it('puts an older workspace back that a killed run had taken away', async () => {
    await makeAnew();
    await openFlagLog(ws(), MOST).add(flag('a'));
    const gone = await deadProcess();
    const { renameSync } = await import('node:fs');
    renameSync(ws(), join(folder, `.ws.old-${gone}`));
    const draft = await draftWorkspace(ws());
    expect(await ids(ws())).toEqual(['a']);
    await draft.discard();
    expect(await ids(ws())).toEqual(['a']);
  });
});

/** The number of a process that has ended. */
function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  return new Promise((resolve) => child.on('close', () => resolve(child.pid!)));
}
