import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A file that is being appended to. */
export interface Appender {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** All that a download does to the world. */
export interface FetchEffects {
  readonly fetch: typeof globalThis.fetch;
  /** Waits; rejects when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** Uniform in [0, 1), for jitter. */
  random(): number;
  now(): number;
  /** Size in bytes, or null where there is no file. */
  size(path: string): Promise<number | null>;
  /** Feeds the bytes of a file into a hash. */
  hashInto(hash: Hash, path: string): Promise<void>;
  /** Opens a file to append to, emptied first if asked. */
  append(path: string, fresh: boolean): Promise<Appender>;
  /** The text of a small file, or null where there is none. */
  readText(path: string): Promise<string | null>;
  writeText(path: string, text: string): Promise<void>;
  /** Makes the folder of a file and those above it. */
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/** The network and the disk. */
export const REAL_EFFECTS: FetchEffects = {
  fetch: (input, init) => globalThis.fetch(input, init),
  async sleep(milliseconds, signal) {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  },
  random: Math.random,
  now: Date.now,
  async size(path) {
    const found = await stat(path).catch(absent);
    if (found?.isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR' });
    return found?.size ?? null;
  },
  async hashInto(hash, path) {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array);
  },
  async append(path, fresh) {
    const file = await open(path, fresh ? 'w' : 'a');
    return {
      async write(chunk) {
        // A single call may write less than it was given.
        await file.appendFile(chunk);
      },
      async close() {
        await file.sync();
        await file.close();
      },
    };
  },
  readText: (path) => readFile(path, 'utf8').catch(absent),
  writeText: (path, text) => writeFile(path, text),
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  rename,
  async remove(path) {
    await rm(path, { force: true });
  },
};

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** SHA-256 of a file, in lower-case hexadecimal. */
export async function fileSha256(path: string, effects: FetchEffects): Promise<string> {
  const hash = createHash('sha256');
  await effects.hashInto(hash, path);
  return hash.digest('hex');
}
