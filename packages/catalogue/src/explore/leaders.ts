import type { GroupProfile, Leader, Profile } from './profile.js';
import type { Query } from './query.js';
import { meanEstimate } from './statistics/interval.js';

/** Artists and albums with fewer tracks are not ranked: one lucky track is no record. */
export const LEADER_MINIMUM_TRACKS = 5;

const LENGTH = 25;

interface LeaderRow {
  readonly name: string;
  readonly tracks: number;
  readonly scored: number;
  readonly mean: number | null;
  readonly squares: number | null;
}

/**
 * Genres, artists and albums by mean popularity (by number of tracks where popularity is unknown). A track
 * counts for each artist credited; an album is everything under one album name.
 */
export async function rankLeaders(
  query: Query,
  genres: readonly GroupProfile[],
  scored: boolean,
): Promise<Profile['leaders']> {
  return {
    genres: genres.map(toLeader).sort(byMean).slice(0, LENGTH),
    artists: await ranked(query, 'SELECT unnest(list_distinct(artist_list)) AS name, popularity', scored),
    albums: await ranked(query, 'SELECT album_name AS name, popularity', scored),
    minimumTracks: LEADER_MINIMUM_TRACKS,
  };
}

function toLeader(genre: GroupProfile): Leader {
  return {
    name: genre.name,
    tracks: genre.tracks,
    meanPopularity: genre.features.popularity?.mean ?? null,
  };
}

function byMean(a: Leader, b: Leader): number {
  const mean = (b.meanPopularity?.value ?? -1) - (a.meanPopularity?.value ?? -1);
  return mean || b.tracks - a.tracks || (a.name < b.name ? -1 : 1);
}

async function ranked(query: Query, select: string, scored: boolean): Promise<Leader[]> {
  const rows = await query.rows<LeaderRow>(`
    WITH credits AS (${select} FROM listings WHERE first_of_track)
    SELECT name, count(*) AS tracks, count(popularity) AS scored, avg(popularity) AS mean,
      var_pop(popularity) * count(popularity) AS squares
    FROM credits WHERE name IS NOT NULL GROUP BY name
    HAVING ${scored ? 'count(popularity)' : 'count(*)'} >= ${LEADER_MINIMUM_TRACKS}
    ORDER BY ${scored ? 'mean DESC, ' : ''}tracks DESC, name LIMIT ${LENGTH}`);
  return rows.map(({ name, tracks, scored: n, mean, squares }) => ({
    name,
    tracks,
    meanPopularity: mean === null ? null : meanEstimate(mean, squares ?? 0, n),
  }));
}
