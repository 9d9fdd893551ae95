import { instantiateKernel } from '../../kernels/registry.js';
import type { Task } from '../../parallel/task.js';

/** A kernel over a shared memory in which the caller has laid everything out. */
export interface KernelSetup {
  readonly kernel: string;
  readonly memory: WebAssembly.Memory;
  readonly call: string;
}

/** Calls a function of a kernel with the arguments of every entry, in order. Small, as workers carry its code. */
export const kernelCalls: Task<KernelSetup, readonly (readonly number[])[], number> = {
  name: 'kernel-calls',
  prepare({ kernel, memory, call }) {
    const run = instantiateKernel<Record<string, (...args: number[]) => void>>(kernel, memory)[call]!;
    return (calls) => {
      for (const args of calls) run(...args);
      return calls.length;
    };
  },
};
