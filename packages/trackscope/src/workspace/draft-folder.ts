import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../errors/user-error.js';

/** A folder being made. Nothing shows at its place until {@link FolderDraft.publish}. */
export interface FolderDraft {
  /** The folder to write into. */
  readonly directory: string;
  /** Puts the draft in its place, in exchange for an older one. */
  publish(): Promise<void>;
  /** Removes the draft; what was at its place stays as it was. */
  discard(): Promise<void>;
}

/** What a folder is to become, and how to tell that an older one may be replaced. */
export interface FolderKind {
  /** As people say it: "a workspace". */
  readonly what: string;
  /** Code of the refusal to replace anything else. */
  readonly refusal: string;
  /** The option that names the place. */
  readonly option: string;
  /** Why a folder that is not empty is not such a one; null when it is. */
  foreign(directory: string, names: readonly string[]): Promise<string | null>;
  /** Gives the new folder what it takes over from the older one. Called before the exchange and after it. */
  carry?(older: string, newer: string): Promise<unknown>;
}

/**
 * Starts a folder at `out`. It is written beside it and renamed at the end, so that a process that is killed leaves the
 * older folder whole, or none.
 * @throws UserError with the kind's code when something else is there, `cannot-write` when the place is closed to us
 */
export async function draftFolder(out: string, kind: FolderKind): Promise<FolderDraft> {
  const target = resolve(out);
  await refuseForeign(target, kind);
  const parent = dirname(target);
  const directory = join(parent, `.${basename(target)}.draft-${process.pid}`);
  try {
    await mkdir(parent, { recursive: true });
    await removeStale(parent, target);
    await mkdir(directory, { recursive: true });
  } catch (cause) {
    throw new UserError(
      'cannot-write',
      `cannot write ${kind.what} at ${out}: ${(cause as Error).message}`,
      `Choose another place with ${kind.option}.`,
      { cause },
    );
  }
  return {
    directory,
    async publish() {
      const old = join(parent, `.${basename(target)}.old-${process.pid}`);
      const replaces = await exists(target);
      if (replaces) {
        await kind.carry?.(target, directory);
        await rename(target, old);
      }
      try {
        await rename(directory, target);
      } catch (error) {
        if (replaces) await rename(old, target);
        throw error;
      }
      if (replaces) {
        await kind.carry?.(old, target);
        await rm(old, { recursive: true, force: true });
      }
    },
    async discard() {
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function refuseForeign(target: string, kind: FolderKind): Promise<void> {
  let names: string[];
  try {
    names = await readdir(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UserError(
      kind.refusal,
      `${target} is there and is not a folder`,
      `Choose another ${kind.option}.`,
      { cause: error },
    );
  }
  const why = names.length > 0 ? await kind.foreign(target, names) : null;
  if (why === null) return;
  throw new UserError(
    kind.refusal,
    `${target} ${why}`,
    `Choose an empty folder or ${kind.what.replace(/^an? /, 'an older ')} with ${kind.option}.`,
  );
}

/**
 * Drafts of runs that were killed: their process is gone. One that was killed just between taking the older folder
 * away and putting the new one in its place gets the older one back.
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
