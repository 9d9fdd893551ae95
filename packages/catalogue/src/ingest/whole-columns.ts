import { type ColumnName, columnSpec } from '../schema/columns.js';
import type { ColumnMatch } from './match.js';
import type { QualityIssue } from './quality.js';

/** What one pass over the kept rows says of a whole column. */
export interface ColumnSpread {
  readonly column: ColumnName;
  /** Rows with a value. */
  readonly count: number;
  /** Whether all values are the same. */
  readonly constant: boolean;
  /** One of the values, as text. */
  readonly value: string | null;
}

/** SQL query for the spread of every used column: `c_<name>`, `k_<name>`, `v_<name>`. */
export function spreadSql(typed: string, match: ColumnMatch): string {
  const columns = match.used.flatMap(({ ours }) => [
    `count(${ours}) AS c_${ours}`,
    `coalesce(min(${ours}) = max(${ours}), false) AS k_${ours}`,
    `min(${ours})::VARCHAR AS v_${ours}`,
  ]);
  return `SELECT ${columns.join(', ')} FROM ${typed} WHERE reject IS NULL`;
}

/** Issues of whole columns: empty, or the same value throughout. */
export function columnIssues(spreads: readonly ColumnSpread[], kept: number): QualityIssue[] {
  return spreads.flatMap((spread): QualityIssue[] => {
    const spec = columnSpec(spread.column);
    if (kept === 0) return [];
    if (spread.count === 0) {
      return [
        {
          code: 'empty-column',
          severity: spec.required ? 'error' : 'warning',
          column: spread.column,
          count: 1,
          message: `${spec.title} is expected to have values; every one is missing.`,
          action: spec.required
            ? 'The column was kept as it is; nothing that needs it can be computed.'
            : `The column was kept as it is; without it, ${spec.absence}.`,
          examples: [],
        },
      ];
    }
    if (kept < 2 || !spread.constant || spread.count < kept) return [];
    return [
      {
        code: 'constant-column',
        severity: 'warning',
        column: spread.column,
        count: 1,
        message: `${spec.title} is expected to differ between rows; it is the same in all ${kept.toLocaleString('en')}.`,
        action: 'The column was kept; it cannot tell one track from another.',
        examples: [{ line: null, value: spread.value }],
      },
    ];
  });
}

/** Issue for the columns of the file that nothing uses; one without a name is a row number and passed over. */
export function ignoredColumns(match: ColumnMatch): QualityIssue[] {
  const ignored = match.mapping.filter(({ ours, theirs }) => ours === null && !isRowNumber(theirs));
  if (ignored.length === 0) return [];
  const plural = ignored.length > 1;
  return [
    {
      code: 'ignored-column',
      severity: 'info',
      column: null,
      count: ignored.length,
      message: `${ignored.length} column${plural ? 's are' : ' is'} not one that is known.`,
      action: `${plural ? 'They were' : 'It was'} left out; --map theirs=ours takes one in.`,
      examples: ignored.slice(0, 5).map(({ theirs }) => ({ line: null, value: theirs })),
    },
  ];
}

/** What pandas writes in front of a table. */
function isRowNumber(name: string): boolean {
  return /^(Unnamed: \d+|__index_level_\d+__|\s*)$/.test(name);
}
