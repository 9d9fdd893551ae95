import { COLUMNS } from '../schema/columns.js';
import { completeSql } from './duplicates.js';
import { artistListSql } from './keys.js';
import { LISTING_COLUMNS } from './listing.js';

/**
 * SQL statements that make the table `listings` out of the typed rows and what the identity and duplicate
 * steps found.
 *
 * @param perMinute the duration's unit as a divisor: 60,000 for milliseconds
 */
export function listingsSql(typed: string, perMinute: number): string[] {
  const sources: Readonly<Record<string, string>> = {
    ...Object.fromEntries(COLUMNS.map(({ name }) => [name, `t.${name}`])),
    row: 'i.row::INTEGER',
    duration_min: perMinute === 1 ? 't.duration_min' : `t.duration_min / ${perMinute}::DOUBLE`,
    artists_key: 't.artists_key',
    album_key: 't.album_key',
    title_key: 't.title_key',
    genre_key: 't.genre_key',
    artist_list: artistListSql('t.artists'),
    primary_artist: 't.primary_artist',
    track: 'i.track',
    recording: 'i.recording',
    song: 'i.song',
    track_genres: `coalesce(i.genres, CASE WHEN t.track_genre IS NULL THEN [] ELSE [t.track_genre] END)`,
    first_of_track: 'i.row = i.first_of_track',
    published: `(${completeSql('t.')} AND coalesce(i.first_published, i.row) = i.row)`,
  };
  const columns = Object.keys(LISTING_COLUMNS).map((name) => `${sources[name]} AS ${name}`);
  // The wide rows are neither joined by key nor sorted: the numbers are brought into their order instead.
  return [
    `CREATE OR REPLACE TEMP TABLE ingest_numbered AS
      SELECT a.row, k.track, k.row IS NOT NULL AND coalesce(d.first_row, a.row) = a.row AS is_listing,
        d.first_published, i.first_row AS first_of_track, i.recording, i.song, i.genres
      FROM (SELECT rowid AS row FROM ${typed}) a
      LEFT JOIN ingest_listing_track k ON a.row = k.row
      LEFT JOIN ingest_tracks i ON k.track = i.track
      LEFT JOIN ingest_repeats d ON a.row = d.row
      ORDER BY a.row`,
    `CREATE OR REPLACE TABLE listings AS
      SELECT ${columns.join(',\n        ')}
      FROM ${typed} t POSITIONAL JOIN ingest_numbered i
      WHERE i.is_listing`,
  ];
}

/** Working tables of the cleaning, dropped when it is done. */
export const WORKING_TABLES: readonly string[] = [
  'ingest_numbers',
  'ingest_listing_track',
  'ingest_firsts',
  'ingest_recordings',
  'ingest_songs',
  'ingest_genres',
  'ingest_tracks',
  'ingest_hashes',
  'ingest_repeats',
  'ingest_numbered',
];
