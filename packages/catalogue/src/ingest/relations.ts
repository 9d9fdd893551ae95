import type { QualityIssue } from './quality.js';

/** A check of how rows of `listings` (and the repeats that are not in it) stand to each other. */
export interface RelationRule {
  readonly code: 'duplicate-listing' | 'several-genres' | 'several-releases';
  readonly severity: QualityIssue['severity'];
  readonly column: string | null;
  /** SQL query of the rows affected, with columns `row`, `value` and `unit` (the track or recording). */
  readonly query: string;
  message(rows: string, units: string): string;
  readonly action: string;
}

/** Duplicates, tracks under several genres and recordings on several releases. */
export const RELATION_RULES: readonly RelationRule[] = [
  {
    code: 'duplicate-listing',
    severity: 'warning',
    column: null,
    query: `SELECT r.row, t.track_name AS value, r.first_row AS unit
      FROM ingest_repeats r JOIN ingest_typed t ON t.rowid = r.row WHERE r.row <> r.first_row`,
    message: (rows) =>
      `Every listing is expected once; an earlier row is repeated, cell by cell, in ${rows}.`,
    action: 'The first was kept and the repeats dropped.',
  },
  {
    code: 'several-genres',
    severity: 'info',
    column: 'track_genre',
    query: `SELECT row, array_to_string(track_genres, ', ') AS value, track AS unit
      FROM listings WHERE len(track_genres) > 1`,
    message: (rows, tracks) =>
      `${tracks} track${tracks === '1' ? ' is' : 's are'} listed under more than one genre, in ${rows}.`,
    action: 'Each track was kept as one, with the set of its genres.',
  },
  {
    code: 'several-releases',
    severity: 'info',
    column: 'track_id',
    query: `SELECT l.row, l.track_name AS value, l.recording AS unit FROM listings l
      JOIN (SELECT recording FROM listings GROUP BY recording HAVING min(track) <> max(track)) r
      USING (recording)`,
    message: (rows, recordings) =>
      `${recordings} recording${recordings === '1' ? ' is' : 's are'} on more than one release (equal duration and audio features), in ${rows}.`,
    action: 'The tracks were kept apart and share the number of their recording.',
  },
];
