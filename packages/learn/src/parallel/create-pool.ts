import { LearnError } from '../errors.js';
import { workerSource } from '../generated/worker-source.js';
import { ensureKernels } from '../kernels/bundled.js';
import { knownKernels } from '../kernels/registry.js';
import { availableThreads, workerHost } from './host.js';
import { inThreadPool } from './in-thread.js';
import type { WorkerPool } from './pool.js';
import { Scheduler } from './scheduler.js';

/** How to make a pool. */
export interface PoolOptions {
  /** Number of workers, 1 to 256. Default: as many as the machine runs at once. */
  readonly size?: number;
}

/**
 * Starts workers. They keep a Node process alive only while they work. Where workers or shared memory are missing, the
 * pool has `threads: false` and runs everything in this thread.
 * @throws LearnError `pool-size`
 */
export async function createPool(options: PoolOptions = {}): Promise<WorkerPool> {
  const size = options.size ?? Math.min(256, await availableThreads());
  if (!(Number.isInteger(size) && size >= 1 && size <= 256)) {
    throw new LearnError('pool-size', `a pool needs 1 to 256 workers, got ${size}`);
  }
  const kernels = await ensureKernels();
  const start = kernels ? await workerHost(workerSource) : undefined;
  if (!start) return inThreadPool();
  return new Scheduler(size, () => {
    const worker = start();
    worker.post({ kind: 'kernels', modules: [...knownKernels()] });
    return worker;
  });
}
