import { dirname, resolve } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { writeError } from '../errors/write-error.js';
import { attempt, DiskError, type Outcome, type Transfer } from './attempt.js';
import { type FetchEffects, fileSha256, REAL_EFFECTS } from './effects.js';
import { DATASET_URL_VARIABLE, PUBLISHED_DATASET, type PublishedDataset } from './published-dataset.js';

export interface FetchOptions {
  /** Where the file goes. `F.part` and `F.part.etag` stand beside it until it is whole. */
  readonly to: string;
  /** Another place that has the same bytes. Default: TRACKSCOPE_DATASET_URL, else the publisher's. */
  readonly url?: string;
  /** Replace another file at `to`. Default: false. */
  readonly force?: boolean;
  /** Stops the download; what has come is kept for the next time. */
  readonly signal?: AbortSignal;
  /** Bytes that are there, and bytes in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Longest silence of the server, in seconds. Default: 30. */
  readonly timeout?: number;
  /** Further attempts in a row that bring not one byte before giving up. Default: 5. */
  readonly retries?: number;
}

export interface Fetched {
  /** Absolute path. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Whether bytes of an earlier download or attempt were used. */
  readonly resumed: boolean;
  /** Whether the file was there already, and the network was not asked. */
  readonly alreadyThere: boolean;
  readonly licence: string;
  readonly doi: string;
  readonly citation: string;
}

const TIMEOUT_SECONDS = 30;
const RETRIES = 5;
/** Wait before the first retry; it doubles, and up to half of it is taken off by chance. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
/** A server that asks for a longer pause than this is taken at its word: the user may come back. */
const LONGEST_RETRY_AFTER_MS = 120_000;
/** Attempts in all, so that a server that gives a few bytes each time does not hold us for ever. */
const MOST_ATTEMPTS = 50;

/**
 * Downloads the published dataset: the file at `to` is whole and has the right SHA-256, or is not there.
 *
 * @throws UserError `file-exists`, `wrong-bytes`, `http-refused`, `download-failed`, `server-busy`, `invalid-url`,
 *   `invalid-timeout`, `invalid-retries`, `interrupted`, and `disk-full`, `no-permission` and kin of the disk
 */
export async function fetchDataset(
  options: FetchOptions,
  dataset: PublishedDataset = PUBLISHED_DATASET,
  effects: FetchEffects = REAL_EFFECTS,
): Promise<Fetched> {
  const { timeout = TIMEOUT_SECONDS, retries = RETRIES } = options;
  check(timeout > 0 && Number.isFinite(timeout), 'timeout', 'a number of seconds above 0', timeout);
  check(Number.isSafeInteger(retries) && retries >= 0, 'retries', 'a whole number from 0', retries);
  const url = checkedUrl(options.url ?? process.env[DATASET_URL_VARIABLE] ?? dataset.url);
  const file = resolve(options.to);
  const { bytes, sha256, licence, doi, citation } = dataset;
  const about = { file, bytes, sha256, licence, doi, citation };
  const part = `${file}.part`;
  const transfer: Transfer = {
    url,
    part,
    tag: `${part}.etag`,
    bytes,
    timeout: timeout * 1000,
    signal: options.signal,
    onProgress: options.onProgress,
  };
  try {
    if (await isThere(file, options, dataset, effects))
      return { ...about, resumed: false, alreadyThere: true };
    await effects.makeFolder(dirname(file));
    let resumed = await transferAll(transfer, retries, effects);
    let found = await fileSha256(part, effects);
    if (found !== sha256 && resumed) {
      // The earlier bytes may have been of another version: start over once before blaming the server.
      await effects.remove(part);
      await effects.remove(transfer.tag);
      resumed = await transferAll(transfer, retries, effects);
      found = await fileSha256(part, effects);
    }
    if (found !== sha256) throw await wrongBytes(transfer, `SHA-256 ${found}`, `SHA-256 ${sha256}`, effects);
    await effects.rename(part, file);
    await effects.remove(transfer.tag);
    return { ...about, resumed, alreadyThere: false };
  } catch (error) {
    if (options.signal?.aborted) {
      throw new UserError(
        'interrupted',
        `the download of ${url} was stopped; what has come is kept in ${part}`,
        'Run the same command again to go on.',
        { cause: error },
      );
    }
    throw writeError(error instanceof DiskError ? error.cause : error, options.to);
  }
}

