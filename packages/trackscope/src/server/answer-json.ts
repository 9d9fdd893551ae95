import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';

const TYPE = 'application/json';
const CACHE = 'no-store';

/**
 * Answers 200 with JSON, straight on the connection where there is one: a Response with its stream and headers would take
 * as long as a prediction. Headers that the handler set on the context would be lost; those of the guard are not.
 */
export function answerJson(c: Context, value: unknown): Response {
  const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing;
  if (!outgoing) {
    c.header('Cache-Control', CACHE);
    return c.json(value as object);
  }
  const text = JSON.stringify(value);
  outgoing.writeHead(200, {
    'Content-Type': TYPE,
    'Cache-Control': CACHE,
    'Content-Length': Buffer.byteLength(text),
  });
  outgoing.end(text);
  return RESPONSE_ALREADY_SENT;
}
