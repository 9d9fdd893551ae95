import { publishedKey } from '../clean/published-key.js';

/** A genre's name in the published normalisation: trimmed, lower case, `-` and `_` to a space. */
export function genreKey(genre: string): string {
  return publishedKey(genre);
}
