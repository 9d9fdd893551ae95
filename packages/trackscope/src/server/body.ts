import type { Context } from 'hono';
import type { z } from 'zod';
import type { Limits } from './limits.js';
import { type ProblemPart, Refusal } from './problem.js';

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

/**
 * The JSON body of a request, checked against its schema.
 * @throws Refusal `wrong-media-type`, `too-large`, `body-timeout`, `malformed-json`, `invalid-input`
 */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>, limits: Limits): Promise<T> {
  const type = c.req.header('content-type') ?? '';
  if (!JSON_TYPE.test(type))
    throw new Refusal(
      'wrong-media-type',
      `expected application/json in UTF-8, found ${type ? `"${type.slice(0, 80)}"` : 'no Content-Type'}`,
    );
  if (c.req.header('content-encoding') !== undefined)
    throw new Refusal('wrong-media-type', 'compressed bodies are not read here');
  const text = await bodyText(c, limits);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Refusal('malformed-json', `the body is not JSON: ${(cause as Error).message.slice(0, 200)}`);
  }
  return checked(schema, value, 'the body');
}

/**
 * A value that fits its schema.
 * @throws Refusal `invalid-input`, with every part that does not fit
 */
export function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map(
    (issue): ProblemPart => ({
      pointer: issue.path.map((key) => `/${pointerPart(key)}`).join(''),
      detail: issue.message.slice(0, 300),
    }),
  );
  const first = errors[0];
  const where = first?.pointer ? ` at ${first.pointer}` : '';
  throw new Refusal('invalid-input', `${what} does not fit${where}: ${first?.detail ?? 'unknown'}`, {
    errors,
  });
}

/** RFC 6901, cut where a key is absurdly long. */
function pointerPart(key: PropertyKey): string {
  return String(key).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}

async function bodyText(c: Context, limits: Limits): Promise<string> {
  const stated = c.req.header('content-length');
  if (stated !== undefined && Number(stated) > limits.jsonBytes) throw tooLarge(limits);
  const reading = stated === undefined ? countedText(c, limits) : c.req.text();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Refusal('body-timeout', `the body did not arrive within ${limits.bodyMs / 1000} s`, {
            retryAfter: 1,
            headers: { Connection: 'close' },
          }),
        ),
      limits.bodyMs,
    );
  });
  try {
    return await Promise.race([reading, late]);
  } finally {
    clearTimeout(timer);
    reading.catch(() => undefined);
  }
}

/** For a body that does not say how long it is. */
async function countedText(c: Context, limits: Limits): Promise<string> {
  const body = c.req.raw.body;
  if (!body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > limits.jsonBytes) throw tooLarge(limits);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function tooLarge(limits: Limits): Refusal {
  return new Refusal('too-large', `the body is larger than ${limits.jsonBytes.toLocaleString('en')} bytes`, {
    headers: { Connection: 'close' },
  });
}
