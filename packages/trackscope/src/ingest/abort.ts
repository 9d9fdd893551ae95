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

/** Runs a job whose statements stop when the signal says so, the running one and those that would follow. */
export async function withInterrupt<T>(
  engine: Engine,
  signal: AbortSignal | undefined,
  job: (engine: Engine) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  const stop = () => engine.interrupt();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const result = await job(signal ? checked(engine, signal) : engine);
    throwIfAborted(signal);
    return result;
  } catch (error) {
    if (signal?.aborted) throw interrupted(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The engine, asking before each statement whether to go on: what is not running cannot be interrupted. */
function checked(engine: Engine, signal: AbortSignal): Engine {
  return {
    async run(sql, values) {
      throwIfAborted(signal);
      await engine.run(sql, values);
    },
    async rows(sql, values) {
      throwIfAborted(signal);
      return engine.rows(sql, values);
    },
    async columns(sql) {
      throwIfAborted(signal);
      return engine.columns(sql);
    },
    interrupt: () => engine.interrupt(),
    close: () => engine.close(),
  };
}
