import type { Finding, Profile } from '../profile.js';
import type { Query } from '../query.js';
import { correlationFindings } from './correlations.js';
import { durationFindings } from './durations.js';
import { genreSoundFindings } from './genre-sounds.js';
import { genreFindings } from './genres.js';
import { leaderFindings } from './leading.js';
import { popularityFindings } from './popularity.js';
import type { Draft } from './sentence.js';
import { shapeFindings } from './shape.js';

/** Every sentence that the profile supports, weightiest first. Words follow the numbers: nothing is assumed. */
export function draftFindings(profile: Profile): Draft[] {
  return [
    ...shapeFindings(profile),
    ...correlationFindings(profile),
    ...popularityFindings(profile),
    ...durationFindings(profile),
    ...genreFindings(profile),
    ...genreSoundFindings(profile),
    ...leaderFindings(profile),
  ].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
}

/** The findings of a profile with the tracks behind each counted in `listings`. */
export async function findings(query: Query, profile: Profile): Promise<Finding[]> {
  const drafts = draftFindings(profile);
  if (drafts.length === 0) return [];
  const wheres = [...new Set(drafts.map((draft) => draft.where))];
  const [counts] = await query.rows<Record<string, number>>(
    `SELECT ${wheres.map((where, i) => `(SELECT count(*) FROM listings WHERE ${where}) AS c${i}`).join(', ')}`,
  );
  return drafts.map(({ where, ...finding }) => ({
    ...finding,
    rows: { where, tracks: counts[`c${wheres.indexOf(where)}`] },
  }));
}
