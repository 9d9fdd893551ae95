import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** One thing that is wrong with a request, and where: a JSON pointer into the body, or the name of a parameter. */
export interface ProblemPart {
  readonly pointer: string;
  readonly detail: string;
}

/** RFC 9457: what a client gets in place of an answer. */
export interface Problem {
  /** A page that explains the code, relative to the server. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What was expected, what was found, where. */
  readonly detail: string;
  /** Stable, kebab-case. */
  readonly code: ProblemCode;
  readonly errors?: readonly ProblemPart[];
}

/** Every code that a client may meet, with its status and title. The documentation page lists them. */
export const PROBLEMS = {
  'bad-request': [400, 'The request cannot be read'],
  'malformed-json': [400, 'The body is not JSON'],
  'invalid-input': [400, 'The request does not have the expected form'],
  'no-columns': [400, 'The rows have no column that models use'],
  'token-needed': [401, 'A token is needed'],
  'wrong-host': [403, 'The request was made under a foreign name'],
  'foreign-origin': [403, 'The request comes from another site'],
  'not-found': [404, 'There is nothing here'],
  'method-not-allowed': [405, 'This address does not take that method'],
  'body-timeout': [408, 'The body took too long to arrive'],
  'too-large': [413, 'The body is too large'],
  'wrong-media-type': [415, 'The body is of a kind that is not read here'],
  'not-possible': [422, 'The request is well formed and cannot be answered'],
  'flags-full': [422, 'The log of flags is full'],
  'too-many-streams': [429, 'Too many files are being scored at once'],
  internal: [500, 'Something went wrong on our side'],
  'workspace-gone': [503, 'The workspace was moved or made anew'],
  busy: [503, 'Too many requests at once'],
  stopping: [503, 'The server is stopping'],
  'answer-timeout': [503, 'The answer took too long'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Thrown by whatever handles a request; becomes a problem document. */
export class Refusal extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string,
    readonly extra: {
      readonly errors?: readonly ProblemPart[];
      /** Seconds. */
      readonly retryAfter?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, { cause: extra.cause });
    this.name = 'Refusal';
  }
}

export const PROBLEM_TYPE = 'application/problem+json';

/** The document of a refusal. */
export function problemOf(refusal: Refusal): Problem {
  const [status, title] = PROBLEMS[refusal.code];
  return {
    type: `/api/docs#problem-${refusal.code}`,
    title,
    status,
    detail: refusal.message,
    code: refusal.code,
    ...(refusal.extra.errors ? { errors: refusal.extra.errors } : {}),
  };
}

/** Answers a request with a problem. */
export function answerProblem(c: Context, refusal: Refusal): Response {
  const problem = problemOf(refusal);
  if (refusal.extra.retryAfter !== undefined) c.header('Retry-After', String(refusal.extra.retryAfter));
  for (const [name, value] of Object.entries(refusal.extra.headers ?? {})) c.header(name, value);
  c.header('Content-Type', PROBLEM_TYPE);
  c.header('Cache-Control', 'no-store');
  return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode);
}
