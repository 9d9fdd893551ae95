import { linear as linearWasm } from '../../generated/linear.js';
import type { Arena } from '../../kernels/arena.js';
import { loadKernelNow } from '../../kernels/load-now.js';
import { takeMemory } from '../../kernels/memory-store.js';
import { instantiateKernel } from '../../kernels/registry.js';

/** Addresses in one memory; see assembly/linear.ts for what it does. */
interface LinearKernel {
  dots(a: number, b: number, count: number, stride: number, out: number): void;
}

/** The kernel over a memory of its own; that of WebAssembly is to be given back. */
export interface OpenLinear extends LinearKernel {
  readonly buffer: ArrayBufferLike;
  readonly memory: WebAssembly.Memory | undefined;
}

/** How many tables each form of the kernel has served in this thread. Counted, so that tests can see what ran. */
export const linearRuns = { wasm: 0, plain: 0 };

/** WebAssembly where it runs, unless `plain` is asked for. */
export function openLinear(arena: Arena, plain: boolean): OpenLinear {
  if (plain || !loadKernelNow('linear', linearWasm)) {
    linearRuns.plain++;
    const buffer = new ArrayBuffer(arena.size);
    return { buffer, memory: undefined, dots: plainDots(new Float64Array(buffer)) };
  }
  linearRuns.wasm++;
  const memory = takeMemory(arena);
  const { dots } = instantiateKernel<LinearKernel>('linear', memory);
  return { buffer: memory.buffer, memory, dots };
}

function plainDots(cells: Float64Array): LinearKernel['dots'] {
  return (a, b, count, stride, out) => {
    for (let i = 0; i < 16; i++) {
      const one = a / 8 + (i >> 2);
      const other = b / 8 + (i & 3);
      let sum = 0;
      for (let r = 0, at = 0; r < count; r++, at += stride / 8) sum += cells[one + at] * cells[other + at];
      cells[out / 8 + i] = sum;
    }
  };
}
