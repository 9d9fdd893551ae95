import type { Arena } from './arena.js';

/**
 * Memories that fits have done with. The engine frees shared memory late, so a search of hundreds of fits would pile it up; they take
 * turns with these instead.
 */
const kept: WebAssembly.Memory[] = [];
const KEPT_MOST = 3;
/** Larger ones are left to the engine. */
const KEPT_BYTES = 128 * 2 ** 20;

/** A zeroed memory that holds what the arena has reserved: one given back before, or a new one. */
export function takeMemory(arena: Arena): WebAssembly.Memory {
  const at = kept.findIndex(
    (m) => m.buffer.byteLength >= arena.size && m.buffer.byteLength <= 2 * arena.size + 2 ** 20,
  );
  const memory = at < 0 ? undefined : kept.splice(at, 1)[0];
  if (!memory) return arena.memory();
  new Uint8Array(memory.buffer).fill(0);
  return memory;
}

/** Gives a memory back. Only when no thread works on it any more. */
export function giveBackMemory(memory: WebAssembly.Memory): void {
  if (memory.buffer.byteLength > KEPT_BYTES) return;
  kept.push(memory);
  if (kept.length > KEPT_MOST) kept.shift();
}
