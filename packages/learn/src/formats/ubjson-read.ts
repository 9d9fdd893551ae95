import { LearnError } from '../errors.js';
import type { ModelValue } from './document.js';

const DEEPEST = 64;
const SIZES: Readonly<Record<string, number>> = { i: 1, U: 1, I: 2, l: 4, L: 8, d: 4, D: 8 };

/** Reads the UBJSON that XGBoost writes (big-endian), and the number types that the format also allows. */
class UbjsonReader {
  private at = 0;
  private readonly view: DataView;
  private readonly text = new TextDecoder('utf-8', { fatal: true });

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  read(): ModelValue {
    const value = this.value(this.marker(), 0);
    if (this.at !== this.bytes.length) {
      throw this.bad(`${this.bytes.length - this.at} bytes follow the end of the model`);
    }
    return value;
  }

  private bad(what: string, cause?: unknown): LearnError {
    return new LearnError('bad-model', `damaged UBJSON at byte ${this.at}: ${what}`, { cause });
  }

  private take(count: number): number {
    if (!(count <= this.bytes.length - this.at)) {
      throw this.bad(`expected ${count} bytes more, found ${this.bytes.length - this.at}`);
    }
    const start = this.at;
    this.at += count;
    return start;
  }

  private marker(): string {
    return String.fromCharCode(this.bytes[this.take(1)]!);
  }

  private peek(): string {
    if (this.at >= this.bytes.length) throw this.bad('the file ends early');
    return String.fromCharCode(this.bytes[this.at]!);
  }

  private number(type: string): number {
    const start = this.take(SIZES[type]!);
    switch (type) {
      case 'i':
        return this.view.getInt8(start);
      case 'U':
        return this.view.getUint8(start);
      case 'I':
        return this.view.getInt16(start);
      case 'l':
        return this.view.getInt32(start);
      case 'L':
        return Number(this.view.getBigInt64(start));
      case 'd':
        return this.view.getFloat32(start);
      default:
        return this.view.getFloat64(start);
    }
  }

  private length(): number {
    const type = this.marker();
    if (!'iUIlL'.includes(type)) throw this.bad(`expected the type of a length, found "${type}"`);
    const length = this.number(type);
    if (!(Number.isSafeInteger(length) && length >= 0 && length <= this.bytes.length)) {
      throw this.bad(`a length of ${length}`);
    }
    return length;
  }

  private string(): string {
    const length = this.length();
    const start = this.take(length);
    try {
      return this.text.decode(this.bytes.subarray(start, start + length));
    } catch (cause) {
      throw this.bad('a text that is not UTF-8', cause);
    }
  }

  private value(type: string, depth: number): ModelValue {
    if (depth > DEEPEST) throw this.bad(`more than ${DEEPEST} levels`);
    if (type in SIZES) return this.number(type);
    switch (type) {
      case '{':
        return this.object(depth);
      case '[':
        return this.array(depth);
      case 'S':
        return this.string();
      case 'C':
        return this.marker();
      case 'T':
      case 'F':
        return type === 'T';
      case 'Z':
        return null;
      default:
        throw this.bad(`unknown type "${type}"`);
    }
  }

  private object(depth: number): ModelValue {
    const members: [string, ModelValue][] = [];
    while (this.peek() !== '}') {
      const key = this.string();
      members.push([key, this.value(this.marker(), depth + 1)]);
    }
    this.at += 1;
    return Object.fromEntries(members);
  }

  private array(depth: number): ModelValue {
    if (this.peek() === '$') {
      this.at += 1;
      const type = this.marker();
      if (!(type in SIZES)) throw this.bad(`typed array of "${type}"`);
      if (this.marker() !== '#') throw this.bad('expected the length of a typed array');
      return this.typed(type, this.length());
    }
    const items: ModelValue[] = [];
    if (this.peek() === '#') {
      this.at += 1;
      const length = this.length();
      for (let i = 0; i < length; i++) items.push(this.value(this.marker(), depth + 1));
      return items;
    }
    while (this.peek() !== ']') items.push(this.value(this.marker(), depth + 1));
    this.at += 1;
    return items;
  }

  private typed(type: string, length: number): ModelValue {
    const size = SIZES[type]!;
    const start = this.take(length * size);
    const { view } = this;
    switch (type) {
      case 'd':
        return filled(new Float32Array(length), (i) => view.getFloat32(start + 4 * i));
      case 'D':
        return filled(new Float64Array(length), (i) => view.getFloat64(start + 8 * i));
      case 'l':
        return filled(new Int32Array(length), (i) => view.getInt32(start + 4 * i));
      case 'L':
        return BigInt64Array.from({ length }, (_, i) => view.getBigInt64(start + 8 * i));
      case 'I':
        return filled(new Int16Array(length), (i) => view.getInt16(start + 2 * i));
      case 'U':
        return this.bytes.slice(start, start + length);
      default:
        return filled(new Int8Array(length), (i) => view.getInt8(start + i));
    }
  }
}

function filled<T extends Float32Array | Float64Array | Int32Array | Int16Array | Int8Array>(
  array: T,
  item: (index: number) => number,
): T {
  for (let i = 0; i < array.length; i++) array[i] = item(i);
  return array;
}

/**
 * Parses UBJSON.
 * @throws LearnError `bad-model`, with the byte
 */
export function parseUbjson(bytes: Uint8Array): ModelValue {
  return new UbjsonReader(bytes).read();
}
