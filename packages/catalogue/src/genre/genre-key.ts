/** A genre's name in the published normalisation: trimmed, lower case, `-` and `_` to a space. */
export function genreKey(genre: string): string {
  return genre.trim().toLowerCase().replace(/[-_]/g, ' ');
}
