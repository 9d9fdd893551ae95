import type { ModelValue } from './document.js';

/** Grows as it is written to. */
class ByteSink {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  room(count: number): number {
    const start = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, start));
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return start;
  }

  marker(text: string): void {
    const start = this.room(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[start + i] = text.charCodeAt(i);
  }

  length64(value: number): void {
    this.marker('L');
    const start = this.room(8);
    this.view.setBigInt64(start, BigInt(value));
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.length64(bytes.length);
    this.raw(bytes);
  }

  raw(bytes: Uint8Array): void {
    const start = this.room(bytes.length);
    this.bytes.set(bytes, start);
  }

  numbers(
    size: number,
    length: number,
    put: (view: DataView, at: number, index: number) => void,
    type: string,
  ): void {
    this.marker(`[$${type}#`);
    this.length64(length);
    const start = this.room(size * length);
    for (let i = 0; i < length; i++) put(this.view, start + i * size, i);
  }

  integer(value: number): void {
    if (!Number.isInteger(value)) {
      this.marker('D');
      const start = this.room(8);
      this.view.setFloat64(start, value);
    } else if (value >= -128 && value < 128) {
      this.marker('i');
      const start = this.room(1);
      this.view.setInt8(start, value);
    } else if (value >= -(2 ** 31) && value < 2 ** 31) {
      this.marker('l');
      const start = this.room(4);
      this.view.setInt32(start, value);
    } else {
      this.length64(value);
    }
  }

  done(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

function put(sink: ByteSink, value: ModelValue): void {
  if (value === null) sink.marker('Z');
  else if (typeof value === 'boolean') sink.marker(value ? 'T' : 'F');
  else if (typeof value === 'number') sink.integer(value);
  else if (typeof value === 'string') {
    sink.marker('S');
    sink.text(value);
  } else if (value instanceof Float32Array) {
    sink.numbers(4, value.length, (view, at, i) => view.setFloat32(at, value[i]!), 'd');
  } else if (value instanceof Float64Array) {
    sink.numbers(8, value.length, (view, at, i) => view.setFloat64(at, value[i]!), 'D');
  } else if (value instanceof Int32Array) {
    sink.numbers(4, value.length, (view, at, i) => view.setInt32(at, value[i]!), 'l');
  } else if (value instanceof BigInt64Array) {
    sink.numbers(8, value.length, (view, at, i) => view.setBigInt64(at, value[i]!), 'L');
  } else if (value instanceof Int16Array) {
    sink.numbers(2, value.length, (view, at, i) => view.setInt16(at, value[i]!), 'I');
  } else if (value instanceof Int8Array) {
    sink.numbers(1, value.length, (view, at, i) => view.setInt8(at, value[i]!), 'i');
  } else if (value instanceof Uint8Array) {
    sink.numbers(1, value.length, (view, at, i) => view.setUint8(at, value[i]!), 'U');
  } else if (Array.isArray(value)) {
    sink.marker('[#');
    sink.length64(value.length);
    for (const item of value) put(sink, item);
  } else {
    sink.marker('{');
    for (const [key, member] of Object.entries(value)) {
      sink.text(key);
      put(sink, member);
    }
    sink.marker('}');
  }
}

/** A model document as UBJSON, typed arrays as typed arrays, lengths as int64 as XGBoost writes them. */
export function writeUbjson(value: ModelValue): Uint8Array {
  const sink = new ByteSink();
  put(sink, value);
  return sink.done();
}
