import { type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerQuery } from '../../queries/answer-query.js';
import { answerSchemas, questionSchema } from '../../queries/question-schema.js';
import { jsonBody } from '../body.js';
import type { Services } from '../services.js';
import { define, within } from './define.js';

/** What a catalogue of any size says of itself: linked views, table, search, tracks, files. */
export function addQuery(app: OpenAPIHono, { queries, limits }: Services): void {
  const answer = z.union(Object.values(answerSchemas)).openapi('QueryAnswer');
  define(
    app,
    {
      method: 'post',
      path: '/api/query',
      tag: 'Catalogue',
      summary: 'Ask the catalogue',
      description:
        'One question about listings: info, views (histograms, densities, groups and correlations of one filter), table, track, suggest, artists, similar or download. A download comes as CSV, in which cells that a spreadsheet would run as a formula begin with an apostrophe, or as Parquet.',
      problems: [
        'malformed-json',
        'invalid-input',
        'body-timeout',
        'too-large',
        'wrong-media-type',
        'not-possible',
        'answer-timeout',
      ],
    },
    {
      body: { 'application/json': { schema: questionSchema.openapi('Question') } },
      answer: {
        'application/json': { schema: answer },
        'text/csv': { schema: z.string() },
        'application/vnd.apache.parquet': { schema: z.string().openapi({ format: 'binary' }) },
      },
    },
    async (c) => {
      const question = await jsonBody(c, questionSchema, limits);
      const found = await within(
        limits.answerMs,
        queries().then((open) => answerQuery(open, question)),
      );
      c.header('Cache-Control', 'no-store');
      if (found.kind === 'json') return c.json(found.value as object | null);
      c.header('Content-Type', found.file.type);
      c.header('Content-Length', String(found.file.size));
      c.header('Content-Disposition', `attachment; filename="${found.name}"`);
      return c.body(found.file.stream());
    },
  );
}
