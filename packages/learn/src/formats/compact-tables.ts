import type { TreeEnsemble } from '../models/trees/ensemble.js';
import type { Schema } from '../table/table.js';
import { bitsFor } from './bits.js';

/** The trees that are being made small: a prefix of an ensemble, with branches cut off by writing -1 as child. */
export interface Draft {
  readonly ensemble: TreeEnsemble;
  readonly schema: Schema;
  readonly trees: number;
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly value: Float32Array;
  readonly base: number;
}

/** What a split can be, by column: thresholds, or sets of codes. Splits name them by number. */
export interface SplitTables {
  readonly thresholds: readonly Float32Array[];
  /** Places of the sets in the ensemble's `setWords`, by key. */
  readonly sets: readonly ReadonlyMap<string, { readonly index: number; readonly start: number }>[];
  /** True when every threshold is one of the original ones in its own place. */
  readonly exact: boolean;
}

/** Visits the nodes of the draft, each before its children, left before right. */
export function visitNodes(draft: Draft, visit: (node: number, tree: number) => void): void {
  const open: number[] = [];
  for (let tree = 0; tree < draft.trees; tree++) {
    open.push(draft.ensemble.treeStarts[tree]!);
    while (open.length > 0) {
      const node = open.pop()!;
      visit(node, tree);
      if (draft.left[node]! >= 0) open.push(draft.right[node]!, draft.left[node]!);
    }
  }
}

export function setKey(draft: Draft, node: number): string {
  const column = draft.schema[draft.ensemble.feature[node]!]!;
  const words = column.kind === 'coded' ? Math.ceil(column.levels.length / 32) : 0;
  const start = draft.ensemble.setStart[node]!;
  return draft.ensemble.setWords.subarray(start, start + words).join(',');
}

/** Place of the entry nearest to a value in ascending entries. */
export function nearestIndex(entries: Float32Array, value: number): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= (entries[middle]! + entries[middle + 1]!) / 2) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Distinct values of ascending ones; when there are more than `most`, those at even ranks. */
function choose(ascending: Float32Array, most: number): Float32Array {
  const distinct = ascending.filter((value, i) => i === 0 || value !== ascending[i - 1]);
  if (distinct.length <= most) return distinct;
  const picked = Float32Array.from({ length: most }, (_, i) => {
    const rank = Math.round(((i + 0.5) * ascending.length) / most - 0.5);
    return ascending[rank]!;
  });
  return picked.filter((value, i) => i === 0 || value !== picked[i - 1]);
}

/** The tables of a draft, with at most `most` thresholds a column. */
export function splitTables(draft: Draft, most: number): SplitTables {
  const { ensemble, schema } = draft;
  const counts = new Uint32Array(schema.length);
  const sets = schema.map(() => new Map<string, { index: number; start: number }>());
  visitNodes(draft, (node) => {
    if (draft.left[node]! < 0) return;
    const column = ensemble.feature[node]!;
    if (schema[column]!.kind === 'numeric') {
      counts[column]!++;
      return;
    }
    const key = setKey(draft, node);
    const known = sets[column]!;
    if (!known.has(key)) known.set(key, { index: known.size, start: ensemble.setStart[node]! });
  });
  const values = Array.from(counts, (count) => new Float32Array(count));
  counts.fill(0);
  visitNodes(draft, (node) => {
    if (draft.left[node]! < 0) return;
    const column = ensemble.feature[node]!;
    if (schema[column]!.kind === 'numeric') {
      values[column]![counts[column]!++] = ensemble.threshold[node]!;
    }
  });
  let exact = true;
  const thresholds = values.map((own) => {
    own.sort();
    const distinct = choose(own, Number.POSITIVE_INFINITY).length;
    const kept = distinct > most ? choose(own, most) : choose(own, Number.POSITIVE_INFINITY);
    if (kept.length < distinct) exact = false;
    return kept;
  });
  return { thresholds, sets, exact };
}

/** Bytes of the tables in a file. */
export function tableBytes(draft: Draft, tables: SplitTables): number {
  let bytes = 0;
  draft.schema.forEach((column, i) => {
    if (column.kind === 'numeric') bytes += 4 * tables.thresholds[i]!.length;
    else bytes += 4 * tables.sets[i]!.size * Math.ceil(column.levels.length / 32);
  });
  return bytes;
}

/** Bits of an inner node, by column: leaf flag, column, threshold or set, side of the missing. */
export function innerBits(draft: Draft, tables: SplitTables): Uint8Array {
  const column = bitsFor(draft.schema.length);
  return Uint8Array.from(draft.schema, (c, i) => {
    const choices = c.kind === 'numeric' ? tables.thresholds[i]!.length : tables.sets[i]!.size;
    return 2 + column + bitsFor(choices);
  });
}
