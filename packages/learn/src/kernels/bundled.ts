import { kernels } from '../generated/kernels.js';
import { fromHex } from './hex.js';
import { provideKernel } from './registry.js';

let ready: Promise<boolean> | undefined;

/** The bytes of a kernel as written by scripts/kernels.mjs: hexadecimal, or base64 after `z:` of deflated bytes. */
async function unpack(text: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!text.startsWith('z:')) return fromHex(text);
  const deflated = Uint8Array.from(atob(text.slice(2)), (char) => char.charCodeAt(0));
  const inflated = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

async function compileAll(): Promise<boolean> {
  try {
    new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    for (const [name, text] of Object.entries(kernels)) {
      provideKernel(name, await WebAssembly.compile(await unpack(text)));
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
