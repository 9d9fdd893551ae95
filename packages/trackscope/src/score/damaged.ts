import { UserError } from '../errors/user-error.js';

/** A file of a model that cannot be used. */
export function damaged(name: string, what: string, cause?: unknown): UserError {
  return new UserError(
    'model-damaged',
    `models/${name} cannot be used: ${what}`,
    'Train it anew with: trackscope run CATALOGUE',
    { cause },
  );
}
