import {
  type CodedText,
  meanByCode,
  PUBLISHED_INPUTS,
  PUBLISHED_MACRO_GENRES,
  type PublishedInput,
  type PublishedRows,
  publishedLinearTable,
  publishedMacroGenre,
  publishedTreeTable,
} from '@trackscope/catalogue';
import { RandomState, type Table } from '@trackscope/learn';
import type { Engine, EngineColumn } from '../engine/engine.js';

/** Seed and held-out share of the published split. */
export const PUBLISHED_SEED = 42;
export const PUBLISHED_TEST_SHARE = 0.2;

/** Everything that the published protocol trains and tests on, in the order of the published table. */
export interface PublishedData {
  readonly inputs: PublishedRows;
  readonly popularity: Float64Array;
  /** The published `artists` text of every row, as codes. */
  readonly artists: { readonly codes: Int32Array; readonly names: readonly string[] };
  /** Mean popularity by artists' code over all rows: the leak. */
  readonly artistMeans: Float64Array;
  readonly linear: Table;
  readonly trees: Table;
  /** Row numbers, in the order of the permutation. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Reads the published rows from `listings` and builds the published features and split. */
export async function loadPublished(engine: Engine): Promise<PublishedData> {
  const { rows, columns } = await engine.columns(
    `SELECT ${PUBLISHED_INPUTS.join(', ')}, explicit::INTEGER AS explicit, popularity, genre_key, artists_key
     FROM listings WHERE published ORDER BY row`,
  );
  const numeric = Object.fromEntries(
    PUBLISHED_INPUTS.map((name) => [name, numbers(columns[name]!)]),
  ) as Record<PublishedInput, Float64Array>;
  const genre = codeText(columns.genre_key as string[]);
  const artists = codeArtists(columns.artists_key as string[]);
  const popularity = numbers(columns.popularity!);
  const inputs: PublishedRows = { rows, numeric, explicit: numbers(columns.explicit!), genre };
  const artistMeans = meanByCode(artists.codes, popularity, artists.names.length);
  const artistPopularity = Float64Array.from(artists.codes, (code) => artistMeans[code]!);
  return {
    inputs,
    popularity,
    artists,
    artistMeans,
    linear: publishedLinearTable(inputs),
    trees: publishedTreeTable(inputs, artistPopularity, publishedMacroGenre, PUBLISHED_MACRO_GENRES),
    ...publishedSplit(rows),
  };
}

/** scikit-learn's `train_test_split(test_size=0.2, random_state=42)`. */
export function publishedSplit(rows: number): { train: Uint32Array; test: Uint32Array } {
  const order = new RandomState(PUBLISHED_SEED).permutation(rows);
  const held = Math.ceil(PUBLISHED_TEST_SHARE * rows);
  return { test: Uint32Array.from(order.subarray(0, held)), train: Uint32Array.from(order.subarray(held)) };
}

/** Distinct texts in alphabetical order, as one-hot encoders keep them; null gets the code behind the last. */
export function codeText(values: readonly (string | null)[]): CodedText {
  const levels = [...new Set(values)].filter((v): v is string => v !== null).sort();
  const index = new Map<string | null, number>(levels.map((level, i) => [level, i]));
  return { codes: Uint16Array.from(values, (v) => index.get(v) ?? levels.length), levels };
}

function codeArtists(values: readonly string[]): { codes: Int32Array; names: string[] } {
  const index = new Map<string, number>();
  const codes = new Int32Array(values.length);
  values.forEach((name, i) => {
    let code = index.get(name);
    if (code === undefined) {
      code = index.size;
      index.set(name, code);
    }
    codes[i] = code;
  });
  return { codes, names: [...index.keys()] };
}

function numbers(column: EngineColumn): Float64Array {
  if (column instanceof Float64Array) return column;
  throw new TypeError('expected a numeric column from the engine, found text');
}
