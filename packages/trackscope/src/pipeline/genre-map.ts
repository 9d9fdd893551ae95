import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type GenreMap, GenreMapError, parseGenreMap, STYLE_MAP } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';

/** Reads the user's genre map, or takes ours. */
export async function loadGenreMap(file: string | undefined): Promise<GenreMap> {
  if (file === undefined) return STYLE_MAP;
  const text = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new UserError('genre-map-not-found', `cannot read the genre map ${file}: ${cause.message}`, null, {
      cause,
    });
  });
  try {
    return parseGenreMap(text, basename(file));
  } catch (cause) {
    if (!(cause instanceof GenreMapError)) throw cause;
    throw new UserError('genre-map', cause.message, cause.remedy, { cause });
  }
}
