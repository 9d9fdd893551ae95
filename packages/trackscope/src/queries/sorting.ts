import type { SortKey } from './contract.js';
import type { Listings } from './listings.js';
import type { CodeArray } from './listings-format.js';
import { QueryError } from './query-error.js';

/** Codes of the rows in the order of sorting: 0 is missing, `levels` the highest. */
interface SortColumn {
  readonly levels: number;
  /** By track for texts, by listing for the rest. */
  readonly codes: CodeArray;
  readonly byTrack: boolean;
}

/** The names by which tables and files know the text columns. */
export const TEXT_COLUMNS: Readonly<
  Record<string, 'title' | 'artists' | 'album' | 'trackId' | 'genre' | 'macroGenre'>
> = {
  title: 'title',
  track_name: 'title',
  artists: 'artists',
  album: 'album',
  album_name: 'album',
  trackId: 'trackId',
  track_id: 'trackId',
  genre: 'genre',
  track_genre: 'genre',
  macroGenre: 'macroGenre',
  macro_genre: 'macroGenre',
};

/**
 * All listings in the order of the keys, ties in the order of the catalogue, missing values last either way.
 * Counting sorts from the last key to the first: O(keys × (listings + levels)).
 * @throws QueryError `unknown-column`
 */
export function sortedRows(listings: Listings, sort: readonly SortKey[]): Uint32Array {
  let rows = new Uint32Array(listings.listings);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  let spare = new Uint32Array(rows.length);
  const keys = sort.map(({ column, descending }) => ({ column: sortColumn(listings, column), descending }));
  for (const { column, descending } of keys.reverse()) {
    countingSort(rows, spare, ranksOf(listings, column, descending), column.levels + 1);
    [rows, spare] = [spare, rows];
  }
  return rows;
}

/** Whether the name can be sorted by and written to files. */
export function isSortable(listings: Listings, name: string): boolean {
  return listings.numbers.has(name) || Object.hasOwn(TEXT_COLUMNS, name);
}

function sortColumn(listings: Listings, name: string): SortColumn {
  const numbers = listings.numbers.get(name);
  if (numbers) return { levels: numbers.values.length, codes: numbers.codes, byTrack: false };
  const text = Object.hasOwn(TEXT_COLUMNS, name) ? TEXT_COLUMNS[name] : undefined;
  switch (text) {
    case undefined:
      throw new QueryError(
        'unknown-column',
        `no column is called "${name}"; expected one of ${[...Object.keys(TEXT_COLUMNS), ...listings.numbers.keys()].join(', ')}`,
      );
    case 'genre':
      return { levels: listings.info.genres.length, codes: listings.genre, byTrack: false };
    case 'macroGenre':
      return macroColumn(listings);
    default: {
      const { texts, codes } = listings[text];
      return { levels: texts.count, codes, byTrack: true };
    }
  }
}

function macroColumn({ info, genre, macroOf }: Listings): SortColumn {
  const sorted = [...info.macroGenres].sort();
  const rank = Uint16Array.from([0, ...macroOf], (macro, i) =>
    i === 0 ? 0 : sorted.indexOf(info.macroGenres[macro]!) + 1,
  );
  return { levels: sorted.length, codes: Uint16Array.from(genre, (code) => rank[code]!), byTrack: false };
}

/** By listing, from 0; missing values have the highest rank. */
function ranksOf(
  { track }: Listings,
  { levels, codes, byTrack }: SortColumn,
  descending: boolean,
): Uint32Array {
  const ranks = new Uint32Array(track.length);
  for (let row = 0; row < ranks.length; row++) {
    const code = codes[byTrack ? track[row]! : row]!;
    ranks[row] = code === 0 ? levels : descending ? levels - code : code - 1;
  }
  return ranks;
}

function countingSort(rows: Uint32Array, into: Uint32Array, ranks: Uint32Array, levels: number): void {
  const next = new Uint32Array(levels + 1);
  for (let i = 0; i < rows.length; i++) next[ranks[rows[i]!]! + 1]!++;
  for (let level = 1; level <= levels; level++) next[level]! += next[level - 1]!;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const rank = ranks[row]!;
    into[next[rank]!] = row;
    next[rank]!++;
  }
}
