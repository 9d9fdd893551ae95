import { instantiateKernel } from '../../kernels/registry.js';

/** What both forms of the kernel do. */
export interface BoostedKernel {
  setup(plan: number): void;
  /** 0 when done, 1 when the nodes did not fit, 2 when the fit was ended. */
  round(thread: number, seed: number): number;
}

/** Which form of the kernel runs. */
export type KernelPath = 'wasm' | 'plain';

/** A kernel over a fit's memory. */
export interface OpenKernel {
  readonly kernel: BoostedKernel;
  readonly path: KernelPath;
}

/** How many rounds each form of the kernel has run in this thread. Counted, so that tests can see what ran. */
export const kernelRounds: Record<KernelPath, number> = { wasm: 0, plain: 0 };

/** A fit's memory, shared between threads; the plain twin works on a buffer of its own. */
export type FitMemory = WebAssembly.Memory | ArrayBuffer;

export function bufferOf(memory: FitMemory): ArrayBufferLike {
  return memory instanceof ArrayBuffer ? memory : memory.buffer;
}

/** The WebAssembly kernel over a shared memory. */
export function openWasm(memory: FitMemory): OpenKernel {
  return { kernel: instantiateKernel<BoostedKernel>('boosted', memory as WebAssembly.Memory), path: 'wasm' };
}
