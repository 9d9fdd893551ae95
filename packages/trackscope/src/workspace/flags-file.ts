import { appendFile, copyFile, link, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The log of flagged predictions in a workspace: what people wrote, which no run may take away. */
export const FLAGS_FILE = 'flags.ndjson';

/**
 * Gives a new workspace the flags of the one that it replaces. The file gets a second name rather than a copy, so
 * that what a running server appends in the meantime is in both.
 * @returns false when there are none
 */
export async function carryFlags(from: string, to: string): Promise<boolean> {
  const old = join(from, FLAGS_FILE);
  const file = join(to, FLAGS_FILE);
  try {
    await link(old, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    if (code === 'EEXIST') await mergeFlags(old, file);
    // Some file systems have no second names.
    else await copyFile(old, file);
  }
  return true;
}

/** For flags that were added to both places: events name their flags, so that their order does not matter. */
async function mergeFlags(old: string, file: string): Promise<void> {
  const [a, b] = await Promise.all([stat(old), stat(file)]);
  if (a.ino !== b.ino || a.dev !== b.dev)
    await appendFile(file, Buffer.concat([Buffer.from('\n'), await readFile(old)]));
}
