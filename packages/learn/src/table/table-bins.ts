import { LearnError } from '../errors.js';
import { type BinnedTable, binTable } from './bins.js';
import type { Table } from './table.js';

/** The bins of one table, each number of them made once, for all fits on it and on parts of its columns. */
export interface TableBins {
  readonly rows: number;
  /**
   * As {@link binTable}.
   * @throws LearnError as `binTable`
   */
  of(maxBin: number): BinnedTable;
  /** Those of some columns, in this order. Throws `missing-column` for names that the table lacks. */
  pick(names: readonly string[]): TableBins;
}

/** Bins that are made when they are first asked for. */
export function tableBins(data: Table): TableBins {
  const made = new Map<number, BinnedTable>();
  return binsBy(data.rows, (maxBin) => {
    const known = made.get(maxBin) ?? binTable(data, maxBin);
    made.set(maxBin, known);
    return known;
  });
}

function binsBy(rows: number, of: TableBins['of']): TableBins {
  return { rows, of, pick: (names) => binsBy(rows, (maxBin) => pickBins(of(maxBin), names)) };
}

function pickBins(binned: BinnedTable, names: readonly string[]): BinnedTable {
  const { rows, schema, columns } = binned;
  const places = names.map((name) => {
    const place = schema.findIndex((column) => column.name === name);
    if (place < 0) throw new LearnError('missing-column', `the bins have no column "${name}"`);
    return place;
  });
  const Bytes = binned.data instanceof Uint8Array ? Uint8Array : Uint16Array;
  const data = new Bytes(rows * places.length);
  places.forEach((place, c) => {
    data.set(binned.data.subarray(place * rows, (place + 1) * rows), c * rows);
  });
  return { rows, schema: places.map((p) => schema[p]!), columns: places.map((p) => columns[p]!), data };
}

/**
 * Bins of another table would give a model of nothing.
 * @throws LearnError `bad-bins`
 */
export function checkBins({ rows, schema }: BinnedTable, data: Table): void {
  const same =
    rows === data.rows &&
    schema.length === data.columns.length &&
    data.columns.every((column, c) => schema[c]!.name === column.name && schema[c]!.kind === column.kind);
  if (!same) {
    throw new LearnError(
      'bad-bins',
      `the shared bins are of ${rows} rows × ${schema.length} columns, the table has ${data.rows} × ${data.columns.length}, or its columns differ`,
    );
  }
}
