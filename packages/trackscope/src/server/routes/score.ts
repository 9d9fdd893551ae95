import type { HttpBindings } from '@hono/node-server';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { checked } from '../body.js';
import { Refusal } from '../problem.js';
import { protocolSchema, unitSchema } from '../schemas/track.js';
import type { RowFormat } from '../score-stream/batch-scorer.js';
import { csvSource } from '../score-stream/csv-source.js';
import { inputBytes } from '../score-stream/input-bytes.js';
import { ndjsonSource } from '../score-stream/ndjson-source.js';
import { scoreStream } from '../score-stream/score-stream.js';
import { modelsOf } from '../score-stream/thread-models.js';
import type { Services } from '../services.js';
import { define } from './define.js';

const querySchema = z.strictObject({
  format: z
    .enum(['csv', 'ndjson'])
    .describe('What comes back. Default: by Accept, else as what was sent.')
    .optional(),
  protocol: protocolSchema.optional(),
  unit: unitSchema.optional(),
  bar: z
    .string()
    .regex(/^(?:100|\d{1,2}(?:\.\d{1,6})?)$/)
    .describe("Popularity that counts as a hit, 0 to 100. Default: the models' own.")
    .optional(),
  models: z
    .string()
    .max(200)
    .regex(/^[\w-]+(?:,[\w-]+)*$/)
    .describe('Names of models, separated by commas. Default: all of the protocol and unit.')
    .optional(),
});

const KINDS: readonly (readonly [RegExp, RowFormat])[] = [
  [/^(?:text|application)\/csv\s*(?:;|$)/i, 'csv'],
  [/^application\/(?:x-)?(?:ndjson|jsonlines|jsonl)\s*(?:;|$)/i, 'ndjson'],
];
const CSV = 'text/csv';
const NDJSON = 'application/x-ndjson';

/** Files of any size, scored while they arrive. */
export function addScore(app: OpenAPIHono, { scorers, load, limits, threads }: Services): void {
  define(
    app,
    {
      method: 'post',
      path: '/api/score',
      tag: 'Predict',
      summary: 'Score a file of tracks',
      description:
        'CSV or NDJSON in, CSV or NDJSON out, row by row while it arrives, whatever the size. Columns are matched by name and synonym as `trackscope run` does. The columns of the input come back, then predicted, low, high and chance (with the name of the model where several answer), then error: a row that cannot be read says why and at which line, and the others are scored. NDJSON ends with a line {"summary": {rows, scored, failed}}; CSV with the trailers Trackscope-Rows, Trackscope-Scored and Trackscope-Failed.',
      query: querySchema,
      problems: [
        'invalid-input',
        'bad-request',
        'no-columns',
        'body-timeout',
        'wrong-media-type',
        'not-possible',
        'too-many-streams',
      ],
    },
    {
      body: {
        [CSV]: { schema: z.string().openapi({ description: 'With a header; UTF-8.' }) },
        [NDJSON]: { schema: z.string().openapi({ description: 'One flat object a line.' }) },
      },
      answer: { [CSV]: { schema: z.string() }, [NDJSON]: { schema: z.string() } },
    },
    async (c) => {
      const query = checked(querySchema, c.req.query(), 'the query');
      const sent = kindOf(c.req.header('content-type') ?? '');
      if (!sent)
        throw new Refusal(
          'wrong-media-type',
          `expected ${CSV} or ${NDJSON}, found ${given(c.req.header('content-type'))}`,
        );
      if (c.req.header('content-encoding') !== undefined)
        throw new Refusal('wrong-media-type', 'compressed bodies are not read here');
      const models = query.models?.split(',');
      const scorer = await scorers.get({ protocol: query.protocol, unit: query.unit, models });
      const leave = load.enterStream();
      try {
        const body = inputBytes(c, limits.idleMs);
        const source = await (sent === 'csv' ? csvSource(body) : ndjsonSource(body));
        const format = query.format ?? accepted(c.req.header('accept')) ?? sent;
        const outgoing = (c.env as Partial<HttpBindings> | undefined)?.outgoing;
        const stream = scoreStream({
          source,
          scorer,
          models,
          bar: query.bar === undefined ? undefined : Number(query.bar),
          format,
          threads: threads.for(modelsOf(scorer, models)),
          onCounted({ rows, scored, failed }) {
            outgoing?.addTrailers({
              'Trackscope-Rows': String(rows),
              'Trackscope-Scored': String(scored),
              'Trackscope-Failed': String(failed),
            });
          },
        });
        void stream.done.then(leave);
        return answer(c, stream.type, stream.answer, limits.idleMs);
      } catch (error) {
        leave();
        throw error;
      }
    },
  );
}

function answer(c: Context, type: string, body: ReadableStream<Uint8Array>, idleMs: number): Response {
  c.header('Content-Type', type);
  c.header('Cache-Control', 'no-store');
  c.header('Trailer', 'Trackscope-Rows, Trackscope-Scored, Trackscope-Failed');
  c.header('X-Accel-Buffering', 'no');
  // A client that neither sends nor reads is cut.
  (c.env as Partial<HttpBindings> | undefined)?.outgoing?.setTimeout(idleMs * 2, () => {
    (c.env as HttpBindings).outgoing.destroy();
  });
  return c.body(body);
}

function kindOf(type: string): RowFormat | null {
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? null;
}

function accepted(header: string | undefined): RowFormat | null {
  for (const part of (header ?? '').split(',')) {
    const kind = kindOf(part.trim());
    if (kind) return kind;
  }
  return null;
}

function given(type: string | undefined): string {
  return type ? `"${type.slice(0, 80)}"` : 'no Content-Type';
}
