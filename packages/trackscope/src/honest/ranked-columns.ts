import { type ColumnBins, cutsOfRanked } from '@trackscope/learn';

/** A column as places among its distinct values: what is in a bin is then counted, not sorted, for any of its rows. */
interface RankedColumn {
  /** Distinct values, ascending. */
  readonly values: Float32Array;
  /** Place of each row's value; `values.length` where it is missing. */
  readonly places: Uint16Array | Uint32Array;
}

/** Columns of which many tables hold rows: each is ranked once. */
const ranked = new WeakMap<Float64Array, RankedColumn>();

/**
 * The bins of some rows of a column, as `binTable` makes them; null for what it refuses.
 *
 * @param maxBin at most 256
 */
export function binsOfRows(
  column: Float64Array,
  rows: Uint32Array,
  maxBin: number,
): { readonly bins: ColumnBins; readonly data: Uint8Array } | null {
  const known = ranked.get(column) ?? rankedColumn(column);
  ranked.set(column, known);
  const { values, places } = known;
  if (!(Math.abs(values[0] ?? 0) < Infinity && Math.abs(values.at(-1) ?? 0) < Infinity)) return null;
  const counts = new Uint32Array(values.length + 1);
  for (let i = 0; i < rows.length; i++) counts[places[rows[i]!]!]!++;
  const missing = counts[values.length]! > 0;
  const cuts = cutsOfRanked(occurring(values, counts), maxBin === 256 && missing ? 255 : maxBin);
  const count = cuts.cuts.length;
  const binOf = new Uint8Array(values.length + 1);
  for (let place = 0, bin = 0; place < values.length; place++) {
    while (bin < count - 1 && cuts.cuts[bin]! <= values[place]!) bin++;
    binOf[place] = bin;
  }
  binOf[values.length] = count;
  const data = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) data[i] = binOf[places[rows[i]!]!]!;
  return { bins: { kind: 'numeric', bins: count, ...cuts }, data };
}

/** The values that occur at all, with their ranks. */
function occurring(values: Float32Array, counts: Uint32Array): { values: Float32Array; upTo: Uint32Array } {
  const kept = new Float32Array(values.length);
  const upTo = new Uint32Array(values.length);
  let size = 0;
  let rows = 0;
  for (let place = 0; place < values.length; place++) {
    if (counts[place] === 0) continue;
    rows += counts[place]!;
    kept[size] = values[place]!;
    upTo[size++] = rows;
  }
  return { values: kept.subarray(0, size), upTo };
}

function rankedColumn(column: Float64Array): RankedColumn {
  const rounded = new Float32Array(column);
  const found = new Map<number, number>();
  const places = new Uint32Array(column.length);
  for (let row = 0; row < places.length; row++) {
    // A map takes −0 for 0.
    const value = rounded[row]!;
    if (Number.isNaN(value)) continue;
    const place = found.get(value) ?? found.size;
    if (place === found.size) found.set(value, place);
    places[row] = place;
  }
  const values = Float32Array.from(found.keys()).sort();
  const order = new Uint32Array(values.length);
  values.forEach((value, place) => {
    order[found.get(value)!] = place;
  });
  const narrow = values.length < 65_536 ? new Uint16Array(column.length) : places;
  for (let row = 0; row < places.length; row++)
    narrow[row] = Number.isNaN(rounded[row]!) ? values.length : order[places[row]!]!;
  return { values, places: narrow };
}
