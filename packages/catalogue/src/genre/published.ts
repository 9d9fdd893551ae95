import { genreKey } from './genre-key.js';

/** The published rules in their order: the first whose text occurs anywhere in the genre's key wins. */
const RULES: readonly (readonly [macro: string, ...parts: string[]])[] = [
  ['Pop', 'pop'],
  ['Rock', 'rock'],
  ['Hip-Hop/Rap', 'hip hop', 'rap', 'trap'],
  ['R&B/Soul', 'r&b', 'soul'],
  ['Electronic/Dance', 'electro', 'techno', 'house', 'edm', 'dance'],
  ['Metal/Hardcore', 'metal', 'hardcore'],
  ['Jazz/Blues', 'jazz', 'blues'],
  ['Classical', 'classical', 'orchestra', 'piano'],
  ['Latin', 'latin', 'reggaeton', 'sertanejo', 'samba'],
  ['Country', 'country'],
  ['Folk', 'folk', 'singer-songwriter'],
  ['Indie/Alternative', 'indie', 'alternative'],
];

/** The published macro-genres, `Other` last. */
export const PUBLISHED_MACRO_GENRES: readonly string[] = [...RULES.map(([macro]) => macro), 'Other'];

/**
 * The macro-genre that the published pipeline gives a genre, faults included: 63 of its 114 genres come out
 * as `Other`. For the published protocol only; everything else uses {@link macroGenre}.
 *
 * @param genre a genre or its key; hyphens are stripped first, as the published cleaning does
 */
export function publishedMacroGenre(genre: string): string {
  const key = genreKey(genre);
  for (const [macro, ...parts] of RULES) if (parts.some((part) => key.includes(part))) return macro;
  return 'Other';
}
