/** What a running task may use besides its job. */
export interface TaskContext {
  /** Buffers of the result that move to the caller instead of being copied. */
  transfer(...buffers: ArrayBuffer[]): void;
  /** Sends something to the caller's `onNote`; for progress. */
  note(value: unknown): void;
}

/**
 * Work that can run in a worker or in this thread: `prepare` once per worker and call of `map`, then once a job.
 * Listed in `tasks.ts`, under a name of its own, to be known in workers. Setup, jobs and results are structured-cloned; shared
 * memory in them stays shared. Must not import `kernels/bundled.js`.
 */
export interface Task<Setup, Job, Result> {
  readonly name: string;
  prepare(setup: Setup): (job: Job, context: TaskContext) => Result | Promise<Result>;
}

/** How a run of jobs is watched. */
export interface TaskRun<Result> {
  /** Aborting it rejects at once with the signal's reason; jobs not yet begun never begin. */
  readonly signal?: AbortSignal | undefined;
  /** Called with each result as it arrives, in any order. */
  readonly onResult?: ((result: Result, index: number) => void) | undefined;
  /** Called with what jobs send by `context.note`. */
  readonly onNote?: ((value: unknown, index: number) => void) | undefined;
}
