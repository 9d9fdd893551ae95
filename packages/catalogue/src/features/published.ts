import { type CodedColumn, type Column, type NumericColumn, type Table, table } from '@trackscope/learn';

/** Numeric inputs of the published `linear`, before the two that are computed. */
const LINEAR_INPUTS = [
  'danceability',
  'energy',
  'key',
  'loudness',
  'mode',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
  'time_signature',
  'duration_min',
] as const;

/** Numeric inputs of the published trees, before the three that are computed. */
const TREE_INPUTS = [
  'danceability',
  'energy',
  'loudness',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
  'duration_min',
] as const;

/** The numeric columns that the published models read from a catalogue. */
export const PUBLISHED_INPUTS = LINEAR_INPUTS;
export type PublishedInput = (typeof LINEAR_INPUTS)[number];

/** Text turned into codes: `levels[codes[row]]`; a code of `levels.length` is none of them. */
export interface CodedText {
  readonly codes: Uint16Array;
  readonly levels: readonly string[];
}

/** What the published features are made of, one value a row. */
export interface PublishedRows {
  readonly rows: number;
  readonly numeric: Readonly<Record<PublishedInput, Float64Array>>;
  /** 0 or 1. */
  readonly explicit: Float64Array;
  /** Normalised genre (`genre_key`). */
  readonly genre: CodedText;
}

/** The published features of `linear`: 15 numbers, explicit and the genre. */
export function publishedLinearTable(data: PublishedRows): Table {
  const { energy, loudness, danceability, valence } = data.numeric;
  return table([
    ...LINEAR_INPUTS.map((name) => double(name, data.numeric[name])),
    double(
      'energy_loudness',
      map2(energy, loudness, (e, l) => e * l),
    ),
    double(
      'mood',
      energy.map((e, i) => (danceability[i]! + e + valence[i]!) / 3),
    ),
    explicitColumn(data.explicit),
    { kind: 'coded', name: 'track_genre', codes: data.genre.codes, levels: data.genre.levels },
  ]);
}

/**
 * The published features of `forest`, `boosted` and `boosted-tuned`: 13 numbers, explicit and the macro-genre,
 * which stand for 28 one-hot columns. `artistPopularity` is the mean popularity of the row's artists over ALL rows
 * of the published table, its own row included: the leak that the published figures rest on.
 *
 * @param macroGenre the macro-genre of a normalised genre
 */
export function publishedTreeTable(
  data: PublishedRows,
  artistPopularity: Float64Array,
  macroGenre: (genreKey: string) => string,
  macroLevels: readonly string[],
): Table {
  const { energy, loudness, danceability, valence } = data.numeric;
  return table([
    ...TREE_INPUTS.map((name) => single(name, data.numeric[name])),
    single('artist_popularity', artistPopularity),
    single(
      'energy_valence',
      map2(energy, valence, (e, v) => e * v),
    ),
    single(
      'loudness_danceability',
      map2(loudness, danceability, (l, d) => l * d),
    ),
    explicitColumn(data.explicit),
    macroColumn(data.genre, macroGenre, macroLevels),
  ]);
}

/** Mean of `values` over the rows that share a code; NaN for a code without rows. */
export function meanByCode(codes: Int32Array, values: Float64Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  const rows = new Float64Array(count);
  for (let i = 0; i < codes.length; i++) {
    sums[codes[i]!]! += values[i]!;
    rows[codes[i]!]! += 1;
  }
  return sums.map((sum, code) => sum / rows[code]!);
}

function double(name: string, values: Float64Array): NumericColumn {
  return { kind: 'numeric', name, values };
}

function single(name: string, values: Float64Array): NumericColumn {
  return { kind: 'numeric', name, values: Float32Array.from(values) };
}

function map2(a: Float64Array, b: Float64Array, f: (a: number, b: number) => number): Float64Array {
  return a.map((value, i) => f(value, b[i]!));
}

function explicitColumn(explicit: Float64Array): Column {
  return { kind: 'coded', name: 'explicit', codes: Uint8Array.from(explicit), levels: ['False', 'True'] };
}

function macroColumn(
  genre: CodedText,
  macroGenre: (genreKey: string) => string,
  levels: readonly string[],
): CodedColumn {
  const index = new Map(levels.map((level, i) => [level, i]));
  const recode = Uint8Array.from([
    ...genre.levels.map((g) => index.get(macroGenre(g)) ?? levels.length),
    levels.length,
  ]);
  const codes = new Uint8Array(genre.codes.length);
  for (let i = 0; i < codes.length; i++) codes[i] = recode[genre.codes[i]!]!;
  return { kind: 'coded', name: 'macro_genre', codes, levels };
}
