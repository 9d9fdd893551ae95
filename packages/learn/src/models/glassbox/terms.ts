import type { Schema, Table } from '../../table/table.js';
import { binCount, binsOn, type GlassboxAxis } from './axis.js';

/** What all terms have. */
interface TermCommon {
  /** The column's name, or both with ` × ` between. */
  readonly name: string;
  /** What each bin adds to a prediction (to its log odds, for `logistic`). Its mean over the training rows is 0. */
  readonly values: Float64Array;
  /** Training rows in each bin. */
  readonly rows: Float64Array;
  /** Standard deviation of each value over the bags; undefined when there is one bag only. */
  readonly spread: Float64Array | undefined;
  /** Mean size of what the term adds, over the training rows by weight. */
  readonly importance: number;
}

/** A column's curve: a value a bin of its axis, the missing one last. */
export interface GlassboxCurve extends TermCommon {
  readonly kind: 'curve';
  readonly axes: readonly [GlassboxAxis];
}

/**
 * A surface of two columns: what they say together beyond what each says alone. Bin (a, b) is at a × (bins of the
 * second axis, the missing one included) + b. Means along both sides are 0, but for columns that hardly vary together.
 */
export interface GlassboxPair extends TermCommon {
  readonly kind: 'pair';
  readonly axes: readonly [GlassboxAxis, GlassboxAxis];
}

export type GlassboxTerm = GlassboxCurve | GlassboxPair;

/** Bins of a term, missing ones included. */
export function termSize(term: { readonly axes: readonly GlassboxAxis[] }): number {
  return term.axes.reduce((size, axis) => size * (binCount(axis) + 1), 1);
}

/** The bin of every row, for a table in the coding of the schema. */
export function termBins(axes: readonly GlassboxAxis[], data: Table, schema: Schema): Uint16Array {
  const out = new Uint16Array(data.rows);
  for (const axis of axes) {
    const c = schema.findIndex((column) => column.name === axis.column);
    const bins = binsOn(axis, data.columns[c]!, schema[c]!);
    const size = binCount(axis) + 1;
    for (let row = 0; row < data.rows; row++) out[row] = out[row]! * size + bins[row]!;
  }
  return out;
}
