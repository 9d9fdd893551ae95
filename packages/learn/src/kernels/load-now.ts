import { hasKernel, provideKernel } from './registry.js';

/**
 * Compiles a kernel at once, for calls that cannot wait for `ensureKernels`. False when this engine cannot run it.
 * For small kernels: a browser's main thread compiles only a few kilobytes this way.
 */
export function loadKernelNow(name: string, base64: string): boolean {
  if (hasKernel(name)) return true;
  try {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    provideKernel(name, new WebAssembly.Module(bytes));
    return true;
  } catch {
    return false;
  }
}
