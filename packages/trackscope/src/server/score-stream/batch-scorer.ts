import type { TrackColumns } from '../../score/track-columns.js';
import { type BatchScores, csvWriter, ndjsonWriter, type RowWriter } from './output.js';
import type { RawBatch } from './raw-rows.js';
import { rowReader } from './read-rows.js';
import type { RowRecipe } from './row.js';

export type RowFormat = 'csv' | 'ndjson';

/** What becomes of the rows of an input: plain data, so that a thread can be told. */
export interface ScoreJob {
  readonly recipe: RowRecipe;
  readonly models: readonly string[];
  /** Popularity that counts as a hit, in points. Undefined: the models' own. */
  readonly bar: number | undefined;
  readonly format: RowFormat;
}

/** A batch as it goes out. */
export interface ScoredBatch {
  readonly bytes: Uint8Array;
  readonly rows: number;
  /** Rows of them that could be read. */
  readonly scored: number;
}

/** What answers for the models of a job. */
export interface ColumnAnswers {
  answerColumns(tracks: TrackColumns, models?: readonly string[], bar?: number): BatchScores;
}

export function writerOf(
  format: RowFormat,
  columns: readonly string[],
  models: readonly string[],
): RowWriter {
  return (format === 'csv' ? csvWriter : ndjsonWriter)(columns, models);
}

/** Reads, scores and writes batches, each by itself: the same bytes in whatever thread. */
export function batchScorer(
  { recipe, models, bar, format }: ScoreJob,
  scorer: ColumnAnswers,
): (batch: RawBatch) => ScoredBatch {
  const read = rowReader(recipe);
  const writer = writerOf(format, recipe.columns, models);
  const encoder = new TextEncoder();
  return (batch) => {
    const { rows, tracks } = read(batch);
    const scores = tracks.rows > 0 ? scorer.answerColumns(tracks, models, bar) : [];
    return { bytes: encoder.encode(writer.batch(rows, scores)), rows: rows.length, scored: tracks.rows };
  };
}
