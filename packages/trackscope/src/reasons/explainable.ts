import type { Family } from '@trackscope/catalogue';
import {
  alignTable,
  type BoostedModel,
  predictRows,
  shapRows,
  shapValues,
  type Table,
  type TreeRowsRun,
} from '@trackscope/learn';

/** What each column gave: rows × columns, and the base that they start from. */
export interface ColumnContributions {
  readonly values: Float32Array;
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

/**
 * A boosted model of squared error: its predictions are the sum of its trees.
 *
 * @param families family of each column of the model's schema
 */
export function explainBoosted(model: BoostedModel, families: readonly Family[]): Explainable {
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
  };
}
