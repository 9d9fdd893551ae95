/**
 * One pool for Node's worker threads and Web Workers.
 *
 * ```ts
 * const pool = await createPool();
 * const trees = await mapTasks(pool, growTree, { memory, columns }, seeds, { signal, onResult });
 * await pool.close();
 * ```
 *
 * `mapTasks` runs independent jobs on whichever worker is free (results come back in the order of the jobs, `onResult` as
 * they arrive) and without a pool does the same in this thread, pausing between jobs. `pool.gang` runs all jobs at
 * the same time, each on a worker of its own, for work that meets at barriers in shared memory.
 */
import type { Task, TaskRun } from './task.js';

export type { Task, TaskContext, TaskRun } from './task.js';

/** Workers that share memory with this thread. */
export interface WorkerPool {
  /** Number of workers, 1 or more. */
  readonly size: number;
  /** False when there are no workers here (no shared memory, no worker support) and jobs run in this thread. */
  readonly threads: boolean;
  /** Runs each job on the next free worker. */
  map<Setup, Job, Result>(
    task: Task<Setup, Job, Result>,
    setup: Setup,
    jobs: readonly Job[],
    run?: TaskRun<Result>,
  ): Promise<Result[]>;
  /**
   * Runs all jobs at the same time, each on a worker of its own.
   * @throws LearnError `gang-size` for more jobs than workers
   */
  gang<Setup, Job, Result>(
    task: Task<Setup, Job, Result>,
    setup: Setup,
    jobs: readonly Job[],
    run?: TaskRun<Result>,
  ): Promise<Result[]>;
  /** Ends the workers. What still runs is rejected with `pool-closed`. */
  close(): Promise<void>;
}

export { createPool } from './create-pool.js';
export { mapTasks } from './in-thread.js';
