import type { Scorer } from '../../score/contract.js';
import { batchScorer, type ColumnAnswers, type RowFormat, type ScoreJob, writerOf } from './batch-scorer.js';
import { type BatchCounts, BatchWork } from './batch-work.js';
import type { Counts } from './output.js';
import { OutputQueue } from './output-queue.js';
import type { RowSource } from './row.js';
import type { ScoreThreads } from './score-threads.js';

/** Rows being scored while they arrive. */
export interface ScoreStream {
  /** Media type of the answer. */
  readonly type: string;
  /** The scored rows, as bytes. */
  readonly answer: ReadableStream<Uint8Array>;
  readonly counts: Readonly<Counts>;
  /** Where batches were scored. */
  readonly batches: BatchCounts;
  /** Most rows that a batch held. */
  readonly mostRows: () => number;
  /** Resolves when the last byte was handed over, or the stream was cut. Never rejects. */
  readonly done: Promise<void>;
}

export interface ScoreStreamOptions {
  readonly source: RowSource;
  readonly scorer: ColumnAnswers & Pick<Scorer, 'models'>;
  /** Default: all of the scorer. */
  readonly models?: readonly string[] | undefined;
  /** Popularity that counts as a hit, in points. Default: the models' own. */
  readonly bar?: number | undefined;
  readonly format: RowFormat;
  /** Threads that help once a file turns out to be long. Default: none. */
  readonly threads?: ScoreThreads | undefined;
  /** Called when all rows are scored, before the answer ends. */
  readonly onCounted?: (counts: Counts) => void;
  /** Called for what makes the stream break off. */
  readonly onFailure?: (error: unknown) => void;
  readonly queue?: OutputQueue;
}

/**
 * Scores rows batch by batch; what is held at any time is a few batches and a bounded queue, whatever the size of the
 * input. The order of the rows is kept.
 */
export function scoreStream(options: ScoreStreamOptions): ScoreStream {
  const { source, scorer, models, bar, format, threads, onCounted, onFailure } = options;
  const { queue = new OutputQueue() } = options;
  const names = models ?? scorer.models.map(({ model }) => model);
  const writer = writerOf(format, source.columns, names);
  const counts: Counts = { rows: 0, scored: 0, failed: 0 };
  const batches: BatchCounts = { here: 0, inThreads: 0 };
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
    let work: BatchWork | undefined;
    const hand = async () => {
      const { bytes, rows, scored } = await work!.next();
      counts.rows += rows;
      counts.scored += scored;
      counts.failed += rows - scored;
      await queue.push(bytes);
    };
    try {
      for await (const batch of source.batches()) {
        if (stopped) return;
        mostRows = Math.max(mostRows, batch.ends.length);
        work ??= new BatchWork(jobOf(), batches, threads);
        work.add(batch);
        while (work.isFull) await hand();
      }
      while (work && !work.isEmpty) await hand();
    } finally {
      work?.end();
    }
    const foot = writer.foot(counts);
    if (foot) await queue.push(encoder.encode(foot));
    onCounted?.(counts);
    queue.end();
  }

  function jobOf() {
    const job: ScoreJob = { recipe: source.recipe(), models: names, bar, format };
    return { job, score: batchScorer(job, scorer) };
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
  return { type: writer.type, answer, counts, batches, mostRows: () => mostRows, done };
}
