import type { Family, HistoryTable, PairLevels, Vocabulary } from '@trackscope/catalogue';
import * as z from 'zod/mini';

/** Raised when the files of honest models change so that older readers would misread them. */
export const HONEST_FORMAT = 1;

// Hundreds of thousands of items: one loop each, not a check with a path for every item.
const numbers = z.custom<number[]>((value) => isListOf(value, 'number'), 'expected a list of numbers');
const texts = z.custom<string[]>((value) => isListOf(value, 'string'), 'expected a list of texts');
const pairs = z.object({ left: numbers, right: numbers });
const kind = { formatVersion: z.literal(HONEST_FORMAT) };

/** `models/vocabulary.json`: what the catalogue calls things and what it counts around them. One for all models. */
export const vocabularySchema = z.object({
  format: z.literal('trackscope-vocabulary'),
  ...kind,
  audio: texts,
  texts: z.record(z.string(), texts),
  pairs: z.record(z.string(), pairs),
  counts: z.record(z.string(), z.object({ of: z.string(), counts: numbers })),
});

const history = z.object({
  name: z.string(),
  overall: z.object({ mean: z.number(), square: z.number(), zero: z.number() }),
  counts: numbers,
  sums: numbers,
  squares: numbers,
  zeros: numbers,
});

/** `models/<protocol>.<unit>.features.json`: how features are made of tracks to come. One for all models of them. */
export const featuresSchema = z.object({
  format: z.literal('trackscope-features'),
  ...kind,
  protocol: z.string(),
  unit: z.string(),
  /** Families that may be known. */
  families: texts,
  /** SHA-256 of `vocabulary.json`. */
  vocabularySha256: z.string(),
  tables: z.array(history),
});

/** `models/<model>.<protocol>.<unit>.json`. */
export const honestModelSchema = z.object({
  format: z.literal('trackscope-honest-model'),
  ...kind,
  tool: z.object({ name: z.literal('trackscope'), version: z.string() }),
  model: z.string(),
  learner: z.enum(['linear', 'boosted', 'glassbox', 'forest']),
  protocol: z.string(),
  unit: z.string(),
  options: z.record(z.string(), z.unknown()),
  training: z.object({
    rows: z.int(),
    /** SHA-256 over features and target of the training rows. */
    sha256: z.string(),
    catalogueSha256: z.string(),
    synthetic: z.boolean(),
  }),
  figures: z.object({
    rows: z.number(),
    folds: z.number(),
    mae: z.number(),
    rmse: z.number(),
    r2: z.number(),
  }),
  quick: z.boolean(),
  /** SHA-256 of its `features.json`. */
  featuresSha256: z.string(),
  /** Columns and what family each is of. */
  columns: z.array(z.object({ name: z.string(), family: z.string() })),
  /** Stands in for missing numbers in a linear model. */
  fills: z.nullable(z.record(z.string(), z.number())),
  calibration: z.unknown(),
  /** What the learner wrote. */
  body: z.unknown(),
});

export type HonestModelFile = z.infer<typeof honestModelSchema>;
type VocabularyFile = z.infer<typeof vocabularySchema>;
type FeaturesFile = z.infer<typeof featuresSchema>;

const TEXTS = [
  'primary',
  'billing',
  'performers',
  'album',
  'genres',
  'firstGenre',
  'genreSet',
  'titleWords',
  'albumWords',
] as const;
const PAIRS = ['albumOfArtist', 'artistInGenre', 'albumInGenre'] as const;

/** A vocabulary as JSON text. */
export function vocabularyText(vocabulary: Vocabulary): string {
  const file: VocabularyFile = {
    format: 'trackscope-vocabulary',
    formatVersion: HONEST_FORMAT,
    audio: [...vocabulary.audio],
    texts: Object.fromEntries(TEXTS.map((name) => [name, [...vocabulary[name]]])),
    pairs: Object.fromEntries(
      PAIRS.map((name) => [
        name,
        { left: Array.from(vocabulary[name].left), right: Array.from(vocabulary[name].right) },
      ]),
    ),
    counts: Object.fromEntries(
      Object.entries(vocabulary.counts).map(([name, { of, counts }]) => [
        name,
        { of, counts: Array.from(counts) },
      ]),
    ),
  };
  return `${JSON.stringify(file)}\n`;
}

/** The vocabulary of a parsed file. */
export function vocabularyOfFile(file: VocabularyFile): Vocabulary {
  const text = Object.fromEntries(TEXTS.map((name) => [name, file.texts[name] ?? []]));
  const pair = Object.fromEntries(
    PAIRS.map((name): [string, PairLevels] => [
      name,
      {
        left: new Int32Array(file.pairs[name]?.left ?? []),
        right: new Int32Array(file.pairs[name]?.right ?? []),
      },
    ]),
  );
  const counts = Object.fromEntries(
    Object.entries(file.counts).map(([name, { of, counts: values }]) => [
      name,
      { of, counts: new Float64Array(values) },
    ]),
  );
  return { ...text, ...pair, counts, audio: file.audio } as unknown as Vocabulary;
}

/** A feature recipe as JSON text. */
export function featuresText(
  protocol: string,
  unit: string,
  families: readonly Family[],
  tables: readonly HistoryTable[],
  vocabularySha256: string,
): string {
  const file: FeaturesFile = {
    format: 'trackscope-features',
    formatVersion: HONEST_FORMAT,
    protocol,
    unit,
    families: [...families],
    vocabularySha256,
    tables: tables.map((table) => ({
      name: table.name,
      overall: { ...table.overall },
      counts: Array.from(table.counts),
      sums: Array.from(table.sums),
      squares: Array.from(table.squares),
      zeros: Array.from(table.zeros),
    })),
  };
  return `${JSON.stringify(file)}\n`;
}

/** The history tables of a parsed file. */
export function tablesOfFile(file: FeaturesFile): HistoryTable[] {
  return file.tables.map(({ name, overall, counts, sums, squares, zeros }) => ({
    name,
    overall,
    counts: new Float64Array(counts),
    sums: new Float64Array(sums),
    squares: new Float64Array(squares),
    zeros: new Float64Array(zeros),
  }));
}

function isListOf(value: unknown, type: 'number' | 'string'): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === type);
}
