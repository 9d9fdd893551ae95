import { createRoute, type OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { z } from 'zod';
import { answerJson } from '../answer-json.js';
import { jsonBody } from '../body.js';
import type { Limits } from '../limits.js';
import { PROBLEM_TYPE, PROBLEMS, type ProblemCode, Refusal } from '../problem.js';
import { problemSchema } from '../schemas/answers.js';

/** What one route is, as people and programs read it. */
export interface RouteWords {
  readonly method: 'get' | 'post' | 'delete';
  /** In OpenAPI's form: `/api/flags/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Problems beside those that any request may meet. */
  readonly problems?: readonly ProblemCode[];
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
}

/** A media type with what it holds. */
export type Content = Readonly<Record<string, { readonly schema: z.ZodType }>>;

/**
 * Puts a route into the application and into the OpenAPI document, from the same types.
 */
export function define(
  app: OpenAPIHono,
  words: RouteWords,
  io: {
    readonly body?: Content;
    readonly status?: number;
    readonly answer: Content | null;
    readonly answers?: string;
  },
  handle: (c: Context) => Response | Promise<Response>,
): void {
  const statuses = new Map<number, string[]>();
  for (const code of words.problems ?? []) {
    const status = PROBLEMS[code][0];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  const problems = [...statuses].map(([status, codes]) => [
    String(status),
    { description: codes.join(', '), content: { [PROBLEM_TYPE]: { schema: problemSchema } } },
  ]);
  const config: RouteConfig = {
    method: words.method,
    path: words.path,
    tags: [words.tag],
    summary: words.summary,
    ...(words.description ? { description: words.description } : {}),
    request: {
      ...(words.params ? { params: words.params } : {}),
      ...(words.query ? { query: words.query } : {}),
      ...(io.body ? { body: { content: io.body, required: true } } : {}),
    },
    responses: {
      [io.status ?? 200]: {
        description: io.answers ?? 'The answer.',
        ...(io.answer ? { content: io.answer } : {}),
      },
      ...Object.fromEntries(problems),
    },
  };
  app.openAPIRegistry.registerPath(createRoute(config as RouteConfig & { path: string }));
  app.on(words.method.toUpperCase(), words.path.replace(/\{(\w+)\}/g, ':$1'), handle);
}

/**
 * A route that takes and gives JSON, with a limit on how long it may take. A handler that sets headers must name a status.
 */
export function defineJson<B, A>(
  app: OpenAPIHono,
  limits: Limits,
  words: RouteWords & { readonly status?: 200 | 201 },
  body: z.ZodType<B>,
  answer: z.ZodType<A>,
  handle: (body: B, c: Context) => Promise<A>,
): void {
  define(
    app,
    {
      ...words,
      problems: [
        'malformed-json',
        'invalid-input',
        'body-timeout',
        'too-large',
        'wrong-media-type',
        'not-possible',
        ...(words.problems ?? []),
      ],
    },
    {
      body: { 'application/json': { schema: body } },
      status: words.status ?? 200,
      answer: { 'application/json': { schema: answer } },
    },
    async (c) => {
      const value = await jsonBody(c, body, limits);
      const result = await within(limits.answerMs, handle(value, c));
      if (words.status === undefined) return answerJson(c, result);
      c.header('Cache-Control', 'no-store');
      return c.json(result as object, words.status);
    },
  );
}

/** @throws Refusal `answer-timeout` */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Refusal('answer-timeout', `no answer within ${ms / 1000} s`, { retryAfter: 5 })),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
