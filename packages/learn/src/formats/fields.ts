import { LearnError } from '../errors.js';
import { isModelObject, type ModelObject, type ModelValue } from './document.js';

function describe(value: ModelValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return 'an array';
  return isModelObject(value) ? 'an object' : `${typeof value} ${JSON.stringify(value).slice(0, 40)}`;
}

/** The error for a field that is not as expected; `where` is the path to its object. */
export function badField(where: string, key: string, expected: string, found: string): LearnError {
  return new LearnError('bad-model', `${where}.${key}: expected ${expected}, found ${found}`);
}

/** A member that must be an object. */
export function objectField(parent: ModelObject, key: string, where: string): ModelObject {
  const value = parent[key];
  if (!isModelObject(value)) throw badField(where, key, 'an object', describe(value));
  return value;
}

/** A member that must be text. */
export function textField(parent: ModelObject, key: string, where: string): string {
  const value = parent[key];
  if (typeof value !== 'string') throw badField(where, key, 'text', describe(value));
  return value;
}

/** A whole number that XGBoost writes as text; `fallback` when absent. */
export function countField(parent: ModelObject, key: string, where: string, fallback?: number): number {
  const value = parent[key];
  if (value === undefined && fallback !== undefined) return fallback;
  const count = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (!(typeof count === 'number' && Number.isSafeInteger(count) && count >= 0)) {
    throw badField(where, key, 'a count', describe(value));
  }
  return count;
}

/** The items of a member that must be an array of any type. */
export function arrayField(parent: ModelObject, key: string, where: string): readonly ModelValue[] {
  const value = parent[key];
  if (Array.isArray(value)) return value;
  if (value instanceof BigInt64Array) return Array.from(value, Number);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array);
  throw badField(where, key, 'an array', describe(value));
}

/** An array of texts. */
export function textsField(parent: ModelObject, key: string, where: string): string[] {
  return arrayField(parent, key, where).map((item, i) => {
    if (typeof item !== 'string') throw badField(where, `${key}[${i}]`, 'text', describe(item));
    return item;
  });
}

/** Numbers of a given count; null (a NaN in the text) becomes NaN, true and false 1 and 0. */
export function numbersField(parent: ModelObject, key: string, where: string, count?: number): Float64Array {
  const found = parent[key];
  const typed = ArrayBuffer.isView(found) && !(found instanceof BigInt64Array);
  const items = typed ? found : arrayField(parent, key, where);
  if (count !== undefined && items.length !== count) {
    throw badField(where, key, `${count} items`, `${items.length}`);
  }
  const numbers = new Float64Array(items.length);
  if (typed) {
    numbers.set(found);
    return numbers;
  }
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === 'number') numbers[i] = item;
    else if (typeof item === 'boolean') numbers[i] = item ? 1 : 0;
    else if (item === null) numbers[i] = Number.NaN;
    else throw badField(where, `${key}[${i}]`, 'a number', describe(item));
  }
  return numbers;
}

/** Whole numbers from `low` to `high` inclusive. */
export function indicesField(
  parent: ModelObject,
  key: string,
  where: string,
  count: number | undefined,
  low: number,
  high: number,
): Int32Array {
  const numbers = numbersField(parent, key, where, count);
  for (let i = 0; i < numbers.length; i++) {
    const n = numbers[i]!;
    if (!(Number.isInteger(n) && n >= low && n <= high)) {
      throw badField(where, `${key}[${i}]`, `a whole number from ${low} to ${high}`, `${n}`);
    }
  }
  return Int32Array.from(numbers);
}
