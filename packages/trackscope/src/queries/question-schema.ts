import { z } from 'zod';
import { QUESTION_LIMITS as LIMITS } from './question.js';

const text = z.string().max(LIMITS.text);
const column = z.string().min(1).max(64);
const pair = z.tuple([z.number(), z.number()]);
const bins = z.int().min(1).max(LIMITS.bins);
const count = z.int().min(0).max(LIMITS.rows);

export const filterSchema = z
  .strictObject({
    ranges: z.record(column, pair).optional().describe('Both ends inclusive, by numeric column.'),
    genres: z.array(text).max(LIMITS.genres).optional().describe('The listing’s own genre is one of these.'),
    macroGenres: z.array(text).max(LIMITS.genres).optional(),
    artist: text.optional().describe('One of the artists has this name, in any letter case.'),
    explicit: z.boolean().optional(),
    search: text.optional().describe('Words that title, artists or album contain between them.'),
  })
  .refine(({ ranges }) => Object.keys(ranges ?? {}).length <= LIMITS.columns, {
    message: `at most ${LIMITS.columns} ranges`,
    path: ['ranges'],
  })
  .describe('Every condition must hold; one that is absent lets everything pass.');

export const sortSchema = z
  .array(z.strictObject({ column, descending: z.boolean() }))
  .max(8)
  .describe('First key first; ties in the order of the catalogue.');

export const viewSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('histogram'), column, bins, extent: pair.optional() }),
  z.strictObject({
    kind: z.literal('density'),
    x: column,
    y: column,
    bins,
    xExtent: pair.optional(),
    yExtent: pair.optional(),
  }),
  z.strictObject({ kind: z.literal('groups'), by: z.enum(['genre', 'macro-genre']), column }),
  z.strictObject({ kind: z.literal('correlations'), columns: z.array(column).min(1).max(LIMITS.columns) }),
]);

const viewsSchema = z
  .array(viewSchema)
  .max(LIMITS.views)
  .refine(
    (views) =>
      views.reduce((cells, view) => cells + (view.kind === 'density' ? view.bins ** 2 : 0), 0) <=
      LIMITS.cells,
    { message: `densities of at most ${LIMITS.cells} cells in all` },
  );

/** What `POST api/query` takes. */
export const questionSchema = z.discriminatedUnion('question', [
  z.strictObject({ question: z.literal('info') }),
  z.strictObject({ question: z.literal('views'), filter: filterSchema, views: viewsSchema }),
  z.strictObject({
    question: z.literal('table'),
    filter: filterSchema,
    sort: sortSchema,
    from: z.int().min(0).max(1e9),
    count,
  }),
  z.strictObject({ question: z.literal('track'), trackId: text }),
  z.strictObject({ question: z.literal('suggest'), words: text, count }),
  z.strictObject({ question: z.literal('artists'), words: text, count }),
  z.strictObject({
    question: z.literal('similar'),
    sound: z.record(column, z.number()),
    count,
    except: text.optional(),
  }),
  z.strictObject({
    question: z.literal('download'),
    filter: filterSchema,
    sort: sortSchema,
    format: z.enum(['csv', 'parquet']),
    columns: z.array(column).min(1).max(LIMITS.columns).optional(),
  }),
]);

const listingRowSchema = z.object({
  row: z.number(),
  trackId: z.string(),
  title: z.string(),
  artists: z.string(),
  album: z.string(),
  genre: z.string(),
  macroGenre: z.string(),
  explicit: z.boolean().nullable(),
  values: z.record(z.string(), z.number().nullable()),
});

const numbers = z.array(z.number());

const viewResultSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('histogram'),
    column: z.string(),
    edges: numbers,
    counts: numbers,
    all: numbers,
  }),
  z.object({
    kind: z.literal('density'),
    x: z.string(),
    y: z.string(),
    xEdges: numbers,
    yEdges: numbers,
    all: numbers,
    low: numbers,
    medium: numbers,
    high: numbers,
  }),
  z.object({
    kind: z.literal('groups'),
    by: z.enum(['genre', 'macro-genre']),
    column: z.string(),
    groups: z.array(
      z.object({
        name: z.string(),
        count: z.number(),
        mean: z.number(),
        low: z.number(),
        high: z.number(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('correlations'),
    columns: z.array(z.string()),
    r: z.array(z.number().nullable()),
    count: z.number(),
  }),
]);

/** What each question but `download` is answered with. */
export const answerSchemas = {
  info: z.object({
    listings: z.number(),
    tracks: z.number(),
    synthetic: z.boolean(),
    columns: z.array(
      z.object({
        name: z.string(),
        title: z.string(),
        unit: z.string(),
        description: z.string(),
        min: z.number(),
        max: z.number(),
        median: z.number(),
        integer: z.boolean(),
      }),
    ),
    genres: z.array(z.object({ name: z.string(), macroGenre: z.string(), listings: z.number() })),
    macroGenres: z.array(z.string()),
  }),
  views: z.object({ passing: z.number(), views: z.array(viewResultSchema) }),
  table: z.object({ total: z.number(), from: z.number(), rows: z.array(listingRowSchema) }),
  track: z
    .object({
      track: listingRowSchema,
      genres: z.array(z.string()),
      releases: z.array(listingRowSchema),
    })
    .nullable(),
  suggest: z.array(listingRowSchema),
  artists: z.array(z.object({ name: z.string(), tracks: z.number() })),
  similar: z.array(listingRowSchema.extend({ distance: z.number() })),
} as const;
