import type { Family } from '@trackscope/catalogue';
import {
  alignTable,
  type BoostedModel,
  type GlassboxModel,
  type LinearModel,
  predictRows,
  shapRows,
  shapValues,
  type Table,
  type TreeRowsRun,
} from '@trackscope/learn';
import { type Fills, linearTable } from '../honest/linear-scale.js';
import { type Curves, treeCurves } from './tree-curves.js';

/** What each column gave: rows × columns, and the base that they start from. */
export interface ColumnContributions {
  readonly values: Float32Array | Float64Array;
  readonly bias: number;
}

/** A model whose predictions come apart into what each column gave. */
export interface Explainable {
  readonly columns: readonly string[];
  /** Family of each column. */
  readonly families: readonly Family[];
  /** How contributions are made, for people. */
  readonly method: string;
  /** Points, not held to 0–100. */
  predict(data: Table): Float64Array;
  contributions(data: Table): ColumnContributions;
  /** As `predict`, for many rows: shared out among workers, to be aborted. */
  predictMany(data: Table, run: TreeRowsRun): Promise<Float64Array>;
  /** As `contributions`, for many rows. */
  contributionsMany(data: Table, run: TreeRowsRun): Promise<ColumnContributions>;
}

/** A model of trees, whose curves come cheap. */
export interface ExplainableTrees extends Explainable {
  /** Predictions of rows in which one column takes each value of its grid. */
  curves(data: Table, grids: ReadonlyMap<string, readonly number[]>): Curves;
}

/**
 * A boosted model of squared error: its predictions are the sum of its trees.
 *
 * @param families family of each column of the model's schema
 */
export function explainBoosted(model: BoostedModel, families: readonly Family[]): ExplainableTrees {
  const { schema, trees } = model;
  if (families.length !== schema.length) {
    throw new RangeError(`${schema.length} columns need as many families, found ${families.length}`);
  }
  return {
    columns: schema.map((column) => column.name),
    families,
    method: 'path-dependent SHAP values of the boosted trees',
    predict: (data) => model.predict(data),
    contributions: (data) => shapValues(trees, alignTable(schema, data)),
    predictMany: (data, run) => predictRows(trees, alignTable(schema, data), run),
    contributionsMany: (data, run) => shapRows(trees, alignTable(schema, data), run),
    curves: (data, grids) => treeCurves(trees, alignTable(schema, data), grids),
  };
}

/**
 * A glassbox model: its terms are its contributions. What two columns say together is given to each by half, which is
 * the Shapley value of a surface without main effects.
 *
 * @param families family of each column of the model's schema
 */
export function explainGlassbox(model: GlassboxModel, families: readonly Family[]): Explainable {
  const { schema } = model;
  if (families.length !== schema.length) {
    throw new RangeError(`${schema.length} columns need as many families, found ${families.length}`);
  }
  const columns = schema.map((column) => column.name);
  const owners = model.terms.map((term) => term.axes.map((axis) => columns.indexOf(axis.column)));
  const contributions = (data: Table): ColumnContributions => {
    const { intercept, values } = model.contributions(data);
    const out = new Float64Array(data.rows * columns.length);
    for (let row = 0; row < data.rows; row++) {
      owners.forEach((owned, term) => {
        const value = values[row * owners.length + term]! / owned.length;
        for (const column of owned) out[row * columns.length + column]! += value;
      });
    }
    return { values: out, bias: intercept };
  };
  return {
    columns,
    families,
    method: 'the terms of the glassbox model, those of two columns given to each by half',
    predict: (data) => model.predict(data),
    contributions,
    predictMany: async (data) => model.predict(data),
    contributionsMany: async (data) => contributions(data),
  };
}

/**
 * A linear model: each column gives its weight times how far it is from the mean of the training rows, which is its SHAP
 * value when columns are taken to be independent. Columns that tell the same may have weights that cancel out.
 *
 * @param families family of each column of the model's schema
 * @param fills stand in for missing numbers
 */
export function explainLinear(model: LinearModel, families: readonly Family[], fills: Fills): Explainable {
  const { schema } = model;
  if (families.length !== schema.length) {
    throw new RangeError(`${schema.length} columns need as many families, found ${families.length}`);
  }
  const predict = (data: Table) => model.predict(linearTable(data, fills));
  const contributions = (data: Table): ColumnContributions => {
    const { baseline, values } = model.contributions(linearTable(data, fills));
    return { values, bias: baseline };
  };
  return {
    columns: schema.map((column) => column.name),
    families,
    method: 'the weights of the linear model times the distance from the mean, counts on a log scale',
    predict,
    contributions,
    predictMany: async (data) => predict(data),
    contributionsMany: async (data) => contributions(data),
  };
}
