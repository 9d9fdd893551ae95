import { createHash } from 'node:crypto';

export * from '../score/model-format.js';

/** SHA-256 of a text, in hexadecimal. */
export function textSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
