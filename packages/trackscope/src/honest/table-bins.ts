import {
  type BinnedTable,
  binTable,
  type ColumnBins,
  LearnError,
  schemaOf,
  type Table,
  type TableBins,
} from '@trackscope/learn';
import { binsOfRows } from './ranked-columns.js';

/** Where columns of a table come from: some rows of columns that other tables hold rows of too, by name. */
export interface DrawnFrom {
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** One number a row of the table. */
  readonly rows: Uint32Array;
}

interface BinnedColumn {
  readonly bins: ColumnBins;
  readonly data: Uint8Array | Uint16Array;
}

/**
 * Bins that are made when they are first asked for, each column's once.
 *
 * @param drawn what is known of some of the columns. Default: nothing
 */
export function tableBins(data: Table, drawn?: DrawnFrom): TableBins {
  const made = new Map<string, BinnedColumn>();
  const columnBins = (c: number, maxBin: number): BinnedColumn => {
    const key = `${c} ${maxBin}`;
    const known = made.get(key) ?? binColumn(data, c, maxBin, drawn);
    made.set(key, known);
    return known;
  };
  return binsBy(
    data,
    data.columns.map((_, c) => c),
    columnBins,
  );
}

function binColumn(data: Table, c: number, maxBin: number, drawn: DrawnFrom | undefined): BinnedColumn {
  const column = data.columns[c]!;
  const whole = drawn?.columns[column.name];
  const counted = whole && maxBin <= 256 ? binsOfRows(whole, drawn.rows, maxBin) : null;
  if (counted) return counted;
  const binned = binTable({ rows: data.rows, columns: [column] }, maxBin);
  return { bins: binned.columns[0]!, data: binned.data };
}

function binsBy(
  data: Table,
  places: readonly number[],
  columnBins: (c: number, maxBin: number) => BinnedColumn,
): TableBins {
  const made = new Map<number, BinnedTable>();
  const of = (maxBin: number) => {
    const known = made.get(maxBin) ?? joined(data, places, (c) => columnBins(c, maxBin));
    made.set(maxBin, known);
    return known;
  };
  const pick = (names: readonly string[]) => {
    const picked = names.map((name) => {
      const place = places.find((c) => data.columns[c]!.name === name);
      if (place === undefined) throw new LearnError('missing-column', `the bins have no column "${name}"`);
      return place;
    });
    return binsBy(data, picked, columnBins);
  };
  return { rows: data.rows, of, pick };
}

function joined(
  { rows, columns }: Table,
  places: readonly number[],
  columnBins: (c: number) => BinnedColumn,
): BinnedTable {
  const parts = places.map(columnBins);
  const Bytes = parts.every((part) => part.data instanceof Uint8Array) ? Uint8Array : Uint16Array;
  const data = new Bytes(rows * parts.length);
  parts.forEach((part, c) => {
    data.set(part.data, c * rows);
  });
  const schema = schemaOf({ rows, columns: places.map((c) => columns[c]!) });
  return { rows, schema, columns: parts.map(({ bins }) => bins), data };
}
