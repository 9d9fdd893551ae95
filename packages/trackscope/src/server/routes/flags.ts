import { randomUUID } from 'node:crypto';
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Flag } from '../flags/flag.js';
import { flagsCsv } from '../flags/flags-csv.js';
import { Refusal } from '../problem.js';
import { answersSchema } from '../schemas/answers.js';
import { trackSchema, wishShape } from '../schemas/track.js';
import type { Services } from '../services.js';
import { define, defineJson } from './define.js';

const idParams = z.object({ id: z.uuid().describe('Id of the flag.') });

const flagSchema = z
  .object({
    id: z.uuid(),
    time: z.string().describe('ISO 8601, UTC.'),
    note: z.string(),
    track: z.looseObject({}).describe('The inputs.'),
    protocol: z.string(),
    unit: z.string(),
    bar: z.number().nullable(),
    answers: answersSchema.shape.answers,
    warnings: answersSchema.shape.warnings,
    models: z.array(z.object({ model: z.string(), version: z.string() })),
  })
  .openapi('Flag');

const newFlagSchema = z
  .strictObject({
    track: trackSchema,
    note: z.string().max(2000).describe('Why it is flagged.').optional(),
    ...wishShape,
  })
  .openapi('NewFlag');

/** Predictions that a person wants looked at again. */
export function addFlags(app: OpenAPIHono, { flags, scorers, limits }: Services): void {
  define(
    app,
    { method: 'get', path: '/api/flags', tag: 'Flags', summary: 'All flags, newest first' },
    { answer: { 'application/json': { schema: z.object({ flags: z.array(flagSchema) }).openapi('Flags') } } },
    async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json({ flags: await flags.list() });
    },
  );
  define(
    app,
    {
      method: 'get',
      path: '/api/flags.csv',
      tag: 'Flags',
      summary: 'All flags as CSV',
      description:
        'One row for each flag and model. Cells that a spreadsheet would run as a formula begin with an apostrophe.',
    },
    { answer: { 'text/csv': { schema: z.string() } } },
    async (c) => {
      c.header('Content-Type', 'text/csv; charset=utf-8; header=present');
      c.header('Content-Disposition', 'attachment; filename="flags.csv"');
      c.header('Cache-Control', 'no-store');
      return c.body(flagsCsv(await flags.list()));
    },
  );
  defineJson(
    app,
    limits,
    {
      method: 'post',
      path: '/api/flags',
      tag: 'Flags',
      summary: 'Flag a prediction',
      description:
        'The server scores the track itself and keeps inputs, all outputs, the versions of the models, and the note. It is on the disk when the answer comes.',
      problems: ['flags-full'],
      status: 201,
    },
    newFlagSchema,
    flagSchema,
    async ({ track, note = '', bar, ...choice }, c) => {
      const scorer = await scorers.get(choice);
      const { answers, warnings } = scorer.answer(track, {
        reasons: false,
        ...(bar === undefined ? {} : { bar }),
        ...(choice.models ? { models: choice.models } : {}),
      });
      const answered = new Set(answers.map(({ model }) => model));
      const flag: Flag = {
        id: randomUUID(),
        time: new Date().toISOString(),
        note,
        track,
        protocol: scorer.protocol,
        unit: scorer.unit,
        bar: bar ?? null,
        answers,
        warnings,
        models: scorer.models
          .filter(({ model }) => answered.has(model))
          .map(({ model, version }) => ({ model, version })),
      };
      await flags.add(flag);
      c.header('Location', `/api/flags/${flag.id}`);
      return flag as unknown as z.infer<typeof flagSchema>;
    },
  );
  define(
    app,
    {
      method: 'delete',
      path: '/api/flags/{id}',
      tag: 'Flags',
      summary: 'Delete a flag',
      problems: ['not-found'],
      params: idParams,
    },
    { status: 204, answer: null, answers: 'It is deleted.' },
    async (c) => {
      const { success, data } = idParams.safeParse({ id: c.req.param('id') });
      if (!success || !(await flags.remove(data.id)))
        throw new Refusal('not-found', 'there is no flag of that id');
      return c.body(null, 204);
    },
  );
}
