import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors/user-error.js';
import { retryAfter } from '../../src/fetch/attempt.js';
import { type FetchEffects, REAL_EFFECTS } from '../../src/fetch/effects.js';
import { type FetchOptions, fetchDataset } from '../../src/fetch/fetch-dataset.js';
import { PUBLISHED_DATASET, type PublishedDataset } from '../../src/fetch/published-dataset.js';
import {
  type Answer,
  cutOff,
  type DatasetServer,
  ignoreRange,
  serveAnswers,
  stall,
  status,
  whole,
} from './dataset-server.js';

const BODY = randomBytes(300_000);
const DATASET: PublishedDataset = {
  ...PUBLISHED_DATASET,
  bytes: BODY.length,
  sha256: createHash('sha256').update(BODY).digest('hex'),
};

let folder: string;
let to: string;
let server: DatasetServer | null = null;
let waits: number[];
let effects: FetchEffects;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
  to = join(folder, 'tracks.csv');
  waits = [];
  effects = {
    ...REAL_EFFECTS,
    random: () => 0.5,
    async sleep(milliseconds, signal) {
      waits.push(milliseconds);
      signal?.throwIfAborted();
    },
  };
});

afterEach(async () => {
  await server?.close();
  server = null;
  await rm(folder, { recursive: true, force: true });
});

async function fetchFrom(answers: Answer[], options: Partial<FetchOptions> = {}) {
  server = await serveAnswers(...answers);
  return fetchDataset({ to, url: server.url, timeout: 5, ...options }, DATASET, effects);
}

async function failure(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => new Error('expected it to fail'),
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(UserError);
  return error as UserError;
}

async function expectWhole(): Promise<void> {
  expect((await readFile(to)).equals(BODY)).toBe(true);
  expect(await readdir(folder)).toEqual(['tracks.csv']);
}

describe('a good server', () => {
  it('gives the file, with progress, licence and citation', async () => {
    const seen: [number, number][] = [];
    const result = await fetchFrom([whole(BODY)], { onProgress: (done, of) => seen.push([done, of]) });
    await expectWhole();
    expect(result).toMatchObject({
      file: to,
      bytes: 300_000,
      sha256: DATASET.sha256,
      resumed: false,
      alreadyThere: false,
      licence: 'ODbL 1.0',
      doi: '10.34740/KAGGLE/DSV/4372070',
    });
    expect(result.citation).toContain('Pandya');
    expect(seen.at(-1)).toEqual([300_000, 300_000]);
    expect(server?.ranges).toEqual(['']);
  });

  it('is not asked when the right file is there', async () => {
    await writeFile(to, BODY);
    const result = await fetchFrom([status(500)]);
    expect(result.alreadyThere).toBe(true);
    expect(server?.ranges).toEqual([]);
  });

  it('may redirect, and the folder is made', async () => {
    const target = await serveAnswers(whole(BODY));
    to = join(folder, 'a', 'b', 'tracks.csv');
    try {
      await fetchFrom([status(302, { location: target.url })]);
    } finally {
      await target.close();
    }
    expect((await readFile(to)).equals(BODY)).toBe(true);
  });
});

