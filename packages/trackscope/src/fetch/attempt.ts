import type { FetchEffects } from './effects.js';

/** One file to get, and where its parts lie meanwhile. */
export interface Transfer {
  readonly url: string;
  readonly part: string;
  /** Holds the validator of the bytes in `part`. */
  readonly tag: string;
  readonly bytes: number;
  /** Longest silence, in milliseconds, before the server is given up for the moment. */
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((done: number, total: number) => void) | undefined;
}

/** How an attempt ended: with all bytes, or with a reason to try again or not. */
export type Outcome =
  /** `from`: bytes that were there before. */
  | { readonly kind: 'complete'; readonly from: number }
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly waitMs: number | null;
      readonly cause?: unknown;
    }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'too-long'; readonly bytes: number };

/** Statuses that pass by themselves: too early, too many requests, and the server's own troubles. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** An error of the disk, which no further attempt will cure. */
export class DiskError extends Error {}

/**
 * Asks once for what is missing in the part file and appends it as it comes.
 *
 * Asks for a range only with the validator of the bytes that it has (`If-Range`), so that a file that has changed
 * comes whole again; a server that answers 200 to a range sends everything, and the part file starts over.
 */
export async function attempt(transfer: Transfer, effects: FetchEffects): Promise<Outcome> {
  const have = (await effects.size(transfer.part)) ?? 0;
  const validator = have > 0 ? await effects.readText(transfer.tag) : null;
  if (have === transfer.bytes) return { kind: 'complete', from: have };
  const ranged = have > 0 && have < transfer.bytes;
  const stall = createStall(transfer);
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (ranged) {
      headers.range = `bytes=${have}-`;
      if (validator) headers['if-range'] = validator;
    }
    let response: Response;
    try {
      response = await effects.fetch(transfer.url, { headers, signal: stall.signal, redirect: 'follow' });
    } catch (error) {
      return broken(transfer, stall, error);
    }
    if (response.status === 416) {
      await response.body?.cancel();
      await effects.remove(transfer.part);
      return { kind: 'retry', reason: 'the server does not have the range that is missing', waitMs: 0 };
    }
    if (response.status !== 200 && response.status !== 206) {
      stall.stop();
      await response.body?.cancel();
      if (!PASSING.has(response.status)) return { kind: 'refused', status: response.status };
      return {
        kind: 'retry',
        reason: `the server answered ${response.status}`,
        waitMs: retryAfter(response.headers.get('retry-after'), effects.now()),
      };
    }
    const from = response.status === 206 ? have : 0;
    if (response.status === 206 && rangeStart(response.headers.get('content-range')) !== have) {
      await response.body?.cancel();
      await effects.remove(transfer.part);
      return { kind: 'retry', reason: 'the server sent another range than asked for', waitMs: 0 };
    }
    if (from === 0) await keepValidator(transfer, response.headers, effects);
    return await receive(transfer, response, from, stall, effects);
  } finally {
    stall.stop();
  }
}

async function receive(
  transfer: Transfer,
  response: Response,
  from: number,
  stall: Stall,
  effects: FetchEffects,
): Promise<Outcome> {
  let done = from;
  const file = await disk(effects.append(transfer.part, from === 0));
  try {
    const reader = response.body?.getReader();
    for (;;) {
      let next: { done: boolean; value?: Uint8Array | undefined };
      try {
        next = reader ? await reader.read() : { done: true };
      } catch (error) {
        return broken(transfer, stall, error);
      }
      if (next.done || !next.value) break;
      stall.heard();
      done += next.value.length;
      if (done > transfer.bytes) {
        await reader?.cancel();
        return { kind: 'too-long', bytes: done };
      }
      await disk(file.write(next.value));
      transfer.onProgress?.(done, transfer.bytes);
    }
  } finally {
    await disk(file.close());
  }
  if (done === transfer.bytes) return { kind: 'complete', from };
  return {
    kind: 'retry',
    reason: `the connection ended after ${done} of ${transfer.bytes} bytes`,
    waitMs: null,
  };
}

/** Watches for silence; its signal also follows the user's. */
interface Stall {
  readonly signal: AbortSignal;
  readonly stalled: () => boolean;
  heard(): void;
  stop(): void;
}

function createStall({ timeout, signal }: Transfer): Stall {
  const controller = new AbortController();
  let stalled = false;
  const expire = () => {
    stalled = true;
    controller.abort();
  };
  const forward = () => controller.abort();
  signal?.addEventListener('abort', forward, { once: true });
  if (signal?.aborted) forward();
  let timer = setTimeout(expire, timeout);
  return {
    signal: controller.signal,
    stalled: () => stalled,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(expire, timeout);
    },
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', forward);
    },
  };
}

function broken(transfer: Transfer, stall: Stall, cause: unknown): Outcome {
  if (transfer.signal?.aborted) throw transfer.signal.reason;
  const reason = stall.stalled()
    ? `no bytes came for ${transfer.timeout / 1000} s`
    : `the connection failed (${reasonOf(cause)})`;
  return { kind: 'retry', reason, waitMs: null, cause };
}

/** What Node says went wrong: `fetch failed` alone tells nobody anything. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error.cause instanceof Error ? error.cause : error;
  return (inner as NodeJS.ErrnoException).code ?? inner.message;
}

/** Keeps a strong validator for the next attempt; without one, a range is asked for on trust, and the hash decides. */
async function keepValidator(transfer: Transfer, headers: Headers, effects: FetchEffects): Promise<void> {
  const tag = headers.get('etag');
  const validator = tag !== null && !tag.startsWith('W/') ? tag : null;
  if (validator) await disk(effects.writeText(transfer.tag, validator));
  else await disk(effects.remove(transfer.tag));
}

function rangeStart(contentRange: string | null): number | null {
  const match = /^bytes (\d+)-/.exec(contentRange ?? '');
  return match ? Number(match[1]) : null;
}

/** Milliseconds to wait as `Retry-After` says, in seconds or as a date; null where it says nothing. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Marks what the disk says, so that it is not taken for the network's. */
async function disk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new DiskError('the disk refused', { cause });
  }
}
