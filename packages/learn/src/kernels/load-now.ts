import { fromHex } from './hex.js';
import { hasKernel, provideKernel } from './registry.js';

/**
 * Compiles a kernel at once, for calls that cannot wait for `ensureKernels`. False when this engine cannot run it.
 * For small kernels: a browser's main thread compiles only a few kilobytes this way.
 */
export function loadKernelNow(name: string, hex: string): boolean {
  if (hasKernel(name)) return true;
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    provideKernel(name, new WebAssembly.Module(fromHex(hex)));
    return true;
  } catch {
    return false;
  }
}
