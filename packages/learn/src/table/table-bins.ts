import { LearnError } from '../errors.js';
import type { BinnedTable } from './bins.js';
import type { Table } from './table.js';

/** The bins of one table, each number of them made once, for all fits on it and on parts of its columns. */
export interface TableBins {
  readonly rows: number;
  /**
   * As `binTable`.
   * @throws LearnError as that
   */
  of(maxBin: number): BinnedTable;
  /** Those of some columns, in this order. Throws `missing-column` for names that the table lacks. */
  pick(names: readonly string[]): TableBins;
}

/**
 * Bins of another table would give a model of nothing.
 * @throws LearnError `bad-bins`
 */
export function checkBins({ rows, schema }: BinnedTable, data: Table): void {
  const names = (columns: readonly { readonly name: string }[]) => columns.map((c) => c.name).join();
  if (rows !== data.rows || names(schema) !== names(data.columns)) {
    throw new LearnError(
      'bad-bins',
      `expected bins of ${data.rows} rows and the table's columns, found ${rows} rows`,
    );
  }
}
