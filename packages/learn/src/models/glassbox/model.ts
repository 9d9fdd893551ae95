import { alignTable, type Schema, type Table } from '../../table/table.js';
import type { Model } from '../contract.js';
import { type GlassboxJson, glassboxJson } from './json.js';
import { fromMargin } from './loss.js';
import type { GlassboxOptions } from './options.js';
import { type GlassboxTerm, termBins } from './terms.js';

/** The options that a model keeps: all but the groups of its rows. */
export type KeptGlassboxOptions = Omit<GlassboxOptions, 'groups'>;

/** What a model is made of. */
export interface GlassboxParts {
  readonly schema: Schema;
  readonly options: KeptGlassboxOptions;
  readonly intercept: number;
  /** Curves in the order of the columns, then pairs, the strongest first. */
  readonly terms: readonly GlassboxTerm[];
  /** Rows learned from. */
  readonly rows: number;
  /** Rounds of each bag, over columns and over pairs. */
  readonly rounds: readonly { readonly curves: number; readonly pairs: number }[];
}

/** What each term adds to each prediction. */
export interface GlassboxContributions {
  /** What is said before anything is known: the mean (log odds, for `logistic`). */
  readonly intercept: number;
  /** Names of the terms. */
  readonly terms: readonly string[];
  /** Row after row, a value a term. Intercept and values, added up in this order, are the prediction, bit for bit. */
  readonly values: Float64Array;
}

/** The worth of a term. */
export interface GlassboxImportance {
  readonly name: string;
  readonly columns: readonly string[];
  /** Mean |contribution| over the training rows. */
  readonly value: number;
}

/** A sum of curves and surfaces: everything it knows can be drawn. */
export class GlassboxModel implements Model {
  readonly learner = 'glassbox';
  readonly schema: Schema;
  readonly options: KeptGlassboxOptions;
  readonly intercept: number;
  readonly terms: readonly GlassboxTerm[];
  readonly rows: number;
  readonly rounds: GlassboxParts['rounds'];

  constructor(parts: GlassboxParts) {
    this.schema = parts.schema;
    this.options = parts.options;
    this.intercept = parts.intercept;
    this.terms = parts.terms;
    this.rows = parts.rows;
    this.rounds = parts.rounds;
  }

  /** On the scale of the target: a probability, for `logistic`. */
  predict(data: Table): Float64Array {
    const out = this.predictMargin(data);
    const { objective } = this.options;
    for (let row = 0; row < out.length; row++) out[row] = fromMargin(objective, out[row]!);
    return out;
  }

  /** The sum of intercept and contributions. */
  predictMargin(data: Table): Float64Array {
    const aligned = alignTable(this.schema, data);
    const out = new Float64Array(data.rows).fill(this.intercept);
    for (const { axes, values } of this.terms) {
      const bins = termBins(axes, aligned, this.schema);
      for (let row = 0; row < out.length; row++) out[row]! += values[bins[row]!]!;
    }
    return out;
  }

  /** What each term adds to each row's prediction (to its log odds, for `logistic`), exactly. */
  contributions(data: Table): GlassboxContributions {
    const aligned = alignTable(this.schema, data);
    const width = this.terms.length;
    const out = new Float64Array(data.rows * width);
    this.terms.forEach(({ axes, values }, t) => {
      const bins = termBins(axes, aligned, this.schema);
      for (let row = 0; row < data.rows; row++) out[row * width + t] = values[bins[row]!]!;
    });
    return { intercept: this.intercept, terms: this.terms.map((term) => term.name), values: out };
  }

  /** Every term's worth, the greatest first. */
  importance(): GlassboxImportance[] {
    return this.terms
      .map(({ name, axes, importance }) => ({
        name,
        columns: axes.map((axis) => axis.column),
        value: importance,
      }))
      .sort((a, b) => b.value - a.value);
  }

  toJSON(): GlassboxJson {
    return glassboxJson(this);
  }
}
