import { PUBLISHED_INPUTS, type PublishedInput } from '@trackscope/catalogue';
import type { ModelFile } from '../modelling/model-file.js';

/** Tracks to be scored, column by column; NaN and null stand for "not given". */
export interface InputColumns {
  readonly rows: number;
  readonly numeric: Readonly<Record<PublishedInput, Float64Array>>;
  /** 0, 1 or NaN. */
  readonly explicit: Float64Array;
  /** In the published normalisation (`genre_key`). */
  readonly genre: readonly (string | null)[];
  /** In the published normalisation (`artists_key`). */
  readonly artists: readonly (string | null)[];
  /** Mean popularity of the artists where the caller knows it; else it is looked up. */
  readonly artistPopularity: Float64Array;
}

/** Columns with every gap filled, and how many gaps each had. */
export interface FilledInputs {
  readonly columns: InputColumns;
  /** Filled values by input name, the ones without gaps left out. */
  readonly filled: Readonly<Record<string, number>>;
}

/**
 * Fills what is not given: numbers by the catalogue's median, `explicit` by its majority, the artist's popularity from
 * the model's table or, for an artist that it does not know, by the median. A genre is left open.
 */
export function fillInputs(given: InputColumns, file: ModelFile): FilledInputs {
  const filled: Record<string, number> = {};
  const fill = (name: string, values: Float64Array, fallback: number): Float64Array => {
    const out = Float64Array.from(values, (value) => (Number.isNaN(value) ? fallback : value));
    const gaps = values.reduce((n, value) => n + (Number.isNaN(value) ? 1 : 0), 0);
    if (gaps > 0) filled[name] = gaps;
    return out;
  };
  const numeric = Object.fromEntries(
    PUBLISHED_INPUTS.map((name) => [
      name,
      fill(name, given.numeric[name], file.inputs.numeric[name]!.median),
    ]),
  ) as Record<PublishedInput, Float64Array>;
  const known = lookUpArtists(given, file);
  return {
    columns: {
      ...given,
      numeric,
      explicit: fill('explicit', given.explicit, file.inputs.explicitShare >= 0.5 ? 1 : 0),
      artistPopularity: file.artists
        ? fill('artist_popularity', known, file.inputs.artistPopularity.median)
        : given.artistPopularity,
    },
    filled,
  };
}

const artistIndexes = new WeakMap<object, Map<string, number>>();

/** The artists' mean popularity as the caller gave it or the model knows it; NaN for strangers. */
export function lookUpArtists(given: InputColumns, file: ModelFile): Float64Array {
  const table = file.artists;
  if (!table) return given.artistPopularity;
  let index = artistIndexes.get(table);
  if (!index) {
    index = new Map(table.names.map((name, i) => [name, table.means[i]!]));
    artistIndexes.set(table, index);
  }
  return Float64Array.from(given.artistPopularity, (value, row) => {
    const name = given.artists[row];
    return Number.isNaN(value) && name ? (index.get(name) ?? Number.NaN) : value;
  });
}
