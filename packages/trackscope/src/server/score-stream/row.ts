import type { Dialect } from '@trackscope/catalogue';
import type { TrackInput } from '../../score/contract.js';
import type { RawBatch } from './raw-rows.js';

/** One row of the input as it is written again. */
export interface WrittenRow {
  /** Values of the input's columns, in their order; null where the row could not be taken apart. */
  readonly values: readonly unknown[] | null;
  /** The row as CSV where it can be handed on as it stands; null where it must be written anew. */
  readonly csv: string | null;
  /** What is wrong, with line, what was expected and what was found. */
  readonly error: string | null;
}

/** One row of the input, as it came and as it was understood. */
export interface InputRow extends WrittenRow {
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  /** Null when something is wrong with it. */
  readonly track: TrackInput | null;
}

/** How the rows of an input are read: plain data, so that a thread can be told. */
export interface RowRecipe {
  /** Null for NDJSON. */
  readonly dialect: Dialect | null;
  /** Names of the input's columns. */
  readonly columns: readonly string[];
  /** What durations are counted in, as a divisor. */
  readonly perMinute: number;
}

/** Rows of an input, in batches that never hold more than a few hundred. */
export interface RowSource {
  /** Names of the input's columns. */
  readonly columns: readonly string[];
  batches(): AsyncIterable<RawBatch>;
  /** Known once there was a batch. */
  recipe(): RowRecipe;
}

/** Rows in a batch at most: few enough that other requests wait only milliseconds, enough to score at full speed. */
export const BATCH_ROWS = 512;
