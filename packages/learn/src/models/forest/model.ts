import { alignTable, type Schema, type Table } from '../../table/table.js';
import type { ColumnImportance } from '../boosted/model.js';
import type { Model } from '../contract.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { forestBinary, forestFromBinary } from './binary.js';
import { toEnsemble } from './ensemble.js';
import { type ForestJson, forestJson } from './json.js';
import type { ForestOptions } from './options.js';
import type { OutOfBag } from './out-of-bag.js';
import { predictTrees } from './predict.js';
import { bitsFor, type ForestTree } from './trees.js';

/** What a forest is made of. */
export interface ForestParts {
  readonly schema: Schema;
  readonly options: ForestOptions;
  /** Rows of the table it was fitted on. */
  readonly trainingRows: number;
  readonly trees: readonly ForestTree[];
  /** One share a column, sum 1; all 0 when no tree was split. */
  readonly importances: Float64Array;
  readonly oob: OutOfBag | undefined;
}

/** A random forest: its prediction is the mean of its trees. */
export class ForestModel implements Model {
  readonly learner = 'forest';
  readonly schema: Schema;
  readonly options: ForestOptions;
  /** Rows of the table it was fitted on. */
  readonly trainingRows: number;
  /** The trees, 8 bytes a node; see {@link ForestTree}. */
  readonly trees: readonly ForestTree[];
  /** Out-of-bag predictions and their R²; undefined unless asked for by `oob`. */
  readonly oob: OutOfBag | undefined;
  private readonly importances: Float64Array;

  constructor(parts: ForestParts) {
    this.schema = parts.schema;
    this.options = parts.options;
    this.trainingRows = parts.trainingRows;
    this.trees = parts.trees;
    this.oob = parts.oob;
    this.importances = parts.importances;
  }

  /** Nodes of all trees, leaves included. */
  get nodeCount(): number {
    return this.trees.reduce((sum, tree) => sum + tree.nodes.length / 2, 0);
  }

  /**
   * The mean of the trees, one a row: float32 leaves, added up in float64. Values are taken as float32; a missing one,
   * or an unseen category, goes where fitting sent the missing of that split, or else the heavier side.
   * @throws LearnError `missing-column`, `column-kind`
   */
  predict(data: Table): Float64Array {
    return predictTrees(this.trees, bitsFor(this.schema.length), alignTable(this.schema, data));
  }

  /**
   * Impurity importance, one share a column in the order of the schema, sum 1: the sum of squares that a column's
   * splits removed, shares per tree averaged (scikit-learn's `feature_importances_`; a coded column has the sum of its
   * levels). Measured on the training rows, so it favours columns of many values.
   */
  importance(): ColumnImportance[] {
    return this.schema.map((column, c) => ({ column: column.name, value: this.importances[c] }));
  }

  /**
   * The same trees as a sum for explaining and exporting: leaves are divided by the number of trees and rounded to
   * float32, so that sums differ from {@link predict} by about 1e-6 of the target's size. Takes 33 bytes a node.
   * @throws LearnError `too-large` beyond `maxNodes` nodes (default 4 million)
   */
  toEnsemble(maxNodes = 4_000_000): TreeEnsemble {
    return toEnsemble(this.schema, this.trees, this.nodeCount, maxNodes);
  }

  /** Everything as JSON data: the binary form in base64 beside a readable header. About 5.6 bytes a node. */
  toJSON(): ForestJson {
    return forestJson(this.parts());
  }

  /** Everything in one file, about 4.2 bytes a node and exact; read by `ForestModel.fromBinary`. */
  toBinary(): Uint8Array {
    return forestBinary(this.parts());
  }

  /** @throws LearnError `bad-model` when the bytes are of another kind or version, or damaged */
  static fromBinary(bytes: Uint8Array): ForestModel {
    return new ForestModel(forestFromBinary(bytes));
  }

  private parts(): ForestParts {
    const { schema, options, trainingRows, trees, importances, oob } = this;
    return { schema, options, trainingRows, trees, importances, oob };
  }
}
