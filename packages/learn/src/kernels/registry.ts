import { LearnError } from '../errors.js';

/**
 * The compiled kernels of this thread, by name. The main thread fills it with `ensureKernels` (bundled.ts); workers
 * get the compiled modules from the pool. Code that runs in both imports this file and never the bytes.
 */
const modules = new Map<string, WebAssembly.Module>();

/** Makes a compiled kernel known in this thread. */
export function provideKernel(name: string, module: WebAssembly.Module): void {
  modules.set(name, module);
}

/** All kernels known in this thread. */
export function knownKernels(): ReadonlyMap<string, WebAssembly.Module> {
  return modules;
}

/** Whether a kernel can be run as WebAssembly here. */
export function hasKernel(name: string): boolean {
  return modules.has(name);
}

/**
 * The kernel's functions over a shared memory.
 * @throws LearnError `no-kernel` when it is not known in this thread
 */
export function instantiateKernel<Exports>(name: string, memory: WebAssembly.Memory): Exports {
  const module = modules.get(name);
  if (!module) {
    throw new LearnError(
      'no-kernel',
      `kernel "${name}" is not loaded; known: ${[...modules.keys()].join(', ')}`,
    );
  }
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Exports;
}