/** Attempts until all bytes are there. Says whether any of them came from before. */
async function transferAll(transfer: Transfer, retries: number, effects: FetchEffects): Promise<boolean> {
  const before = await effects.size(transfer.part);
  if (before !== null && before > transfer.bytes) await effects.remove(transfer.part);
  let fruitless = 0;
  for (let n = 1; ; n++) {
    transfer.signal?.throwIfAborted();
    const have = (await effects.size(transfer.part)) ?? 0;
    const outcome = await attempt(transfer, effects);
    if (outcome.kind === 'complete') return outcome.from > 0;
    if (outcome.kind === 'refused') throw refused(transfer.url, outcome.status);
    if (outcome.kind === 'too-long') {
      throw await wrongBytes(transfer, `at least ${outcome.bytes} bytes`, `${transfer.bytes} bytes`, effects);
    }
    fruitless = ((await effects.size(transfer.part)) ?? 0) > have ? 0 : fruitless + 1;
    if (fruitless > retries || n >= MOST_ATTEMPTS) throw failed(transfer, outcome, n);
    await effects.sleep(waitFor(outcome, fruitless, transfer.url, effects), transfer.signal);
  }
}

function waitFor(
  outcome: Extract<Outcome, { kind: 'retry' }>,
  fruitless: number,
  url: string,
  effects: FetchEffects,
): number {
  if (outcome.waitMs !== null) {
    if (outcome.waitMs > LONGEST_RETRY_AFTER_MS) {
      throw new UserError(
        'server-busy',
        `${url}: ${outcome.reason} and asks to wait ${Math.ceil(outcome.waitMs / 1000)} s`,
        'Run the same command again later; what has come is kept.',
      );
    }
    if (outcome.waitMs > 0) return outcome.waitMs;
  }
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, fruitless - 1));
  return full * (1 - effects.random() / 2);
}

/** Whether the right file is there. Refuses another one, unless it may be replaced. */
async function isThere(
  file: string,
  options: FetchOptions,
  dataset: PublishedDataset,
  effects: FetchEffects,
): Promise<boolean> {
  const size = await effects.size(file);
  if (size === null) return false;
  const found = size === dataset.bytes ? await fileSha256(file, effects) : null;
  if (found === dataset.sha256) return true;
  if (options.force) return false;
  const difference = found ? `its SHA-256 is ${found}` : `it has ${size} bytes`;
  throw new UserError(
    'file-exists',
    `${options.to} is there and is not the published dataset: ${difference}, ` +
      `expected ${found ? dataset.sha256 : `${dataset.bytes} bytes`}`,
    'Choose another name with --to, or give --force to replace it.',
  );
}

async function wrongBytes(
  transfer: Transfer,
  found: string,
  expected: string,
  effects: FetchEffects,
): Promise<UserError> {
  await effects.remove(transfer.part);
  await effects.remove(transfer.tag);
  return new UserError(
    'wrong-bytes',
    `${transfer.url} did not send the published dataset: expected ${expected}, found ${found}; it was thrown away`,
    'Try again, or give another place with --url.',
  );
}

function refused(url: string, status: number): UserError {
  return new UserError(
    'http-refused',
    `${url} answered ${status} where 200 or 206 was expected`,
    'Check the address, or give another place with --url; the file can also be had from Kaggle by hand.',
  );
}

function failed(
  transfer: Transfer,
  outcome: Extract<Outcome, { kind: 'retry' }>,
  attempts: number,
): UserError {
  return new UserError(
    'download-failed',
    `${transfer.url} could not be downloaded in ${attempts} attempts: ${outcome.reason}`,
    `Check the connection and run the same command again; what has come is kept in ${transfer.part}.`,
    { cause: outcome.cause },
  );
}

function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return text;
  throw new UserError('invalid-url', `the address must begin with https:// or http://; found ${text}`);
}

function check(ok: boolean, name: string, expected: string, found: number): void {
  if (!ok) throw new UserError(`invalid-${name}`, `${name} must be ${expected}; found ${found}`);
}
