import { macroGenre, STYLE_MAP } from '@trackscope/catalogue';
import fc from 'fast-check';
import type { Filter } from '../../src/queries/contract.js';
import type { PlainRow } from './made-workspace.js';

/** Conditions of a filter as SQL, dimension by dimension: a second telling of what a filter means. */
export function sqlConditions(filter: Filter): Map<string, string> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  const list = (values: readonly string[]) => `(${values.map(text).join(', ') || "'nothing'"})`;
  const sql = new Map<string, string>();
  for (const [name, [low, high]] of Object.entries(filter.ranges ?? {}))
    sql.set(name, `${name} BETWEEN ${low} AND ${high}`);
  if (filter.explicit !== undefined) sql.set('explicit', `explicit = ${filter.explicit}`);
  if (filter.genres) sql.set('genre', `track_genre IN ${list(filter.genres)}`);
  if (filter.macroGenres) {
    const genres = MADE_GENRES.filter((name) => filter.macroGenres!.includes(macroGenre(name, STYLE_MAP)));
    sql.set('macro-genre', `track_genre IN ${list(genres)}`);
  }
  if (filter.artist)
    sql.set(
      'artist',
      `list_contains(list_transform(artist_list, lambda a: lower(a)), lower(${text(filter.artist)}))`,
    );
  const words = (filter.search ?? '').split(' ').filter((word) => word !== '');
  if (words.length > 0) {
    const folded = (column: string) => `replace(strip_accents(lower(coalesce(${column}, ''))), 'ø', 'o')`;
    const has = words.map((word) =>
      ['track_name', 'artists', 'album_name']
        .map((column) => `contains(${folded(column)}, strip_accents(lower(${text(word)})))`)
        .join(' OR '),
    );
    sql.set('search', has.map((one) => `(${one})`).join(' AND '));
  }
  return sql;
}

export const MADE_GENRES = ['techno', 'hip-hop', 'k-pop', 'zydeco', 'jazz', 'rock-n-roll'];

/** SQL for all conditions but those of some dimensions. */
export function whereWithout(filter: Filter, own: readonly string[]): string {
  const left = [...sqlConditions(filter)]
    .filter(([name]) => !own.includes(name))
    .map(([, sql]) => `(${sql})`);
  return left.join(' AND ') || 'true';
}

const share = fc.double({ min: -0.1, max: 1.1, noNaN: true }).map((value) => Math.round(value * 1000) / 1000);
const range = (value: fc.Arbitrary<number>) =>
  fc.tuple(value, value).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);

/** Filters over the made catalogue. */
export const anyFilter: fc.Arbitrary<Filter> = fc.record(
  {
    ranges: fc.record(
      {
        energy: range(share),
        valence: range(share),
        popularity: range(fc.integer({ min: -5, max: 105 })),
        tempo: range(fc.integer({ min: 50, max: 190 })),
        key: range(fc.integer({ min: 0, max: 11 })),
      },
      { requiredKeys: [] },
    ),
    genres: fc.subarray([...MADE_GENRES, 'unheard']),
    macroGenres: fc.subarray([...new Set(MADE_GENRES.map((name) => macroGenre(name, STYLE_MAP)))]),
    artist: fc.constantFrom('björk', 'BJÖRK', 'anna', 'Nobody', 'Zed, Inc.'),
    explicit: fc.boolean(),
    search: fc.constantFrom(
      '',
      'blue',
      'bjork',
      'BLUE sigur',
      'sum(a',
      'mo',
      'αστηρ',
      'l’ete',
      '東京',
      'x"y',
    ),
  },
  { requiredKeys: [] },
);

/** A number of a row; NaN where it has none. */
export function numberOf(row: PlainRow, column: string): number {
  const value = row[column];
  return value === null || value === undefined ? Number.NaN : Number(value);
}
