import type { WorkerPool } from './pool.js';
import type { Task, TaskContext, TaskRun } from './task.js';

const PAUSE_EVERY_MS = 12;

/** Lets timers, input and drawing happen. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function runHere<Setup, Job, Result>(
  task: Task<Setup, Job, Result>,
  setup: Setup,
  jobs: readonly Job[],
  run: TaskRun<Result>,
): Promise<Result[]> {
  run.signal?.throwIfAborted();
  const perform = task.prepare(setup);
  const results: Result[] = [];
  let paused = performance.now();
  for (let index = 0; index < jobs.length; index++) {
    if (performance.now() - paused > PAUSE_EVERY_MS) {
      await pause();
      paused = performance.now();
    }
    run.signal?.throwIfAborted();
    const context: TaskContext = { transfer: () => {}, note: (value) => run.onNote?.(value, index) };
    const result = await perform(jobs[index] as Job, context);
    results.push(result);
    run.onResult?.(result, index);
  }
  return results;
}

/** Runs independent jobs on the pool, or in this thread when there is none. Results in the order of the jobs. */
export function mapTasks<Setup, Job, Result>(
  pool: WorkerPool | undefined,
  task: Task<Setup, Job, Result>,
  setup: Setup,
  jobs: readonly Job[],
  run: TaskRun<Result> = {},
): Promise<Result[]> {
  return pool?.threads ? pool.map(task, setup, jobs, run) : runHere(task, setup, jobs, run);
}

/** What `createPool` gives where there are no workers. */
export function inThreadPool(): WorkerPool {
  return {
    size: 1,
    threads: false,
    map: (task, setup, jobs, run = {}) => runHere(task, setup, jobs, run),
    gang: (task, setup, jobs, run = {}) => runHere(task, setup, jobs, run),
    close: () => Promise.resolve(),
  };
}
