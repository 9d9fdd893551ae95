import type { Scorer, TrackInput } from '../../score/contract.js';
import { type BatchScores, type Counts, csvWriter, ndjsonWriter, type RowWriter } from './output.js';
import { OutputQueue } from './output-queue.js';
import type { InputRow, RowSource } from './row.js';

export type RowFormat = 'csv' | 'ndjson';

/** Rows being scored while they arrive. */
export interface ScoreStream {
  /** Media type of the answer. */
  readonly type: string;
  /** The scored rows, as bytes. */
  readonly answer: ReadableStream<Uint8Array>;
  readonly counts: Readonly<Counts>;
  /** Most rows that were held at once. */
  readonly mostRows: () => number;
  /** Resolves when the last byte was handed over, or the stream was cut. Never rejects. */
  readonly done: Promise<void>;
}

export interface ScoreStreamOptions {
  readonly source: RowSource;
  readonly scorer: Scorer;
  /** Default: all of the scorer. */
  readonly models?: readonly string[] | undefined;
  /** Popularity that counts as a hit, in points. Default: the models' own. */
  readonly bar?: number | undefined;
  readonly format: RowFormat;
  /** Called when all rows are scored, before the answer ends. */
  readonly onCounted?: (counts: Counts) => void;
  /** Called for what makes the stream break off. */
  readonly onFailure?: (error: unknown) => void;
  readonly queue?: OutputQueue;
}

/** Scores rows batch by batch; what is held at any time is a batch and a bounded queue, whatever the size of the input. */
export function scoreStream(options: ScoreStreamOptions): ScoreStream {
  const { source, scorer, models, bar, format, onCounted, onFailure, queue = new OutputQueue() } = options;
  const names = models ?? scorer.models.map(({ model }) => model);
  const writer = (format === 'csv' ? csvWriter : ndjsonWriter)(source.columns, names);
  const counts: Counts = { rows: 0, scored: 0, failed: 0 };
  const encoder = new TextEncoder();
  let mostRows = 0;
  let stopped = false;
  let settle: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const finish = async () => {
    stopped = true;
    await queue.close().catch(() => undefined);
    settle();
  };

  async function make(): Promise<void> {
    const head = writer.head();
    if (head) await queue.push(encoder.encode(head));
    for await (const rows of source.batches()) {
      if (stopped) return;
      mostRows = Math.max(mostRows, rows.length);
      await queue.push(
        encoder.encode(scoreBatch(rows, (tracks) => scorer.answerMany(tracks, models, bar), writer, counts)),
      );
      // Other requests get their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const foot = writer.foot(counts);
    if (foot) await queue.push(encoder.encode(foot));
    onCounted?.(counts);
    queue.end();
  }

  const answer = new ReadableStream<Uint8Array>(
    {
      start() {
        make().catch((error: unknown) => queue.fail(error));
      },
      async pull(controller) {
        try {
          const piece = await queue.take();
          if (piece) controller.enqueue(piece);
          else {
            controller.close();
            await finish();
          }
        } catch (error) {
          onFailure?.(error);
          controller.error(error);
          await finish();
        }
      },
      async cancel() {
        queue.fail(new Error('the client went away'));
        await finish();
      },
    },
    { highWaterMark: 0 },
  );
  return { type: writer.type, answer, counts, mostRows: () => mostRows, done };
}

function scoreBatch(
  rows: readonly InputRow[],
  answer: (tracks: readonly TrackInput[]) => BatchScores,
  writer: RowWriter,
  counts: Counts,
): string {
  const tracks = rows.flatMap(({ track }) => track ?? []);
  const scores = tracks.length > 0 ? answer(tracks) : [];
  counts.rows += rows.length;
  counts.scored += tracks.length;
  counts.failed += rows.length - tracks.length;
  return writer.batch(rows, scores);
}
