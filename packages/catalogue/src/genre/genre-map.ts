import { genreKey } from './genre-key.js';

/** Which macro-genre each genre belongs to, as data. */
export interface GenreMap {
  /** What to call the map in reports. */
  readonly name: string;
  /** Every macro-genre, in the order in which to list them. */
  readonly macros: readonly string[];
  /** Macro-genre by genre key (see {@link genreKey}). */
  readonly macroOf: Readonly<Record<string, string>>;
}

/** Where a genre goes that no entry of the map covers. */
export const OTHER = 'Other';

/** Builds a map from a table of macro-genres and their genres. */
export function genreMap(name: string, table: Readonly<Record<string, readonly string[]>>): GenreMap {
  const macroOf: Record<string, string> = Object.create(null);
  for (const [macro, genres] of Object.entries(table))
    for (const genre of genres) macroOf[genreKey(genre)] = macro;
  return { name, macros: Object.keys(table), macroOf };
}

/**
 * The macro-genre of a genre. A genre that the map lacks is looked up by its last words, longest first
 * (in English the last word names the kind: "melodic techno" is techno); failing that it is {@link OTHER}.
 */
export function macroGenre(genre: string, map: GenreMap): string {
  const words = genreKey(genre).split(' ');
  for (let from = 0; from < words.length; from++) {
    const key = words.slice(from).join(' ');
    if (Object.hasOwn(map.macroOf, key)) return map.macroOf[key];
  }
  return OTHER;
}
