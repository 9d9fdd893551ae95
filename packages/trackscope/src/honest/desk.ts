import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { LearnError } from '@trackscope/learn';
import type { HonestData } from './data.js';
import type { DeskAnswer, DeskError, DeskOrder } from './desk-messages.js';
import type { FinalJob, FinalPart } from './final-job.js';
import type { FoldJob, FoldPart, FoldRun } from './fold-job.js';
import { shareData } from './share-data.js';
import { fromWire } from './wire.js';

/** Workers that judge whole folds, each in one thread: folds need nothing of each other, so no core waits for another. */
export interface Desk {
  readonly size: number;
  /** Hands over the data, once, before anything is asked for. */
  begin(data: HonestData): void;
  /** As `judgeFold`, on the next free worker. */
  fold(job: FoldJob, run: Pick<FoldRun, 'onAudit' | 'onFit'>): Promise<readonly FoldPart[]>;
  /** As `fitFinal`. */
  final(job: FinalJob): Promise<readonly FinalPart[]>;
  /** Ends the workers; what is under way is rejected with this reason. */
  close(reason: unknown): Promise<void>;
}

const WORKER = new URL('./desk-worker.js', import.meta.url);

type Asked = Exclude<DeskOrder, { kind: 'data' }>;
type Answered = Extract<DeskAnswer, { kind: 'fold' | 'final' }>;

interface Waiting {
  readonly order: Asked;
  readonly run: Pick<FoldRun, 'onAudit' | 'onFit'>;
  readonly resolve: (answer: Answered) => void;
  readonly reject: (error: unknown) => void;
}

interface Seat {
  readonly worker: Worker;
  busy: Waiting | null;
}

/**
 * Starts workers, which load while the data that they are to share is made.
 *
 * @param file the worker's script, built
 * @returns null where that is not there: sources that run as they are have no workers
 */
export function openDesk(size: number, file: URL = WORKER): Desk | null {
  return existsSync(fileURLToPath(file)) ? new WorkerDesk(size, file) : null;
}

class WorkerDesk implements Desk {
  private readonly seats: Seat[];
  private readonly queue: Waiting[] = [];
  private ids = 0;
  private over: { readonly reason: unknown } | null = null;

  constructor(
    readonly size: number,
    file: URL,
  ) {
    this.seats = Array.from({ length: size }, () => {
      const seat: Seat = { worker: new Worker(file), busy: null };
      seat.worker.on('message', (answer: DeskAnswer) => this.answer(seat, answer));
      seat.worker.on('error', (error) => void this.close(error));
      seat.worker.on('exit', (code) => void this.close(new Error(`a worker ended with exit code ${code}`)));
      return seat;
    });
  }

  begin(data: HonestData): void {
    const order: DeskOrder = { kind: 'data', data: shareData(data) };
    for (const { worker } of this.seats) worker.postMessage(order);
  }

  async fold(job: FoldJob, run: Pick<FoldRun, 'onAudit' | 'onFit'>): Promise<readonly FoldPart[]> {
    const answer = await this.ask({ kind: 'fold', id: this.ids++, job }, run);
    if (answer.kind !== 'fold') throw new TypeError(`expected a fold from a worker, found ${answer.kind}`);
    return answer.parts.map((part) => ({
      ...part,
      models: part.models.map((model) => ({ ...model, fitted: model.fitted && fromWire(model.fitted) })),
    }));
  }

  async final(job: FinalJob): Promise<readonly FinalPart[]> {
    const answer = await this.ask({ kind: 'final', id: this.ids++, job }, {});
    if (answer.kind !== 'final') throw new TypeError(`expected models from a worker, found ${answer.kind}`);
    return answer.parts;
  }

  async close(reason: unknown): Promise<void> {
    if (this.over) return;
    this.over = { reason };
    const open = [...this.queue.splice(0), ...this.seats.flatMap(({ busy }) => busy ?? [])];
    for (const waiting of open) waiting.reject(reason);
    await Promise.all(this.seats.map(({ worker }) => worker.terminate()));
  }

  private ask(order: Asked, run: Waiting['run']): Promise<Answered> {
    return new Promise((resolve, reject) => {
      if (this.over) return reject(this.over.reason);
      this.queue.push({ order, run, resolve, reject });
      this.assign();
    });
  }

  private assign(): void {
    for (const seat of this.seats) {
      const next = seat.busy ? undefined : this.queue.shift();
      if (!next) continue;
      seat.busy = next;
      seat.worker.postMessage(next.order);
    }
  }

  private answer(seat: Seat, answer: DeskAnswer): void {
    const waiting = seat.busy;
    if (!waiting || waiting.order.id !== answer.id || this.over) return;
    try {
      if (answer.kind === 'audit') waiting.run.onAudit?.(answer.plan, answer.audit);
      if (answer.kind === 'fit') waiting.run.onFit?.();
    } catch (error) {
      void this.close(error);
      return;
    }
    if (answer.kind === 'audit' || answer.kind === 'fit') return;
    seat.busy = null;
    this.assign();
    if (answer.kind === 'failure') waiting.reject(thaw(answer.error));
    else waiting.resolve(answer);
  }
}

function thaw({ name, message, code, stack }: DeskError): Error {
  const error = code === null ? new Error(message) : new LearnError(code, message);
  if (code === null) error.name = name;
  if (stack !== null) error.stack = stack;
  return error;
}
