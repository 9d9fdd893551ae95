import { LearnError } from '../../errors.js';
import { alignTable, type Schema, type Table } from '../../table/table.js';
import type { Model } from '../contract.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { predictEnsemble } from '../trees/predict.js';
import { type BoostedJson, boostedJson } from './json.js';
import type { KernelPath } from './kernel.js';
import { fromMargin } from './objective.js';
import type { BoostedOptions } from './options.js';

/** How a column's worth is counted over all splits: mean gain, mean cover, or number of splits, as XGBoost names them. */
export type ImportanceKind = 'gain' | 'cover' | 'weight';

/** A column and its worth. */
export interface ColumnImportance {
  readonly column: string;
  readonly value: number;
}

/** The options that a model keeps: all but the validation rows. */
export type KeptOptions = Omit<BoostedOptions, 'validation'>;

/** What a model is made of. */
export interface BoostedParts {
  readonly schema: Schema;
  readonly trees: TreeEnsemble;
  readonly options: KeptOptions;
  readonly bestRound: number;
  readonly history: Float64Array;
}

/** How a fit ran: which kernel, on how many threads. */
export interface FitPath {
  readonly kernel: KernelPath;
  readonly threads: number;
}

/** Gradient boosted trees. */
export class BoostedModel implements Model {
  readonly learner = 'boosted';
  readonly schema: Schema;
  /** The trees, on the margin scale. */
  readonly trees: TreeEnsemble;
  readonly options: KeptOptions;
  /** The round (from 0) with the best watched metric; the last one when nothing was watched. */
  readonly bestRound: number;
  /** The watched metric after every round that was run. Empty when nothing was watched. */
  readonly history: Float64Array;
  /** How it was fitted; undefined for a model that was loaded. */
  readonly path: FitPath | undefined;

  constructor(parts: BoostedParts, path?: FitPath) {
    this.schema = parts.schema;
    this.trees = parts.trees;
    this.options = parts.options;
    this.bestRound = parts.bestRound;
    this.history = parts.history;
    this.path = path;
  }

  /** The sum of the trees, before the link of the objective. */
  predictMargin(data: Table): Float64Array {
    return predictEnsemble(this.trees, alignTable(this.schema, data));
  }

  predict(data: Table): Float64Array {
    const out = this.predictMargin(data);
    const { objective } = this.options;
    for (let i = 0; i < out.length; i++) out[i] = fromMargin(objective, out[i]!);
    return out;
  }

  /**
   * What the columns are worth to the trees, in the order of the schema. Gain and cover are means over the column's splits (XGBoost's
   * `gain`, `cover`); a column that no tree uses has 0.
   * @throws LearnError `bad-option`
   */
  importance(kind: ImportanceKind = 'gain'): ColumnImportance[] {
    if (!['gain', 'cover', 'weight'].includes(kind)) {
      throw new LearnError('bad-option', `importance is by gain, cover or weight, not by "${kind}"`);
    }
    const { feature, gain, cover } = this.trees;
    const sums = new Float64Array(this.schema.length);
    const counts = new Float64Array(this.schema.length);
    for (let node = 0; node < feature.length; node++) {
      const column = feature[node]!;
      if (column < 0) continue;
      counts[column]!++;
      sums[column]! += kind === 'gain' ? gain[node]! : cover[node]!;
    }
    return this.schema.map((column, c) => ({
      column: column.name,
      value: kind === 'weight' ? counts[c]! : counts[c]! > 0 ? sums[c]! / counts[c]! : 0,
    }));
  }

  toJSON(): BoostedJson {
    return boostedJson(this);
  }
}
