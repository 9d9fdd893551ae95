import type { WorkerPool } from '../parallel/pool.js';
import type { Schema, Table } from '../table/table.js';
import type { TableBins } from '../table/table-bins.js';
import type { Products } from './linear/products.js';

/** The value to learn: one finite number a row. */
export type Target = Float32Array | Float64Array;

/** How far a fit has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What surrounds a fit and does not change its result. */
export interface FitRun {
  /** Workers to share. Default: none, everything in this thread. */
  readonly pool?: WorkerPool;
  /** Aborting it makes the fit throw the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called now and then, `done` never falling. */
  readonly onProgress?: (progress: Progress) => void;
  /** Row weights, zero or more; default 1 each. */
  readonly weights?: Float32Array | Float64Array;
  /** Bins of this very table, to be shared by learners that need them. Default: each fit makes its own. */
  readonly bins?: TableBins;
  /** Products of this very table, to be shared by linear fits without weights. Default, and for any other table: each makes its own. */
  readonly products?: Products;
}

/** A fitted model. */
export interface Model {
  /** Which learner made it: `linear`, `forest`, `boosted`, … */
  readonly learner: string;
  readonly schema: Schema;
  /**
   * One prediction a row. Columns are found by name.
   * @throws LearnError `missing-column`, `column-kind`
   */
  predict(data: Table): Float64Array;
  /** Everything needed to predict and explain, as plain JSON data. */
  toJSON(): unknown;
}

/** A way to fit models of one kind. `Options` are all optional for the caller; `defaults` names their values. */
export interface Learner<Options extends object, M extends Model> {
  readonly name: string;
  readonly defaults: Readonly<Options>;
  /**
   * @throws LearnError on empty tables, targets of another length or not finite, impossible options,
   *   naming the column and row
   */
  fit(data: Table, target: Target, options?: Partial<Options>, run?: FitRun): Promise<M>;
  /** @throws LearnError `bad-model` when the JSON is of another kind or version, or damaged */
  fromJSON(json: unknown): M;
  /**
   * What many fits on rows of one table can share, such as its bins; learners that have nothing to share leave it out.
   * @throws LearnError as `fit`
   */
  share?(data: Table, target: Target, weights?: FitRun['weights']): SharedFits<Options, M>;
}

/** What surrounds one of many fits that share their table. */
export interface SharedRun extends Omit<FitRun, 'weights' | 'bins' | 'products'> {
  /** Most workers of the pool to use, 1 or more. Default: all. */
  readonly threads?: number;
}

/** Fits on some rows of a table, as `fit` on those rows alone but for what is shared. */
export interface SharedFits<Options extends object, M extends Model> {
  /**
   * @param rows indices into the table, ascending
   * @throws LearnError as `fit`
   */
  fitRows(rows: Uint32Array, options?: Partial<Options>, run?: SharedRun): Promise<M>;
}
