import { COLUMNS } from '@trackscope/catalogue';
import { genreName, macroName, trackIdOf } from './listing-rows.js';
import type { Listings, NumberColumn, TrackText } from './listings.js';
import { valueAt } from './number-column.js';
import { QueryError } from './query-error.js';
import { TEXT_COLUMNS } from './sorting.js';

/** A column of a file that is written. */
export interface FileColumn {
  readonly name: string;
  readonly type: 'text' | 'number' | 'integer' | 'boolean';
  at(row: number): string | number | boolean | null;
}

const MACRO = 'macro_genre';

/**
 * The columns by name, or all of them in the order of the catalogue, the macro-genre last. Names are the catalogue's, so
 * that a file can be read again.
 * @throws QueryError `unknown-column`
 */
export function fileColumns(listings: Listings, names?: readonly string[]): FileColumn[] {
  const all = [...COLUMNS.map(({ name }) => name as string), MACRO].filter((name) => has(listings, name));
  return (names ?? all).map((name) => fileColumn(listings, canonical(name), all));
}

function has(listings: Listings, name: string): boolean {
  const text = TEXT_COLUMNS[name];
  if (text === undefined) return listings.numbers.has(name);
  if (text === 'genre' || text === 'macroGenre') return listings.info.genres.length > 0;
  return listings[text].texts.count > 0;
}

/** `title` → `track_name`: tables call text columns by shorter names. */
function canonical(name: string): string {
  const text = Object.hasOwn(TEXT_COLUMNS, name) ? TEXT_COLUMNS[name] : undefined;
  if (text === undefined) return name;
  const names = [...COLUMNS.map((column) => column.name as string), MACRO];
  return Object.keys(TEXT_COLUMNS).find((of) => TEXT_COLUMNS[of] === text && names.includes(of)) ?? name;
}

function fileColumn(listings: Listings, name: string, all: readonly string[]): FileColumn {
  if (!all.includes(name)) {
    throw new QueryError(
      'unknown-column',
      `no column is called "${name}"; expected one of ${all.join(', ')}`,
    );
  }
  const text = TEXT_COLUMNS[name];
  switch (text) {
    case undefined:
      return numberFile(name, listings.numbers.get(name)!);
    case 'genre':
      return { name, type: 'text', at: (row) => genreName(listings, row) || null };
    case 'macroGenre':
      return { name, type: 'text', at: (row) => macroName(listings, row) || null };
    case 'trackId':
      return { name, type: 'text', at: (row) => trackIdOf(listings, listings.track[row]!) };
    default:
      return { name, type: 'text', at: textAt(listings, listings[text]) };
  }
}

function numberFile(name: string, column: NumberColumn): FileColumn {
  const flag = name === 'explicit';
  return {
    name,
    type: flag ? 'boolean' : column.integer ? 'integer' : 'number',
    at(row) {
      const value = valueAt(column, row);
      if (Number.isNaN(value)) return null;
      return flag ? value === 1 : value;
    },
  };
}

function textAt({ track }: Listings, { texts, codes }: TrackText): (row: number) => string | null {
  return (row) => texts.text(codes[track[row]!]!);
}
