import { instantiateKernel } from '../../kernels/registry.js';

/** Addresses in one memory; see assembly/glassbox.ts for what they do. Four columns at a time. */
export interface GlassboxKernel {
  take(values: number, to: number, p0: number, p1: number, p2: number, p3: number, steps: number): void;
  gather(values: number, to: number, c0: number, c1: number, c2: number, c3: number, sums: number): void;
  multiply(a: number, b: number, to: number, out: number): void;
  joint(
    twos: number,
    to: number,
    a: number,
    b0: number,
    b1: number,
    b2: number,
    b3: number,
    bits: number,
    out: number,
  ): void;
}

/** How many fits each form of the kernel has served in this thread. Counted, so that tests can see what ran. */
export const glassboxRuns = { wasm: 0, plain: 0 };

/** The WebAssembly kernel over a memory. */
export function wasmKernel(memory: WebAssembly.Memory): GlassboxKernel {
  return instantiateKernel<GlassboxKernel>('glassbox', memory);
}
