import { withKeysSql } from '../clean/keys.js';
import { COLUMNS, type ColumnName } from '../schema/columns.js';
import { inRangeSql, isListSql, listItemsSql, numberSql, rightTypeSql, trackIdSql } from './cells.js';
import type { ColumnMatch } from './match.js';

/** Our columns that are read as numbers, in our order. */
export const NUMBER_COLUMNS: readonly ColumnName[] = COLUMNS.filter((column) => column.type !== 'text').map(
  (column) => column.name,
);

export interface TypedOptions {
  /** Decimals may be written with a comma. Default: false. */
  readonly decimalComma?: boolean;
  /**
   * The source has numbers, not texts, in the columns of {@link plainNumbers}: then `raw` is an empty list
   * where a number is unfit, since what stood there is not known. Default: false.
   */
  readonly numbersRead?: boolean;
  /** SQL condition under which a row of the source can be read at all. Default: every row. */
  readonly readable?: string;
  /** What is wrong with a row that is not `readable`. */
  readonly unreadable?: string;
}

/**
 * SQL query that gives every cell its declared type. The source has one VARCHAR column for each used column,
 * under our name; an empty text is null.
 *
 * Result: every one of our columns (null where the catalogue lacks it), `duration_min` still in the
 * file's unit; `genre_list`; `raw`, the texts of the number columns as they stood, in the order of
 * {@link NUMBER_COLUMNS}, only in rows where one of them is unfit or out of range (and was set to null);
 * `reject`, why the row is not kept, or null; and the keys of `withKeysSql`.
 */
export function typedSql(source: string, match: ColumnMatch, options: TypedOptions = {}): string {
  const has = new Set(match.used.map((column) => column.ours));
  const numbers = NUMBER_COLUMNS.filter((name) => has.has(name));
  const { decimalComma = false, numbersRead = false, readable = 'true', unreadable = '' } = options;

  const alreadyRead = new Set(numbersRead ? plainNumbers(match) : []);
  const read = numbers.map((name) =>
    alreadyRead.has(name)
      ? `s.${name} AS n_${name}`
      : `${numberSql(name, `s.${name}`, decimalComma)} AS n_${name}`,
  );
  const fit = (name: ColumnName) =>
    `(${rightTypeSql(name, `n_${name}`)} AND ${inRangeSql(name, `n_${name}`)})`;
  const unfit = numbers.map((name) => `(${name} IS NOT NULL AND ${fit(name)} IS NOT TRUE)`);
  const raw = numbersRead ? [] : NUMBER_COLUMNS.map((name) => (has.has(name) ? name : 'NULL'));

  const missing = (['artists', 'track_name'] as const).map((name) => `${name} IS NULL`);
  const missed = (['artists', 'album_name', 'track_name'] as const)
    .filter((name) => has.has(name))
    .map((name) => `CASE WHEN ${name} IS NULL THEN '${name}' END`);
  const reject = `CASE WHEN NOT (${readable}) THEN '${unreadable}'
    WHEN ${missing.join(' OR ')} THEN 'missing ' || concat_ws(', ', ${missed.join(', ')}) END`;

  const typed = COLUMNS.map(({ name, type }) => {
    if (!has.has(name)) return `NULL::${SQL_TYPES[type]} AS ${name}`;
    if (name === 'track_id') return `${trackIdSql(name)} AS ${name}`;
    if (name === 'artists') {
      return `CASE WHEN ${isListSql(name)} THEN array_to_string(${listItemsSql(name)}, ';') ELSE ${name} END AS ${name}`;
    }
    if (name === 'track_genre') {
      return `CASE WHEN ${isListSql(name)} THEN (${listItemsSql(name)})[1] ELSE ${name} END AS ${name}`;
    }
    if (type === 'text') return name;
    return `CASE WHEN ${fit(name)} THEN n_${name} END::${SQL_TYPES[type]} AS ${name}`;
  });
  const genreList = has.has('track_genre')
    ? `CASE WHEN ${isListSql('track_genre')} THEN ${listItemsSql('track_genre')} END`
    : 'NULL::VARCHAR[]';

  return withKeysSql(`
    SELECT ${typed.join(',\n      ')},
      ${genreList} AS genre_list,
      CASE WHEN ${unfit.join(' OR ') || 'false'} THEN [${raw.join(', ')}]::VARCHAR[] END AS raw,
      ${reject} AS reject
    FROM (SELECT s.*${read.map((sql) => `, ${sql}`).join('')} FROM (${source}) s)`);
}

/** The used columns that nearly always hold nothing but numbers, and that a reader may read as such. */
export function plainNumbers(match: ColumnMatch): ColumnName[] {
  return match.used
    .map(({ ours }) => ours)
    .filter((name) => NUMBER_COLUMNS.includes(name) && name !== 'explicit');
}

const SQL_TYPES = { text: 'VARCHAR', number: 'DOUBLE', integer: 'INTEGER', boolean: 'BOOLEAN' } as const;
