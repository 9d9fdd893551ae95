import type { ArtistIndex } from './artist-index.js';
import type { Filter } from './contract.js';
import { searchWords } from './fold.js';
import type { Listings } from './listings.js';
import { codesBetween, numberColumn } from './number-column.js';
import { QueryError } from './query-error.js';
import type { TrackSearch } from './track-search.js';

/** Listings whose marks changed, in order; `count` is more than the room where there were too many to list. */
export interface Changes {
  readonly rows: Uint32Array;
  count: number;
}

/** What a listing must fulfil in one dimension. */
export interface Condition {
  /** Equal keys mean the same listings. */
  readonly key: string;
  /** Sets `bit` of every listing that fails, and clears it of the others. */
  mark(fails: Uint32Array, bit: number, changes: Changes): void;
}

/** Dimensions beside the numeric columns. */
export const TEXT_DIMENSIONS = ['genre', 'macro-genre', 'artist', 'search'] as const;

/**
 * The conditions of a filter by dimension; dimensions in which everything passes are left out.
 * @throws QueryError `unknown-column`, `bad-range`
 */
export function conditionsOf(
  filter: Filter,
  listings: Listings,
  artists: () => ArtistIndex,
  search: () => TrackSearch,
): Map<string, Condition> {
  const conditions = new Map<string, Condition>();
  for (const [name, range] of Object.entries(filter.ranges ?? {}))
    conditions.set(name, rangeCondition(listings, name, range));
  if (filter.explicit !== undefined) {
    const yes = filter.explicit ? 1 : 0;
    // A catalogue that does not tell has neither.
    if (!listings.numbers.has('explicit')) conditions.set('explicit', { key: 'none', mark: markAll });
    else conditions.set('explicit', rangeCondition(listings, 'explicit', [yes, yes]));
  }
  const { genres, macroGenres, artist } = filter;
  if (genres) {
    const wanted = new Set(genres);
    conditions.set(
      'genre',
      genreCondition(listings, genres, ({ name }) => wanted.has(name)),
    );
  }
  if (macroGenres) {
    const wanted = new Set(macroGenres);
    conditions.set(
      'macro-genre',
      genreCondition(listings, macroGenres, (of) => wanted.has(of.macroGenre)),
    );
  }
  if (artist !== undefined && artist.trim() !== '') {
    const name = artist.trim().toLowerCase();
    conditions.set(
      'artist',
      trackCondition(listings, name, () => artists().tracksOf(name)),
    );
  }
  const words = searchWords(filter.search ?? '');
  if (words.length > 0)
    conditions.set(
      'search',
      trackCondition(listings, words.join(' '), () => search().tracks(words)),
    );
  return conditions;
}

function rangeCondition(listings: Listings, name: string, [low, high]: readonly [number, number]): Condition {
  const column = numberColumn(listings, name);
  if (Number.isNaN(low) || Number.isNaN(high))
    throw new QueryError('bad-range', `the range of ${name} must be two numbers, found ${low} and ${high}`);
  const { first, last } = codesBetween(column, low, high);
  return {
    key: `${first}-${last}`,
    mark(fails, bit, changes) {
      const { codes } = column;
      const { rows } = changes;
      const others = ~bit;
      let { count } = changes;
      for (let row = 0; row < fails.length; row++) {
        const code = codes[row]!;
        const before = fails[row]!;
        const now = (before & others) | (code < first || code > last ? bit : 0);
        fails[row] = now;
        // Written without asking, kept only if it changed; beyond the room nothing is written.
        rows[count] = row;
        count += now === before ? 0 : 1;
      }
      changes.count = count;
    },
  };
}

function genreCondition(
  { genre, info }: Listings,
  names: readonly string[],
  passes: (genre: { readonly name: string; readonly macroGenre: string }) => boolean,
): Condition {
  return {
    key: JSON.stringify([...new Set(names)].sort()),
    mark(fails, bit, changes) {
      const failing = Uint32Array.from(
        [0, ...info.genres.map((of) => (passes(of) ? 0 : 1))],
        (no) => no * bit,
      );
      failing[0] = bit;
      markEach(fails, bit, changes, (row) => failing[genre[row]!]!);
    },
  };
}

function trackCondition({ track }: Listings, key: string, passing: () => Uint8Array): Condition {
  return {
    key,
    mark(fails, bit, changes) {
      const passes = passing();
      markEach(fails, bit, changes, (row) => (passes[track[row]!] ? 0 : bit));
    },
  };
}

function markAll(fails: Uint32Array, bit: number, changes: Changes): void {
  markEach(fails, bit, changes, () => bit);
}

/** Gives `bit` of every listing its mark, the bit itself or 0. */
export function markEach(
  fails: Uint32Array,
  bit: number,
  changes: Changes,
  markOf: (row: number) => number,
): void {
  const { rows } = changes;
  const others = ~bit;
  let { count } = changes;
  for (let row = 0; row < fails.length; row++) {
    const before = fails[row]!;
    const now = (before & others) | markOf(row);
    fails[row] = now;
    rows[count] = row;
    count += now === before ? 0 : 1;
  }
  changes.count = count;
}
