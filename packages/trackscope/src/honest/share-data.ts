import type { HonestData } from './data.js';

/**
 * The same data in shared memory, for workers: numbers only, since folds need no names. Arrays that are one stay one.
 */
export function shareData(data: HonestData): HonestData {
  const made = new Map<object, unknown>();
  return shared({ ...data, fixed: { ...data.fixed, counts: {} } }, made) as HonestData;
}

function shared(value: unknown, made: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = made.get(value);
  if (known !== undefined) return known;
  const copy = copyOf(value, made);
  made.set(value, copy);
  return copy;
}

function copyOf(value: object, made: Map<object, unknown>): unknown {
  if (ArrayBuffer.isView(value)) return inSharedMemory(value);
  if (Array.isArray(value)) return [];
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shared(inner, made)]));
}

function inSharedMemory(view: ArrayBufferView): ArrayBufferView {
  const bytes = new Uint8Array(new SharedArrayBuffer(view.byteLength));
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  const Kind = view.constructor as new (buffer: SharedArrayBuffer) => ArrayBufferView;
  return new Kind(bytes.buffer as SharedArrayBuffer);
}
