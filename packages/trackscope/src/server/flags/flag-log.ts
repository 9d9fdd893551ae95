import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FLAGS_FILE } from '../../workspace/flags-file.js';
import { Refusal } from '../problem.js';
import type { Flag, FlagEvent } from './flag.js';

/** The log of flags of one workspace. Several processes may write to it at the same time. */
export interface FlagLog {
  /** Flags that are not deleted, newest first. */
  list(): Promise<readonly Flag[]>;
  /** Resolves once the flag is on the disk. @throws Refusal `flags-full` */
  add(flag: Flag): Promise<void>;
  /** False when there is no such flag. */
  remove(id: string): Promise<boolean>;
}

/**
 * Opens the log in a workspace's folder: NDJSON, one event a line, only ever appended to.
 *
 * Every event is one write to a file opened for appending, so that events of several writers do not mix, and is
 * followed by fsync. The line end stands before the event too: what a crash left half-written is a line of its own,
 * which readers skip. The file is opened anew each time, since a run may put another folder in its place.
 */
export function openFlagLog(directory: string, mostBytes: number): FlagLog {
  const file = join(directory, FLAGS_FILE);
  let known: { readonly state: string; readonly flags: readonly Flag[] } | null = null;

  async function list(): Promise<readonly Flag[]> {
    const state = await stateOf(file);
    if (state === null) return [];
    if (known?.state === state) return known.flags;
    const flags = flagsIn(await readFile(file, 'utf8'));
    known = { state, flags };
    return flags;
  }

  async function append(event: FlagEvent): Promise<void> {
    const line = Buffer.from(`\n${JSON.stringify(event)}\n`);
    const handle = await open(file, 'a', 0o600);
    try {
      const { size } = await handle.stat();
      if (size + line.length > mostBytes && event.event === 'added') {
        throw new Refusal(
          'flags-full',
          `the log of flags has reached ${mostBytes.toLocaleString('en')} bytes; export it and begin another workspace`,
        );
      }
      const { bytesWritten } = await handle.write(line);
      if (bytesWritten !== line.length)
        throw new Error(`only ${bytesWritten} of ${line.length} bytes of a flag were written`);
      await handle.sync();
      if (size === 0) await syncFolder(directory);
    } finally {
      await handle.close();
    }
  }

  return {
    list,
    add: (flag) => append({ event: 'added', flag }),
    async remove(id) {
      if (!(await list()).some((flag) => flag.id === id)) return false;
      await append({ event: 'deleted', id, time: new Date().toISOString() });
      return true;
    },
  };
}

/** Flags that a log leaves standing, newest first; lines that are no events are skipped. */
export function flagsIn(text: string): readonly Flag[] {
  const flags = new Map<string, Flag>();
  const deleted = new Set<string>();
  for (const line of text.split('\n')) {
    const event = line === '' ? null : eventOf(line);
    if (event?.event === 'added') flags.set(event.flag.id, event.flag);
    else if (event?.event === 'deleted') deleted.add(event.id);
  }
  return [...flags.values()].filter((flag) => !deleted.has(flag.id)).reverse();
}

function eventOf(line: string): FlagEvent | null {
  let event: Partial<Record<keyof FlagEvent | 'flag' | 'id', unknown>> | null;
  try {
    event = JSON.parse(line);
  } catch {
    return null;
  }
  if (event === null || typeof event !== 'object') return null;
  if (event.event === 'deleted' && typeof event.id === 'string') return event as FlagEvent;
  const flag = event.flag as Partial<Flag> | null | undefined;
  const whole =
    event.event === 'added' && typeof flag?.id === 'string' && Array.isArray(flag.answers) && !!flag.track;
  return whole ? (event as FlagEvent) : null;
}

/** A new file is on the disk only once its folder is; not every system lets a folder be opened. */
async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch {
    // What cannot be synced is left to the system.
  } finally {
    await handle?.close();
  }
}

/** Changes whenever the file does; null when there is none. */
async function stateOf(file: string): Promise<string | null> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
