import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Refusal } from '../problem.js';

/**
 * The body of a request, piece by piece, read no faster than it is taken.
 * The iterator throws a Refusal `body-timeout` when nothing comes for `idleMs`.
 */
export function inputBytes(c: Context, idleMs: number): AsyncIterator<Uint8Array> {
  const incoming = (c.env as Partial<HttpBindings> | undefined)?.incoming;
  const pieces: AsyncIterator<Uint8Array> = incoming
    ? // Leaving early must not cut the connection, over which the answer still goes.
      incoming.iterator({ destroyOnReturn: false })
    : (c.req.raw.body ?? new ReadableStream<Uint8Array>({ start: (s) => s.close() }))[Symbol.asyncIterator]();
  return {
    async next() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(
          () => reject(new Refusal('body-timeout', `nothing of the body came for ${idleMs / 1000} s`)),
          idleMs,
        );
      });
      try {
        return await Promise.race([pieces.next(), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
