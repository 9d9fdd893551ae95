import { COLUMNS } from '../schema/columns.js';
import { completeSql } from './duplicates.js';
import { artistListSql, publishedKeySql } from './keys.js';
import { LISTING_COLUMNS } from './listing.js';

/**
 * SQL statement that makes the table `listings` out of the typed rows and what the identity and duplicate
 * steps found.
 *
 * @param perMinute the duration's unit as a divisor: 60,000 for milliseconds
 */
export function listingsSql(typed: string, perMinute: number): string {
  const sources: Readonly<Record<string, string>> = {
    ...Object.fromEntries(COLUMNS.map(({ name }) => [name, `t.${name}`])),
    row: 't.rowid::INTEGER',
    duration_min: perMinute === 1 ? 't.duration_min' : `t.duration_min / ${perMinute}::DOUBLE`,
    artists_key: publishedKeySql('t.artists'),
    album_key: publishedKeySql('t.album_name'),
    title_key: publishedKeySql('t.track_name'),
    genre_key: publishedKeySql('t.track_genre'),
    artist_list: artistListSql('t.artists'),
    primary_artist: 'i.primary_artist',
    track: 'k.track',
    recording: 'i.recording',
    song: 'i.song',
    track_genres: 'i.genres',
    first_of_track: 't.rowid = i.first_row',
    published: `(${completeSql('t.')} AND coalesce(d.first_published, t.rowid) = t.rowid)`,
  };
  const columns = Object.keys(LISTING_COLUMNS).map((name) => `${sources[name]} AS ${name}`);
  return `CREATE OR REPLACE TABLE listings AS
    SELECT ${columns.join(',\n      ')}
    FROM ${typed} t
    JOIN ingest_listing_track k ON t.rowid = k.row
    JOIN ingest_tracks i ON k.track = i.track
    LEFT JOIN ingest_repeats d ON t.rowid = d.row
    WHERE coalesce(d.first_row, t.rowid) = t.rowid
    ORDER BY t.rowid`;
}

/** Working tables of the cleaning, dropped when it is done. */
export const WORKING_TABLES: readonly string[] = [
  'ingest_keys',
  'ingest_numbers',
  'ingest_listing_track',
  'ingest_firsts',
  'ingest_recordings',
  'ingest_songs',
  'ingest_genres',
  'ingest_tracks',
  'ingest_hashes',
  'ingest_repeats',
];
