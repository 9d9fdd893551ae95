import type { GlassboxModel, LinearModel } from '@trackscope/learn';
import { type Fills, linearValue } from '../honest/linear-scale.js';

/**
 * A model of sums, laid out for one row: what `predict` and `contributions` of the model say of a table of one row, to the
 * bit, without making the table. Not held to 0–100.
 */
export interface RowProgram {
  readonly bias: number;
  predict(row: Float32Array): number;
  /** What each column gave, in the order of the columns. */
  contributions(row: Float32Array): Float64Array;
}

/** A linear model, its columns in the order of the row. */
export function linearProgram({ schema, terms, baseline }: LinearModel, fills: Fills): RowProgram {
  const values = schema.map(({ name }) => linearValue(name, fills));
  const contributions = (row: Float32Array) =>
    Float64Array.from(terms, (term, c) => {
      if (term.kind !== 'numeric') throw new TypeError(`column ${term.name} is not numeric`);
      return term.weight * ((Math.fround(values[c]!(row[c]!)) - term.mean) / term.scale);
    });
  return {
    bias: baseline,
    predict: (row) => contributions(row).reduce((sum, value) => sum + value, baseline),
    contributions,
  };
}

/** A glassbox model of a plain target; null for one of another objective, whose sum is no prediction. */
export function glassboxProgram({ schema, terms, intercept, options }: GlassboxModel): RowProgram | null {
  if (options.objective === 'logistic') return null;
  const plans = terms.map(({ axes, values }) => ({
    values,
    axes: axes.map((axis) => {
      if (axis.kind !== 'numeric') throw new TypeError(`column ${axis.column} is not numeric`);
      const place = schema.findIndex((column) => column.name === axis.column);
      return { place, edges: axis.edges };
    }),
  }));
  function addedBy({ axes, values }: (typeof plans)[number], row: Float32Array): number {
    let cell = 0;
    for (const { place, edges } of axes) cell = cell * (edges.length + 2) + binOf(edges, row[place]!);
    return values[cell]!;
  }
  return {
    bias: intercept,
    predict(row) {
      let sum = intercept;
      for (const plan of plans) sum += addedBy(plan, row);
      return sum;
    },
    contributions(row) {
      const out = new Float64Array(schema.length);
      for (const plan of plans) {
        const value = addedBy(plan, row) / plan.axes.length;
        for (const { place } of plan.axes) out[place]! += value;
      }
      return out;
    },
  };
}

/** How many edges are at or below the value; the bin after the last for a missing one. */
function binOf(edges: Float32Array, value: number): number {
  if (Number.isNaN(value)) return edges.length + 1;
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
