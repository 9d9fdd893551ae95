import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ScoredBatch, ScoreJob } from './batch-scorer.js';
import type { RawBatch } from './raw-rows.js';
import type { FromScoreThread, ThreadModels, ToScoreThread } from './thread-messages.js';

/** One input, as threads see it. */
export interface ThreadJob {
  /** Batches that may be under way at once; 0 while no thread stands ready. */
  room(): number;
  /** Undefined while no thread stands ready; rejects when the thread fails. */
  score(batch: RawBatch): Promise<ScoredBatch> | undefined;
  end(): void;
}

/** Threads that score batches of rows, for models of one kind; they start with the first long input. */
export interface ScoreThreads {
  /** Asks threads to get ready, and does not wait for them. */
  open(job: ScoreJob): ThreadJob;
}

/** What became of threads so far. */
export interface ThreadRuns {
  started: number;
  /** Inputs that one of them stood ready for. */
  ready: number;
  /** Could not start, could not open the models, or ended by a fault. */
  failed: number;
}

/** The threads of a server. */
export interface ThreadPool {
  readonly runs: Readonly<ThreadRuns>;
  for(models: ThreadModels): ScoreThreads;
  /** Ends the threads; what they had is scored elsewhere. */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** The compiled thread. Default: the one of this package. */
  readonly script?: URL;
  /** Default: as many as processors, two at most. */
  readonly threads?: number;
  /** Milliseconds without any input after which threads end, and give their memory back. */
  readonly idleMs?: number;
}

const MOST_THREADS = 2;
const IDLE_MS = 60_000;
/** One batch is scored while the next one waits. */
const EACH = 2;

interface Thread {
  readonly worker: Worker;
  readonly ready: Set<number>;
  readonly waiting: Map<number, { resolve(batch: ScoredBatch): void; reject(error: Error): void }>;
}

/** @param directory of the workspace */
export function threadPool(directory: string, options: ThreadPoolOptions = {}): ThreadPool {
  const {
    script = new URL('./score-worker.js', import.meta.url),
    threads: most = Math.min(MOST_THREADS, availableParallelism()),
    idleMs = IDLE_MS,
  } = options;
  const runs: ThreadRuns = { started: 0, ready: 0, failed: 0 };
  let threads: Thread[] = [];
  let closed = false;
  let last = 0;
  const open = new Set<number>();
  let idle: NodeJS.Timeout | undefined;

  function start(): void {
    runs.started++;
    const worker = new Worker(script, { workerData: directory });
    const thread: Thread = { worker, ready: new Set(), waiting: new Map() };
    // The server holds the process, not its helpers.
    worker.unref();
    worker.on('message', (message: FromScoreThread) => hear(thread, message));
    worker.on('error', (error) => leave(thread, error));
    worker.on('exit', (code) => leave(thread, new Error(`a thread that scores ended with ${code}`)));
    threads.push(thread);
  }

  function hear(thread: Thread, message: FromScoreThread): void {
    switch (message.kind) {
      case 'ready':
        if (!open.has(message.job)) return;
        runs.ready++;
        thread.ready.add(message.job);
        return;
      case 'refused':
        runs.failed++;
        return;
      case 'scored':
        thread.waiting.get(message.id)?.resolve(message.batch);
        break;
      case 'failed':
        thread.waiting.get(message.id)?.reject(new Error(message.message));
    }
    thread.waiting.delete(message.id);
  }

  function leave(thread: Thread, error: Error): void {
    if (!threads.includes(thread)) return;
    threads = threads.filter((other) => other !== thread);
    runs.failed++;
    refuse(thread, error);
  }

  function refuse(thread: Thread, error: Error): void {
    thread.ready.clear();
    for (const { reject } of thread.waiting.values()) reject(error);
    thread.waiting.clear();
  }

  async function endAll(): Promise<void> {
    const ending = threads;
    threads = [];
    for (const thread of ending) refuse(thread, new Error('the threads that score are closed'));
    await Promise.all(ending.map(({ worker }) => worker.terminate()));
  }

  function tell({ worker }: Thread, message: ToScoreThread): void {
    worker.postMessage(message);
  }

  function openJob(spec: ScoreJob, models: ThreadModels): ThreadJob {
    const job = ++last;
    clearTimeout(idle);
    open.add(job);
    while (!closed && threads.length < most) start();
    for (const thread of threads) tell(thread, { kind: 'open', job, spec, models });
    const ready = () => threads.filter((thread) => thread.ready.has(job));
    return {
      room: () => EACH * ready().length,
      score(batch) {
        const [thread] = ready().sort((a, b) => a.waiting.size - b.waiting.size);
        if (!thread) return undefined;
        const id = ++last;
        return new Promise((resolve, reject) => {
          thread.waiting.set(id, { resolve, reject });
          tell(thread, { kind: 'score', job, id, batch });
        });
      },
      end() {
        if (!open.delete(job)) return;
        for (const thread of threads) {
          thread.ready.delete(job);
          tell(thread, { kind: 'end', job });
        }
        if (open.size === 0 && !closed) idle = setTimeout(() => void endAll(), idleMs).unref();
      },
    };
  }

  return {
    runs,
    for: (models) => ({ open: (spec) => openJob(spec, models) }),
    async close() {
      closed = true;
      clearTimeout(idle);
      await endAll();
    },
  };
}
