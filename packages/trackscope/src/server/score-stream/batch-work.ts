import type { ScoredBatch, ScoreJob } from './batch-scorer.js';
import type { RawBatch } from './raw-rows.js';
import type { ScoreThreads, ThreadJob } from './score-threads.js';

/** Batches by where they were scored. */
export interface BatchCounts {
  here: number;
  inThreads: number;
}

/** Batches of a file that are scored here: most files are shorter, and need no thread. */
export const BATCHES_HERE = 16;

/**
 * The batches of one input that are under way, in order. A long input is handed to threads as soon as these stand ready;
 * until then, and where a thread fails, batches are scored here.
 */
export class BatchWork {
  private readonly waiting: Promise<ScoredBatch>[] = [];
  private taken = 0;
  private threads: ThreadJob | undefined;

  constructor(
    private readonly here: { readonly job: ScoreJob; readonly score: (batch: RawBatch) => ScoredBatch },
    private readonly counts: BatchCounts,
    private readonly pool: ScoreThreads | undefined,
  ) {}

  get isEmpty(): boolean {
    return this.waiting.length === 0;
  }

  /** A batch must be taken out before another is added. */
  get isFull(): boolean {
    return this.waiting.length > 0 && this.waiting.length >= (this.threads?.room() ?? 0);
  }

  add(batch: RawBatch): void {
    if (this.taken++ === BATCHES_HERE) this.threads = this.pool?.open(this.here.job);
    const given = this.threads?.score(batch);
    const made = given
      ? given.then(
          (scored) => {
            this.counts.inThreads++;
            return scored;
          },
          () => this.scoreHere(batch),
        )
      : this.scoreHere(batch);
    // What nobody waits for any more, as the client has gone, is nobody's error.
    made.catch(() => undefined);
    this.waiting.push(made);
  }

  /** The next batch in order. */
  next(): Promise<ScoredBatch> {
    return this.waiting.shift()!;
  }

  end(): void {
    this.threads?.end();
  }

  private async scoreHere(batch: RawBatch): Promise<ScoredBatch> {
    // Other requests get their turn.
    await new Promise((resolve) => setImmediate(resolve));
    this.counts.here++;
    return this.here.score(batch);
  }
}
