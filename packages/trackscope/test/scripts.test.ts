import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'trackscope-start-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Starts it on a small demo catalogue and waits for the address that it prints. */
function start(): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const args = ['scripts/start.mjs', '--rows', '1000', '--port', '0', '--dir', directory];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      output += data;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url) resolve({ child, url, output: () => output });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
}

function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners('close');
    child.on('close', resolve);
    child.kill('SIGINT');
  });
}

describe('npm start', () => {
  it('goes from nothing to the served app, and uses what it made the next time', async () => {
    const first = await start();
    expect(first.output()).toContain('Fitting boosted (published)');
    const page = await fetch(first.url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<script defer src="./app.js">');
    expect((await fetch(`${first.url}/app.js`)).status).toBe(200);
    expect(await (await fetch(`${first.url}/report.html`)).text()).toMatch(/synthetic/i);
    expect((await fetch(`${first.url}/data/workspace.json`)).status).toBe(200);
    for (const path of ['/../../package.json', '/%2e%2e/package.json', '/models', '/search', '/etc/passwd']) {
      expect((await fetch(first.url + path)).status, path).toBe(404);
    }
    expect(await stop(first.child)).toBe(0);
    const made = readFileSync(join(directory, 'workspace/workspace.json'), 'utf8');
    const second = await start();
    expect(second.output()).toContain('Using the workspace made earlier');
    expect(await stop(second.child)).toBe(0);
    expect(readFileSync(join(directory, 'workspace/workspace.json'), 'utf8')).toBe(made);
  }, 300_000);
});
