import { appendFile, copyFile, link, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The log of flagged predictions in a workspace: what people wrote, which no run may take away. */
export const FLAGS_FILE = 'flags.ndjson';

/**
 * Gives one folder the flags of another. The file gets a second name rather than a copy, so that what a running
 * server appends in the meantime is in both. Where both have a log, lines that only `from` has are added to `to`'s.
 *
 * @returns false when there are none to give
 */
export async function carryFlags(from: string, to: string): Promise<boolean> {
  const old = join(from, FLAGS_FILE);
  const file = join(to, FLAGS_FILE);
  const [given, there] = await Promise.all([stateOf(old), stateOf(file)]);
  if (!given) return false;
  if (there) {
    if (given.ino !== there.ino || given.dev !== there.dev) await addMissingLines(old, file);
    return true;
  }
  try {
    await link(old, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') await addMissingLines(old, file);
    // Some file systems have no second names.
    else await copyFile(old, file);
  }
  return true;
}

/** Each line is an event that names its flag, so that the order of lines does not matter. */
async function addMissingLines(old: string, file: string): Promise<void> {
  const [from, to] = await Promise.all([readFile(old, 'utf8'), readFile(file, 'utf8')]);
  const known = new Set(to.split('\n'));
  const missing = from.split('\n').filter((line) => line !== '' && !known.has(line));
  if (missing.length > 0) await appendFile(file, `\n${missing.join('\n')}\n`, { flush: true });
}

async function stateOf(file: string) {
  return stat(file, { bigint: true }).catch(() => null);
}
