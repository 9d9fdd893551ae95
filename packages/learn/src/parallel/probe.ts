import { LearnError } from '../errors.js';
import { knownKernels } from '../kernels/registry.js';
import type { Task } from './task.js';

/** What the probe finds where it runs. */
export interface ProbeResult {
  readonly square: number;
  readonly kernels: readonly string[];
}

/** A task of no use but to see that workers work: squares a number, adds one to shared memory, meets or fails on demand. */
export const probe: Task<SharedArrayBuffer | undefined, number, ProbeResult> = {
  name: 'probe',
  prepare: (shared) => {
    const counter = shared ? new Int32Array(shared) : undefined;
    return (job, context) => {
      if (job < 0) throw new LearnError('probe-refused', `no square of ${job}`);
      if (counter) {
        Atomics.add(counter, 0, 1);
        Atomics.notify(counter, 0);
        // In a gang all are here at once; otherwise the second slot is 0 and nobody waits.
        const expected = Atomics.load(counter, 1);
        for (let seen = Atomics.load(counter, 0); seen < expected; seen = Atomics.load(counter, 0)) {
          Atomics.wait(counter, 0, seen, 100);
        }
      }
      context.note(job);
      return { square: job * job, kernels: [...knownKernels().keys()] };
    };
  },
};
