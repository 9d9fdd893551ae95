import type { TextProfile } from './profile.js';
import type { Query } from './query.js';

const TEXT_COLUMNS = ['artists', 'album_name', 'track_name', 'track_genre'] as const;
const TOP = 10;

interface TextRow {
  readonly present: number;
  readonly distinct: number;
  readonly value: string;
  readonly count: number;
}

/** Text columns, each track counted once (under `track_genre` once in each of its genres); absent ones left out. */
export async function profileTexts(query: Query, tracks: number): Promise<TextProfile[]> {
  const profiles: TextProfile[] = [];
  for (const name of TEXT_COLUMNS) {
    const genre = name === 'track_genre';
    const source = genre
      ? 'SELECT unnest(list_distinct(track_genres)) AS value FROM listings WHERE first_of_track'
      : `SELECT "${name}" AS value FROM listings WHERE first_of_track`;
    const top = await query.rows<TextRow>(`
      WITH counted AS (SELECT value, count(*) AS n FROM (${source}) WHERE value IS NOT NULL GROUP BY value)
      SELECT CAST(sum(n) OVER () AS BIGINT) AS present, count(*) OVER () AS "distinct", value, n AS count
      FROM counted ORDER BY n DESC, value LIMIT ${TOP}`);
    if (top.length === 0) continue;
    const missing = genre
      ? await query.rows<{ n: number }>(
          'SELECT count(*) AS n FROM listings WHERE first_of_track AND coalesce(len(track_genres), 0) = 0',
        )
      : [{ n: tracks - top[0].present }];
    profiles.push({
      name,
      count: top[0].present,
      missing: missing[0].n,
      distinct: top[0].distinct,
      top: top.map(({ value, count }) => ({ value, count })),
    });
  }
  return profiles;
}
