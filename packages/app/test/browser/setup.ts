import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const trackscope = fileURLToPath(new URL('../../../trackscope/bin/trackscope.js', import.meta.url));

declare module 'vitest' {
  export interface ProvidedContext {
    /** Workspace of a small demo catalogue, with every kind of model. */
    readonly workspace: string;
    /** Where it is served. */
    readonly site: string;
  }
}

/** Runs the command to its end. */
export function command(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [trackscope, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`trackscope ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return stdout;
}

/** Serves a workspace on a free port. */
export function serve(workspace: string): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const child = spawn(process.execPath, [trackscope, 'serve', workspace, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((resolve, reject) => {
    const hear = (data: Buffer) => {
      output += data;
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (url) resolve({ url, child });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('close', (code) => reject(new Error(`serve ended with ${code}: ${output}`)));
  });
}

/** Makes one workspace for all browser tests, and serves it while they run. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'trackscope-app-'));
  const catalogue = join(directory, 'demo.csv');
  const workspace = join(directory, 'workspace');
  command('demo', '--rows', '4000', '--to', catalogue);
  command('run', catalogue, '--out', workspace, '--protocol', 'published', 'known-artist', 'at-release-new');
  const { url, child } = await serve(workspace);
  provide('workspace', workspace);
  provide('site', url);
  return () => {
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
}
