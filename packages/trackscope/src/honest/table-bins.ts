import { type BinnedTable, binTable, LearnError, type Table, type TableBins } from '@trackscope/learn';

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
