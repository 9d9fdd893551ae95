import { LearnError } from '../errors.js';
import type { HostWorker } from './host.js';
import type { Answer, WireError } from './messages.js';
import type { WorkerPool } from './pool.js';
import type { Task, TaskRun } from './task.js';

/** One call of `map` or `gang`. */
interface Run {
  readonly id: number;
  readonly task: string;
  readonly setup: unknown;
  readonly jobs: readonly unknown[];
  readonly together: boolean;
  readonly results: unknown[];
  next: number;
  left: number;
  over: boolean;
  onResult(result: unknown, index: number): void;
  onNote(value: unknown, index: number): void;
  finish(): void;
  fail(error: unknown): void;
}

interface Desk {
  worker: HostWorker;
  /** What it works on now. */
  busy: { run: Run; index: number } | undefined;
  /** Runs whose setup it has. */
  prepared: Set<number>;
}

function thaw(wire: WireError): Error {
  const error = wire.code ? new LearnError(wire.code, wire.message) : new Error(wire.message);
  if (!wire.code) error.name = wire.name;
  if (wire.stack) error.stack = wire.stack;
  return error;
}

/** Hands jobs to workers, first come first served; a gang waits until it has all its workers. */
export class Scheduler implements WorkerPool {
  readonly threads = true;
  private readonly desks: Desk[] = [];
  private readonly queue: Run[] = [];
  private ids = 0;
  private closed = false;

  constructor(
    readonly size: number,
    private readonly start: () => HostWorker,
  ) {
    for (let i = 0; i < size; i++) this.desks.push(this.open());
  }

  map<Setup, Job, Result>(
    task: Task<Setup, Job, Result>,
    setup: Setup,
    jobs: readonly Job[],
    run: TaskRun<Result> = {},
  ): Promise<Result[]> {
    return this.submit(task, setup, jobs, run, false);
  }

  gang<Setup, Job, Result>(
    task: Task<Setup, Job, Result>,
    setup: Setup,
    jobs: readonly Job[],
    run: TaskRun<Result> = {},
  ): Promise<Result[]> {
    if (!(jobs.length <= this.size)) {
      return Promise.reject(
        new LearnError('gang-size', `${jobs.length} jobs cannot run at once on ${this.size} workers`),
      );
    }
    return this.submit(task, setup, jobs, run, true);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    const error = new LearnError('pool-closed', 'the pool was closed while work was under way');
    const open = new Set(this.queue.splice(0));
    for (const desk of this.desks) if (desk.busy) open.add(desk.busy.run);
    for (const run of open) run.fail(error);
    await Promise.all(this.desks.map((desk) => desk.worker.terminate()));
  }

  private submit<Setup, Job, Result>(
    task: Task<Setup, Job, Result>,
    setup: Setup,
    jobs: readonly Job[],
    watch: TaskRun<Result>,
    together: boolean,
  ): Promise<Result[]> {
    return new Promise<Result[]>((resolve, reject) => {
      if (this.closed) throw new LearnError('pool-closed', 'the pool is closed');
      watch.signal?.throwIfAborted();
      if (jobs.length === 0) return resolve([]);
      const onAbort = () => run.fail(watch.signal?.reason);
      const end = () => {
        run.over = true;
        watch.signal?.removeEventListener('abort', onAbort);
        const at = this.queue.indexOf(run);
        if (at >= 0) this.queue.splice(at, 1);
        for (const desk of this.desks) if (!desk.busy) this.drop(desk, run);
      };
      const run: Run = {
        id: this.ids++,
        task: task.name,
        setup,
        jobs,
        together,
        results: new Array(jobs.length),
        next: 0,
        left: jobs.length,
        over: false,
        onResult: (result, index) => watch.onResult?.(result as Result, index),
        onNote: (value, index) => watch.onNote?.(value, index),
        finish: () => {
          end();
          resolve(run.results as Result[]);
        },
        fail: (error) => {
          if (run.over) return;
          end();
          reject(error);
        },
      };
      watch.signal?.addEventListener('abort', onAbort, { once: true });
      this.queue.push(run);
      this.assign();
    });
  }

  private open(): Desk {
    const worker = this.start();
    const desk: Desk = { worker, busy: undefined, prepared: new Set() };
    worker.onMessage((message) => this.answer(desk, message as Answer));
    worker.onFailure((error) => this.failure(desk, error));
    worker.hold(false);
    return desk;
  }

  private assign(): void {
    for (;;) {
      const run = this.queue[0];
      if (!run) return;
      const free = this.desks.filter((desk) => !desk.busy);
      const wanted = run.together ? run.jobs.length : 1;
      if (free.length < wanted) return;
      for (const desk of free.slice(0, wanted)) this.give(desk, run);
      if (run.over) continue;
      if (run.next === run.jobs.length) this.queue.shift();
    }
  }

  private give(desk: Desk, run: Run): void {
    if (run.over) return;
    const index = run.next++;
    desk.busy = { run, index };
    desk.worker.hold(true);
    try {
      if (!desk.prepared.has(run.id)) {
        desk.worker.post({ kind: 'setup', run: run.id, task: run.task, setup: run.setup });
        desk.prepared.add(run.id);
      }
      desk.worker.post({ kind: 'job', run: run.id, index, job: run.jobs[index] });
    } catch (error) {
      this.release(desk);
      run.fail(error); // what cannot be cloned cannot be sent
    }
  }

  private answer(desk: Desk, answer: Answer): void {
    const run = desk.busy?.run;
    if (!run || run.id !== answer.run) return;
    if (answer.kind === 'note') {
      if (!run.over) this.guard(run, () => run.onNote(answer.value, answer.index));
      return;
    }
    this.release(desk);
    if (answer.kind === 'failure') run.fail(thaw(answer.error));
    else if (!run.over) {
      run.results[answer.index] = answer.result;
      run.left--;
      this.guard(run, () => run.onResult(answer.result, answer.index));
      if (run.left === 0 && !run.over) run.finish();
    }
    if (run.over) this.drop(desk, run);
    this.assign();
  }

  /** A caller's callback that throws ends its run, not the pool. */
  private guard(run: Run, call: () => void): void {
    try {
      call();
    } catch (error) {
      run.fail(error);
    }
  }

  private release(desk: Desk): void {
    desk.busy = undefined;
    desk.worker.hold(false);
  }

  private drop(desk: Desk, run: Run): void {
    if (desk.prepared.delete(run.id) && !this.closed) desk.worker.post({ kind: 'drop', run: run.id });
  }

  private failure(desk: Desk, error: unknown): void {
    const at = this.desks.indexOf(desk);
    if (this.closed || at < 0) return;
    void desk.worker.terminate();
    this.desks[at] = this.open();
    const message = error instanceof Error ? error.message : String(error);
    desk.busy?.run.fail(new LearnError('worker-failed', `a worker broke down: ${message}`, { cause: error }));
    this.assign();
  }
}
