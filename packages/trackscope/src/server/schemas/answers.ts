import { z } from '@hono/zod-openapi';

const points = (what: string) => z.number().describe(`${what} In points of popularity.`);

const reasonsSchema = z.object({
  base: points('What the model says of the average track.'),
  held: points('What the limits 0 and 100 took or gave.'),
  method: z.string(),
  families: z.array(
    z.object({
      family: z.string(),
      title: z.string(),
      points: points('Sum of its reasons.'),
      reasons: z.array(
        z.object({
          topic: z.string(),
          family: z.string(),
          text: z.string(),
          points: points('What it gives.'),
        }),
      ),
    }),
  ),
});

const answerSchema = z
  .object({
    model: z.string(),
    protocol: z.string(),
    unit: z.string(),
    prediction: points('The prediction.'),
    low: points('Lower end of the 90 % interval.'),
    high: points('Upper end of the 90 % interval.'),
    bar: points('Popularity that counts as a hit.'),
    chance: z
      .number()
      .nullable()
      .describe('Probability of reaching the bar, 0 to 1; null where it is not known.'),
    reasons: reasonsSchema.nullable().describe('base + Σ points + held = prediction.'),
  })
  .openapi('Answer');

export const answersSchema = z
  .object({ answers: z.array(answerSchema), warnings: z.array(z.string()) })
  .openapi('Answers');

export const curveSchema = z
  .object({
    column: z.string(),
    model: z.string(),
    points: z.array(
      z.object({
        value: z.number(),
        prediction: z.number(),
        low: z.number(),
        high: z.number(),
        density: z.number(),
      }),
    ),
  })
  .openapi('Curve');

export const modelSchema = z
  .object({
    model: z.string(),
    protocol: z.string(),
    unit: z.string(),
    version: z.string().describe("Changes whenever the model's file does."),
    r2: z.number(),
    mae: z.number(),
    rows: z.number(),
    quick: z.boolean(),
  })
  .openapi('Model');

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .openapi('Problem');
