import { genresPerTrack, type Membership } from './membership.js';
import type { Estimate, GenreListings, Identity, Profile } from './profile.js';
import type { Query } from './query.js';
import { shareEstimate } from './statistics/interval.js';

/** The condition that a track stands at zero while another release of it, or of its song, does not. */
export const ZERO_WITH_TWIN =
  'first_of_track AND popularity = 0 AND (recording IN (SELECT recording FROM listings WHERE popularity > 0)' +
  ' OR song IN (SELECT song FROM listings WHERE popularity > 0))';

/** The condition that the same recording stands under more than one track. */
export const ON_SEVERAL_RELEASES =
  'first_of_track AND recording IN (SELECT recording FROM listings WHERE first_of_track' +
  ' GROUP BY recording HAVING count(*) > 1)';

/** How many listings, tracks, recordings and songs there are. */
export async function countRows(query: Query): Promise<Profile['rows']> {
  const [rows] = await query.rows<Profile['rows']>(`
    SELECT count(*) AS listings, count(*) FILTER (first_of_track) AS tracks,
      count(DISTINCT recording) AS recordings, count(DISTINCT song) AS songs FROM listings`);
  return rows;
}

/** How tracks, recordings, songs and genres share one another. */
export async function readIdentity(query: Query, genres: Membership): Promise<Identity> {
  const [several] = await query.rows<Omit<Identity, 'genresPerTrack'>>(`
    WITH recordings AS (
      SELECT count(*) AS tracks FROM listings WHERE first_of_track GROUP BY recording HAVING count(*) > 1),
    songs AS (SELECT song FROM listings WHERE first_of_track GROUP BY song HAVING count(DISTINCT recording) > 1)
    SELECT (SELECT count(*) FROM recordings) AS recordingsOnSeveralReleases,
      (SELECT CAST(coalesce(sum(tracks), 0) AS BIGINT) FROM recordings) AS tracksOnSeveralReleases,
      (SELECT CAST(coalesce(max(tracks), 0) AS BIGINT) FROM recordings) AS mostReleases,
      (SELECT count(*) FROM songs) AS songsInSeveralRecordings`);
  return { ...several, genresPerTrack: genresPerTrack(genres.starts) };
}

/** How evenly the listings are spread over the genres; null without genres. */
export async function readGenreListings(query: Query): Promise<GenreListings | null> {
  const [spread] = await query.rows<{ [K in keyof GenreListings]: number | null }>(`
    WITH sizes AS (SELECT count(*) AS n FROM listings WHERE track_genre IS NOT NULL GROUP BY track_genre)
    SELECT count(*) AS genres, min(n) AS smallest, median(n) AS median, max(n) AS largest,
      count(*) FILTER (n = (SELECT max(n) FROM sizes)) AS atLargest FROM sizes`);
  const { genres, smallest, median, largest, atLargest } = spread;
  return genres && smallest !== null && median !== null && largest !== null && atLargest !== null
    ? { genres, smallest, median, largest, atLargest }
    : null;
}

/** Share of the tracks at zero with a more popular twin: another track of the same recording or song. */
export async function zerosWithTwin(query: Query, zeros: number): Promise<Estimate> {
  const [twins] = await query.rows<{ n: number }>(
    `SELECT count(*) AS n FROM listings WHERE ${ZERO_WITH_TWIN}`,
  );
  return shareEstimate(twins.n, zeros);
}
