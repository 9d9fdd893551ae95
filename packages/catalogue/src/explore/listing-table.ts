import { COLUMNS, type ColumnName } from '../schema/columns.js';
import type { Query } from './query.js';
import { type CodedColumn, codeColumn } from './statistics/coded-column.js';

/** The numeric columns of a catalogue in the order of profiles: the target first, `explicit` and `mode` as 0/1. */
export const NUMERIC_COLUMNS: readonly ColumnName[] = COLUMNS.filter(
  (c) => c.role === 'target' || c.role === 'audio',
)
  .map((c) => c.name)
  .sort((a, b) => Number(b === 'popularity') - Number(a === 'popularity'));

/** Columns whose values are names rather than amounts: shown value by value, not binned. */
export const DISCRETE_COLUMNS: ReadonlySet<string> = new Set(['explicit', 'key', 'mode', 'time_signature']);

/** The numbers of `listings`, and which of its rows stand for what. */
export interface ListingTable {
  readonly listings: number;
  /** Coded columns by name; a column that the catalogue lacks is not in it. */
  readonly columns: ReadonlyMap<string, CodedColumn>;
  /** Rows of the first listing of each track, in file order. */
  readonly tracks: Int32Array;
  /** Rows that the published cleaning keeps, in file order. */
  readonly published: Int32Array;
}

/** Reads the numbers out of `listings`, one column at a time so that no second copy of the table is held. */
export async function readListings(query: Query): Promise<ListingTable> {
  const flags = await query.columns('SELECT first_of_track AS tracks, published FROM listings');
  const columns = new Map<string, CodedColumn>();
  for (const name of NUMERIC_COLUMNS) {
    const values = await numbers(query, name);
    if (values) columns.set(name, codeColumn(name, values));
  }
  return {
    listings: flags.rows,
    columns,
    tracks: marked(flags.columns.tracks),
    published: marked(flags.columns.published),
  };
}

/** One column as numbers, or null when it holds nothing. */
async function numbers(query: Query, name: ColumnName): Promise<Float64Array | null> {
  const result = await query.columns(`SELECT CAST("${name}" AS DOUBLE) AS v FROM listings`);
  const values = result.columns.v;
  return values instanceof Float64Array && values.some((v) => !Number.isNaN(v)) ? values : null;
}

function marked(flags: Float64Array | (string | null)[]): Int32Array {
  const rows: number[] = [];
  for (let i = 0; i < flags.length; i++) if (flags[i] === 1) rows.push(i);
  return Int32Array.from(rows);
}
