import { kernels } from '../generated/kernels.js';
import { provideKernel } from './registry.js';

let ready: Promise<boolean> | undefined;

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The bytes of a kernel as written by scripts/kernels.mjs: base64, after `z:` of deflated bytes. */
async function unpack(text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!text.startsWith('z:')) return bytesOf(text);
  const inflated = new Blob([bytesOf(text.slice(2))])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

async function compileAll(): Promise<boolean> {
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    for (const [name, base64] of Object.entries(kernels)) {
      provideKernel(name, await WebAssembly.compile(await unpack(base64)));
    }
    return true;
  } catch {
    return false; // no WebAssembly, no SIMD or no shared memory: the plain twins run instead
  }
}

/** Compiles the kernels for this thread, once. False when this engine cannot run them. Not for workers. */
export function ensureKernels(): Promise<boolean> {
  ready ??= compileAll();
  return ready;
}
