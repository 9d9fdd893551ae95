import { LearnError } from '@trackscope/learn';
import { HTTPException } from 'hono/http-exception';
import { UserError } from '../errors/user-error.js';
import { QueryError } from '../queries/query-error.js';
import { type ProblemCode, Refusal } from './problem.js';

/** Faults of the workspace, not of the request. */
const WORKSPACE_FAULTS = new Set(['workspace-not-found', 'workspace-damaged', 'workspace-version']);

/**
 * Sorts what was thrown while a request was answered. Clients learn of their own mistakes only; everything else
 * goes to `log` and comes out as a plain 500.
 */
export function refusalOf(error: unknown, log: (text: string) => void): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof UserError) {
    const code: ProblemCode = WORKSPACE_FAULTS.has(error.code) ? 'workspace-gone' : 'not-possible';
    const said = error.remedy ? `${error.message}. ${error.remedy}` : error.message;
    if (code === 'not-possible') return new Refusal(code, said, { cause: error });
    log(`${error.message}\n`);
    return new Refusal(code, 'the workspace cannot be read any more; start the server again', {
      cause: error,
      retryAfter: 60,
    });
  }
  if (error instanceof QueryError) {
    const code = error.code === 'bad-question' ? 'invalid-input' : 'not-possible';
    return new Refusal(code, error.message, { errors: error.parts, cause: error });
  }
  if (error instanceof LearnError) return new Refusal('not-possible', error.message, { cause: error });
  if (error instanceof HTTPException && error.status < 500)
    return new Refusal('bad-request', error.message || 'the request cannot be read', { cause: error });
  if (isCutOff(error))
    return new Refusal('bad-request', 'the connection ended before the body did', { cause: error });
  log(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return new Refusal('internal', 'the server met a fault of its own; its log says more', { cause: error });
}

/** The client went away while it was sending; nobody will read the answer. */
function isCutOff(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ECONNRESET';
}
