import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { carryFlags } from './flags-file.js';

/** A workspace being made. Nothing shows at its place until {@link WorkspaceDraft.publish}. */
export interface WorkspaceDraft {
  /** The folder to write into. */
  readonly directory: string;
  /** Puts the draft in its place, in exchange for an older workspace, whose flags it takes over. */
  publish(): Promise<void>;
  /** Removes the draft; the older workspace stays as it was. */
  discard(): Promise<void>;
}

/**
 * Starts a workspace at `out`. It is written beside it and renamed at the end, so that a run that is killed
 * leaves the older workspace whole, or none.
 * @throws UserError `not-a-workspace` when something else is there, `cannot-write` when the place is closed to us
 */
export async function draftWorkspace(out: string): Promise<WorkspaceDraft> {
  const target = resolve(out);
  await refuseForeign(target);
  const parent = dirname(target);
  const directory = join(parent, `.${basename(target)}.draft-${process.pid}`);
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent, target);
    await mkdir(join(directory, 'models'), { recursive: true });
  } catch (cause) {
    throw new UserError(
      'cannot-write',
      `cannot write a workspace at ${out}: ${(cause as Error).message}`,
      'Choose another place with --out.',
      { cause },
    );
  }
  return {
    directory,
    async publish() {
      const old = join(parent, `.${basename(target)}.old-${process.pid}`);
      const replaces = await exists(target);
      if (replaces) {
        await carryFlags(target, directory);
        await rename(target, old);
      }
      try {
        await rename(directory, target);
      } catch (error) {
        if (replaces) await rename(old, target);
        throw error;
      }
      if (replaces) {
        // A server may have begun a log between the two steps.
        await carryFlags(old, target);
        await rm(old, { recursive: true, force: true });
      }
    },
    async discard() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Writes one JSON file of a workspace: numbers that are not finite become null, as JSON has no others. */
export async function writeJson(directory: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(directory, name), `${JSON.stringify(value)}\n`);
}

async function refuseForeign(target: string): Promise<void> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UserError(
      'not-a-workspace',
      `${target} is there and is not a folder`,
      'Choose another --out.',
      {
        cause: error,
      },
    );
  }
  if (names.length > 0 && !names.includes('workspace.json')) {
    throw new UserError(
      'not-a-workspace',
      `${target} holds other files and no workspace.json`,
      'Choose an empty folder or an older workspace with --out.',
    );
  }
}

/**
 * Drafts of runs that were killed: their process is gone. One that was killed just between taking the older workspace
 * away and putting the new one in its place gets the older one back, with the flags in it.
 */
async function removeStale(parent: string, target: string): Promise<void> {
  const name = basename(target);
  for (const entry of await readdir(parent)) {
    const match = entry.startsWith(`.${name}.`) ? /\.(draft|old)-(\d+)$/.exec(entry) : null;
    if (!match || isAlive(Number(match[2]))) continue;
    const stale = join(parent, entry);
    if (match[1] === 'old' && !(await exists(target))) await rename(stale, target);
    else await rm(stale, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
