import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';

/** Throws when the user has asked to stop. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted(signal.reason);
}

/** The error of a job that was stopped on request. */
export function interrupted(cause: unknown): UserError {
  return new UserError('interrupted', 'reading the catalogue was stopped before its end', null, { cause });
}

/** Runs a job whose statements in the engine stop when the signal says so. */
export async function withInterrupt<T>(
  engine: Engine,
  signal: AbortSignal | undefined,
  job: () => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const stop = () => engine.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await job();
  } catch (error) {
    if (signal?.aborted) throw interrupted(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
