import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { CliEffects } from '../../src/cli/context.js';
import { main } from '../../src/cli/main.js';
import { plainProgress } from '../../src/cli/progress.js';

/** What a command line printed and how it ended. */
export interface CliRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, with its output caught. */
export async function trackscope(...args: string[]): Promise<CliRun> {
  return interruptible(args, () => undefined);
}

/** The same, handing out the function that a Ctrl-C would call. */
export async function interruptible(
  args: readonly string[],
  ready: (interrupt: () => void) => void,
  onLine: (line: string) => void = () => undefined,
): Promise<CliRun> {
  let out = '';
  let err = '';
  const effects: CliEffects = {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    progress: (quiet) =>
      plainProgress((line) => {
        onLine(line);
        if (!quiet) err += `${line}\n`;
      }),
    onInterrupt: (handler) => {
      ready(handler);
      return () => undefined;
    },
  };
  const code = await main(['node', 'trackscope', ...args], effects);
  return { code, out, err };
}

/** A folder of one's own, removed after the tests of the file. */
export function scratch(): string {
  const directory = mkdtempSync(join(tmpdir(), 'trackscope-cli-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
