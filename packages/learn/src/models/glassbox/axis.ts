import { fillNumeric } from '../../table/bins.js';
import type { Column, ColumnSchema } from '../../table/table.js';

/** How the values of a column fall into bins. The bin after the last is the missing one: NaN, or no known level. */
export type GlassboxAxis =
  | {
      readonly kind: 'numeric';
      readonly column: string;
      /** Where bins meet, ascending, in float32; bin b is from `edges[b - 1]` (inclusive) to `edges[b]` (exclusive). */
      readonly edges: Float32Array;
      /** Least and greatest value seen in fitting; 0 and 0 when there were none. */
      readonly low: number;
      readonly high: number;
    }
  | {
      readonly kind: 'coded';
      readonly column: string;
      /** The levels of each bin: one, or several that share a bin. */
      readonly groups: readonly (readonly string[])[];
    };

/** Bins of an axis without the missing one, whose number this is. */
export function binCount(axis: GlassboxAxis): number {
  return axis.kind === 'numeric' ? axis.edges.length + 1 : axis.groups.length;
}

/** The bin of every row, for a column in the coding of the schema. */
export function binsOn(axis: GlassboxAxis, column: Column, schema: ColumnSchema): Uint8Array {
  if (axis.kind === 'numeric' && column.kind === 'numeric') return numericBins(axis.edges, column.values);
  if (axis.kind === 'coded' && column.kind === 'coded' && schema.kind === 'coded')
    return codedBins(levelBins(axis.groups, schema.levels), axis.groups.length, column.codes);
  throw new TypeError(`column ${column.name} is ${column.kind}, its axis ${axis.kind}`);
}

/** The bin of every level. */
export function levelBins(groups: readonly (readonly string[])[], levels: readonly string[]): Uint8Array {
  const index = new Map<string, number>();
  groups.forEach((group, bin) => {
    for (const level of group) index.set(level, bin);
  });
  return Uint8Array.from(levels, (level) => index.get(level) ?? groups.length);
}

function codedBins(ofLevel: Uint8Array, missing: number, codes: Uint8Array | Uint16Array): Uint8Array {
  const out = new Uint8Array(codes.length);
  for (let row = 0; row < codes.length; row++) out[row] = ofLevel[codes[row]!] ?? missing;
  return out;
}

/** Rows, and edges, for which it is worth while to make a table of where each value's search starts. */
const MANY_ROWS = 4096;
const MANY_EDGES = 8;

function numericBins(edges: Float32Array, values: Float32Array | Float64Array): Uint8Array {
  if (values.length >= MANY_ROWS && edges.length >= MANY_EDGES) {
    const cuts = new Float32Array(edges.length + 1).fill(Infinity);
    cuts.set(edges);
    const bins = new Uint8Array(values.length);
    fillNumeric(values, cuts, bins);
    return bins;
  }
  // Padded to a power of two, so that the search has no branch to guess.
  const size = 2 ** Math.ceil(Math.log2(edges.length + 1));
  const padded = new Float32Array(size).fill(Number.NaN);
  padded.set(edges);
  const out = new Uint8Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const v = Math.fround(values[row]!);
    if (Number.isNaN(v)) {
      out[row] = edges.length + 1;
      continue;
    }
    let bin = 0;
    for (let step = size >> 1; step > 0; step >>= 1) bin += padded[bin + step - 1]! <= v ? step : 0;
    out[row] = bin;
  }
  return out;
}
