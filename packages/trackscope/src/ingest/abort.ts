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
    throw engineError(error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** What the database says when the machine has no room, as a message with its remedy. */
export function engineError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  if (/No space left on device/i.test(error.message)) {
    return new UserError(
      'disk-full',
      'the disk is full, while the catalogue was read',
      'Make room, or set TMPDIR to a folder on a larger disk.',
      { cause: error },
    );
  }
  if (/^Out of Memory Error/i.test(error.message)) {
    return new UserError(
      'out-of-memory',
      `the catalogue does not fit into the memory that is allowed: ${error.message.split('\n')[0]}`,
      'Read it in parts, or on a machine with more memory.',
      { cause: error },
    );
  }
  return error;
}

/** The engine, asking before each statement whether to go on: what is not running cannot be interrupted. */
function checked(engine: Engine, signal: AbortSignal): Engine {
  const asking: Pick<Engine, 'run' | 'rows' | 'columns'> = {
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
  };
  return Object.assign(Object.create(engine) as Engine, asking);
}