describe('a connection that breaks', () => {
  it('is taken up where it was cut off, with the validator', async () => {
    const result = await fetchFrom([cutOff(BODY, 100_000), whole(BODY)]);
    await expectWhole();
    expect(result.resumed).toBe(true);
    expect(server?.ranges).toEqual(['', 'bytes=100000-']);
    expect(server?.ifRanges).toEqual(['', '"v1"']);
    expect(waits).toEqual([750]);
  });

  it('is given up for the moment when it stalls', async () => {
    const result = await fetchFrom([stall(BODY, 100_000), whole(BODY)], { timeout: 0.5 });
    await expectWhole();
    expect(result.resumed).toBe(true);
    expect(server?.ranges).toEqual(['', 'bytes=100000-']);
  });

  it('starts over when the server ignores the range', async () => {
    const result = await fetchFrom([cutOff(BODY, 100_000), ignoreRange(BODY)]);
    await expectWhole();
    expect(result.resumed).toBe(false);
    expect(server?.ranges).toEqual(['', 'bytes=100000-']);
  });

  it('starts over when the file has changed since', async () => {
    const other = randomBytes(300_000);
    const result = await fetchFrom([cutOff(other, 100_000, '"old"'), whole(BODY, '"new"')]);
    await expectWhole();
    expect(result.resumed).toBe(false);
  });

  it('goes on from the part of an earlier run', async () => {
    await writeFile(`${to}.part`, BODY.subarray(0, 250_000));
    await writeFile(`${to}.part.etag`, '"v1"');
    const result = await fetchFrom([whole(BODY)]);
    await expectWhole();
    expect(result.resumed).toBe(true);
    expect(server?.ranges).toEqual(['bytes=250000-']);
  });

  it('starts over once when the part of an earlier run was of something else', async () => {
    await writeFile(`${to}.part`, randomBytes(250_000));
    const result = await fetchFrom([whole(BODY, null)]);
    await expectWhole();
    expect(result.resumed).toBe(false);
    expect(server?.ranges).toEqual(['bytes=250000-', '']);
  });

  it('needs no network when the part is whole, and throws away one that is too long', async () => {
    await writeFile(`${to}.part`, BODY);
    await fetchFrom([status(500)]);
    await expectWhole();
    expect(server?.ranges).toEqual([]);
    await server?.close();
    await rm(to);
    await writeFile(`${to}.part`, randomBytes(300_001));
    await fetchFrom([whole(BODY)]);
    await expectWhole();
    expect(server?.ranges).toEqual(['']);
  });

  it('is given up after the retries that brought nothing, with growing pauses', async () => {
    const error = await failure(fetchFrom([stall(BODY, 0)], { timeout: 0.05, retries: 3 }));
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('no bytes came for 0.05 s');
    expect(server?.ranges).toHaveLength(4);
    expect(waits).toEqual([750, 1500, 3000]);
    expect(existsSync(to)).toBe(false);
  });

  it('counts only retries in a row that bring nothing', async () => {
    const steps = [1, 2, 3, 4, 5, 6].map((k) => cutOff(BODY, k * 40_000));
    await fetchFrom([...steps, whole(BODY)], { retries: 1 });
    await expectWhole();
  });

  it('says what the system says when nobody listens', async () => {
    server = await serveAnswers(whole(BODY));
    const { url } = server;
    await server.close();
    server = null;
    const error = await failure(fetchDataset({ to, url, retries: 0 }, DATASET, effects));
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('ECONNREFUSED');
  });
});

