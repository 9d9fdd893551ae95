import type { NumberColumn } from './listings.js';
import type { CodeArray } from './listings-format.js';
import { countBelow } from './number-column.js';

/** A column cut into bins of equal width. */
export interface BinnedColumn {
  /** One more than bins. */
  readonly edges: Float64Array;
  /** By listing; `bins` where there is no value or it lies outside. */
  readonly codes: CodeArray;
  readonly bins: number;
}

/** Cuts a column over its range, or over the given extent. The last bin includes its end. */
export function binColumn(
  column: NumberColumn,
  bins: number,
  extent?: readonly [number, number],
): BinnedColumn {
  const edges = edgesOf(extent ?? rangeOf(column.values), bins);
  const { values } = column;
  const binOf = new Uint8Array(values.length + 1).fill(bins);
  for (let bin = 0; bin < bins; bin++) {
    // The first edge above the value ends its bin: all comparisons are with the edges that are shown.
    const to = bin === bins - 1 ? upTo(values, edges[bins]!) : countBelow(values, edges[bin + 1]!);
    const from = countBelow(values, edges[bin]!);
    if (to > from) binOf.fill(bin, from + 1, to + 1);
  }
  const codes = new Uint8Array(column.codes.length);
  for (let row = 0; row < codes.length; row++) codes[row] = binOf[column.codes[row]!]!;
  return { edges, codes, bins };
}

function rangeOf(values: Float64Array): readonly [number, number] {
  const [low, high] = [values[0]!, values[values.length - 1]!];
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

function edgesOf([low, high]: readonly [number, number], bins: number): Float64Array {
  return Float64Array.from({ length: bins + 1 }, (_, i) =>
    i === bins ? high : low + ((high - low) * i) / bins,
  );
}

function upTo(values: Float64Array, limit: number): number {
  let to = countBelow(values, limit);
  while (to < values.length && values[to] === limit) to++;
  return to;
}
