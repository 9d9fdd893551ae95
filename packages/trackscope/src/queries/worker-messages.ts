import type { QueryError } from './query-error.js';

/** What the thread of queries is asked. */
export type ToWorker =
  | { readonly id: number; readonly ask: 'query'; readonly question: unknown }
  /** The bytes of `listings.bin`. */
  | { readonly id: number; readonly ask: 'listings' };

/** What it answers. A failure keeps its kind, so that a user's mistake is told from a bug. */
export type FromWorker =
  | { readonly id: number; readonly kind: 'json'; readonly value: unknown }
  | { readonly id: number; readonly kind: 'file'; readonly bytes: ArrayBuffer; readonly type: string }
  | {
      readonly id: number;
      readonly kind: 'query-error';
      readonly code: QueryError['code'];
      readonly message: string;
      readonly parts: QueryError['parts'];
    }
  | {
      readonly id: number;
      readonly kind: 'user-error';
      readonly code: string;
      readonly message: string;
      readonly remedy: string | null;
    }
  | { readonly id: number; readonly kind: 'bug'; readonly message: string; readonly stack: string };