describe('wrong bytes', () => {
  it.each([
    [
      'of the right length',
      randomBytes(300_000),
      /expected SHA-256 [0-9a-f]{64}, found SHA-256 [0-9a-f]{64}/,
    ],
    ['too many', randomBytes(300_100), /expected 300000 bytes, found at least 300\d{3} bytes/],
  ])('%s are thrown away', async (_what, body, message) => {
    const error = await failure(fetchFrom([whole(body)]));
    expect(error.code).toBe('wrong-bytes');
    expect(error.message).toMatch(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it('too few are never taken for the file', async () => {
    const error = await failure(fetchFrom([ignoreRange(BODY.subarray(0, 1000))], { retries: 2 }));
    expect(error.code).toBe('download-failed');
    expect(error.message).toContain('1000 of 300000 bytes');
    expect(existsSync(to)).toBe(false);
  });
});

describe('what the server answers', () => {
  it.each([404, 403, 410])('%i is final', async (code) => {
    const error = await failure(fetchFrom([status(code)]));
    expect(error.code).toBe('http-refused');
    expect(error.message).toContain(String(code));
    expect(server?.ranges).toHaveLength(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('500 is tried again', async () => {
    await fetchFrom([status(500), status(503), whole(BODY)]);
    await expectWhole();
    expect(waits).toEqual([750, 1500]);
  });

  it('429 is waited for as long as it asks', async () => {
    await fetchFrom([status(429, { 'retry-after': '7' }), whole(BODY)]);
    await expectWhole();
    expect(waits).toEqual([7000]);
  });

  it('429 with a long pause is passed on to the user', async () => {
    const error = await failure(fetchFrom([status(429, { 'retry-after': '3600' })]));
    expect(error.code).toBe('server-busy');
    expect(error.message).toContain('3600 s');
    expect(waits).toEqual([]);
  });

  it('Retry-After is a number of seconds, a date, or nothing', () => {
    const now = Date.parse('2024-05-01T10:00:00Z');
    expect(retryAfter('3', now)).toBe(3000);
    expect(retryAfter('Wed, 01 May 2024 10:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Wed, 01 May 2024 09:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBeNull();
    expect(retryAfter(null, now)).toBeNull();
  });
});

describe('the place of the file', () => {
  it('keeps another file, and replaces it when told to', async () => {
    await writeFile(to, 'mine');
    const error = await failure(fetchFrom([whole(BODY)]));
    expect(error.code).toBe('file-exists');
    expect(error.message).toContain('it has 4 bytes');
    expect(await readFile(to, 'utf8')).toBe('mine');
    expect(server?.ranges).toEqual([]);
    await server?.close();
    await fetchFrom([whole(BODY)], { force: true });
    await expectWhole();
  });

  it('keeps the other file while a forced download fails', async () => {
    await writeFile(to, 'mine');
    await failure(fetchFrom([whole(randomBytes(300_000))], { force: true }));
    expect(await readFile(to, 'utf8')).toBe('mine');
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'no-permission'],
  ])('%s while writing is told as %s, at once', async (code, expected) => {
    const refusing: FetchEffects = {
      ...effects,
      append: async () => ({
        write: () => Promise.reject(Object.assign(new Error(code), { code })),
        close: async () => {},
      }),
    };
    server = await serveAnswers(whole(BODY));
    const error = await failure(fetchDataset({ to, url: server.url }, DATASET, refusing));
    expect(error.code).toBe(expected);
    expect(error.remedy).toBeTruthy();
    expect(server.ranges).toHaveLength(1);
    expect(existsSync(to)).toBe(false);
  });

  it('refuses a folder', async () => {
    await mkdir(to);
    expect((await failure(fetchFrom([whole(BODY)]))).code).toBe('is-folder');
  });
});

describe('stopping', () => {
  it('keeps what has come, and the next call goes on', async () => {
    const controller = new AbortController();
    const error = await failure(
      fetchFrom([stall(BODY, 100_000)], {
        signal: controller.signal,
        onProgress: (done) => done >= 100_000 && controller.abort(),
      }),
    );
    expect(error.code).toBe('interrupted');
    expect(existsSync(to)).toBe(false);
    await server?.close();
    const result = await fetchFrom([whole(BODY)]);
    expect(result.resumed).toBe(true);
    expect(server?.ranges).toEqual(['bytes=100000-']);
    await expectWhole();
  });

  it('does nothing when it was asked before', async () => {
    const error = await failure(fetchFrom([whole(BODY)], { signal: AbortSignal.abort() }));
    expect(error.code).toBe('interrupted');
    expect(server?.ranges).toEqual([]);
  });
});

describe('options', () => {
  it.each<[string, Partial<FetchOptions>]>([
    ['invalid-timeout', { timeout: 0 }],
    ['invalid-timeout', { timeout: Number.NaN }],
    ['invalid-retries', { retries: -1 }],
    ['invalid-retries', { retries: 1.5 }],
    ['invalid-url', { url: 'file:///etc/hosts' }],
    ['invalid-url', { url: 'dataset.csv' }],
  ])('%s: %o', async (code, options) => {
    expect((await failure(fetchFrom([whole(BODY)], options))).code).toBe(code);
  });

  it('takes another address from the environment', async () => {
    server = await serveAnswers(whole(BODY));
    process.env.TRACKSCOPE_DATASET_URL = server.url;
    try {
      await fetchDataset({ to }, DATASET, effects);
    } finally {
      delete process.env.TRACKSCOPE_DATASET_URL;
    }
    await expectWhole();
  });
});
