import { publishedMacroGenre } from '../genre/published.js';
import type { ListingTable } from './listing-table.js';
import type { PublishedProfile } from './profile.js';
import type { Query } from './query.js';
import { pearsonMatrix } from './statistics/correlation.js';
import {
  countAtLeast,
  countEqual,
  deviationOf,
  distributionOf,
  quartilesOf,
} from './statistics/distribution.js';
import { HIT } from './target-curve.js';

/** The published table's numeric columns, in its order. */
const PUBLISHED_COLUMNS = [
  ...['popularity', 'explicit', 'danceability', 'energy', 'key', 'loudness', 'mode', 'speechiness'],
  ...['acousticness', 'instrumentalness', 'liveness', 'valence', 'tempo', 'time_signature', 'duration_min'],
];

/**
 * What the published exploration prints, over the rows its cleaning keeps: for comparison with the published
 * figures only, since tracks listed under several genres count several times here. Null when it keeps none.
 */
export async function profilePublished(query: Query, table: ListingTable): Promise<PublishedProfile | null> {
  const rows = table.published;
  if (rows.length === 0) return null;
  const columns = PUBLISHED_COLUMNS.flatMap((name) => table.columns.get(name) ?? []).filter(
    (column) => distributionOf(column, rows).n > 0,
  );
  const distributions = new Map(columns.map((column) => [column.name, distributionOf(column, rows)]));
  const popularity = distributions.get('popularity');
  const [distinct] = await query.rows<PublishedProfile['distinct']>(`
    SELECT count(DISTINCT artists_key) AS artists, count(DISTINCT album_key) AS albums,
      count(DISTINCT title_key) AS titles, count(DISTINCT genre_key) AS genres
    FROM listings WHERE published`);
  const genres = await query.rows<PublishedProfile['genres'][number]>(`
    SELECT genre_key AS name, count(*) AS rows, avg(popularity) AS mean, median(popularity) AS median
    FROM listings WHERE published AND genre_key IS NOT NULL AND popularity IS NOT NULL
    GROUP BY genre_key ORDER BY genre_key`);
  return {
    rows: rows.length,
    describe: Object.fromEntries(
      [...distributions].map(([name, d]) => [
        name,
        { count: d.n, mean: d.mean, sd: deviationOf(d), ...quartilesOf(d) },
      ]),
    ),
    columns: columns.map((column) => column.name),
    pearson: pearsonMatrix(columns, rows),
    popularityZero: popularity ? countEqual(popularity, 0) : 0,
    popularityAtLeast70: popularity ? countAtLeast(popularity, HIT) : 0,
    distinct,
    genres,
    macroGenres: macroRows(genres),
  };
}

/** Rows by published macro-genre, most first. */
function macroRows(genres: PublishedProfile['genres']): PublishedProfile['macroGenres'] {
  const rows = new Map<string, number>();
  for (const genre of genres) {
    const macro = publishedMacroGenre(genre.name);
    rows.set(macro, (rows.get(macro) ?? 0) + genre.rows);
  }
  return [...rows]
    .map(([name, count]) => ({ name, rows: count }))
    .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
}
