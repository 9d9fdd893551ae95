import { genresPerTrack, type Membership } from './membership.js';
import type { TextProfile } from './profile.js';
import type { Query } from './query.js';

const TEXT_COLUMNS = ['artists', 'album_name', 'track_name'] as const;
const TOP = 10;

interface TextRow {
  readonly present: number;
  readonly distinct: number;
  readonly value: string;
  readonly count: number;
}

/** Text columns, each track counted once, under `track_genre` once in each of its genres; absent ones left out. */
export async function profileTexts(query: Query, tracks: number, genres: Membership): Promise<TextProfile[]> {
  const profiles: TextProfile[] = [];
  for (const name of TEXT_COLUMNS) {
    const top = await query.rows<TextRow>(`
      WITH counted AS (
        SELECT "${name}" AS value, count(*) AS n FROM listings WHERE first_of_track AND "${name}" IS NOT NULL
        GROUP BY 1)
      SELECT CAST(sum(n) OVER () AS BIGINT) AS present, count(*) OVER () AS "distinct", value, n AS count
      FROM counted ORDER BY n DESC, value LIMIT ${TOP}`);
    if (top.length === 0) continue;
    profiles.push({
      name,
      count: top[0].present,
      missing: tracks - top[0].present,
      distinct: top[0].distinct,
      top: top.map(({ value, count }) => ({ value, count })),
    });
  }
  return genres.names.length > 0 ? [...profiles, profileGenreNames(genres)] : profiles;
}

function profileGenreNames(genres: Membership): TextProfile {
  const { names, starts, offsets, groups } = genres;
  const sizes = names.map((value, g) => ({ value, count: offsets[g + 1] - offsets[g] }));
  return {
    name: 'track_genre',
    count: groups.length,
    missing: genresPerTrack(starts)[0],
    distinct: names.length,
    top: sizes.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, TOP),
  };
}
