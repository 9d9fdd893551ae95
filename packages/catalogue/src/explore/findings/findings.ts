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
  const unknown = drafts.filter((draft) => draft.tracks === undefined).map((draft) => draft.where);
  const counts = await countWhere(query, [...new Set(unknown)]);
  return drafts.map(({ where, tracks, ...finding }) => ({
    ...finding,
    rows: { where, tracks: tracks ?? counts.get(where) ?? 0 },
  }));
}

/** Listings that fulfil each condition. Conditions that look nowhere else share one pass over the table. */
async function countWhere(query: Query, wheres: readonly string[]): Promise<Map<string, number>> {
  const alone = (where: string) => / IN \(SELECT /.test(where);
  const shared = wheres.filter((where) => !alone(where));
  const counts = new Map<string, number>();
  if (shared.length > 0) {
    const columns = shared.map((where, i) => `count(*) FILTER (WHERE ${where}) AS c${i}`);
    const [row] = await query.rows<Record<string, number>>(`SELECT ${columns.join(', ')} FROM listings`);
    shared.forEach((where, i) => {
      counts.set(where, row[`c${i}`]);
    });
  }
  for (const where of wheres.filter(alone)) {
    const [{ n }] = await query.rows<{ n: number }>(`SELECT count(*) AS n FROM listings WHERE ${where}`);
    counts.set(where, n);
  }
  return counts;
}
