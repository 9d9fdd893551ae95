import { COLUMNS } from '../schema/columns.js';

const ALL = COLUMNS.map((column) => column.name);
/** What the published cleaning compares: every column but the id. */
const PUBLISHED = ALL.filter((name) => name !== 'track_id');

/**
 * SQL statements that find repeated rows: `ingest_repeats`(row, first_row, first_published). `first_row` is
 * the first row that is equal in every column, `first_published` the first among the complete rows that is
 * equal in every column but the id (null for a row that is not complete). Rows that nothing repeats are not
 * in the table.
 *
 * Rows that share a hash are compared in full, so that nothing rests on the hash.
 */
export function repeatsSql(typed: string): string[] {
  const complete = completeSql();
  return [
    `CREATE OR REPLACE TEMP TABLE ingest_hashes AS
      SELECT rowid AS row, hash(${PUBLISHED.join(', ')}) AS h FROM ${typed} WHERE reject IS NULL`,
    `CREATE OR REPLACE TEMP TABLE ingest_repeats AS
      SELECT row,
        min(row) OVER (PARTITION BY ${ALL.join(', ')}) AS first_row,
        CASE WHEN ${complete}
          THEN min(row) OVER (PARTITION BY ${complete}, ${PUBLISHED.join(', ')}) END AS first_published
      FROM (
        SELECT h.row, ${ALL.map((name) => `t.${name}`).join(', ')} FROM ${typed} t JOIN ingest_hashes h ON t.rowid = h.row
        WHERE h.h IN (SELECT h FROM ingest_hashes GROUP BY h HAVING count(*) > 1))`,
  ];
}

/** SQL condition: no column is missing. */
export function completeSql(prefix = ''): string {
  return `(${ALL.map((name) => `${prefix}${name} IS NOT NULL`).join(' AND ')})`;
}
