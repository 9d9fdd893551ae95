import { LearnError } from '../errors.js';
import type { ModelValue } from './document.js';

// The tokens that XGBoost writes and JSON does not know; a number too large for a double is read as infinite.
const TOKENS = new Map([
  ['nan', 'null'],
  ['inf', '1e999'],
  ['infinity', '1e999'],
]);

/** Replaces bare NaN and Infinity by what JSON.parse takes (null, 1e999); what is inside a string stays. */
function replaceTokens(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|([-+]?)\b(nan|inf|infinity)\b/gi,
    (whole, sign: string | undefined, word: string | undefined) => {
      if (word === undefined) return whole;
      const value = TOKENS.get(word.toLowerCase())!;
      return value !== 'null' && sign === '-' ? `-${value}` : value;
    },
  );
}

/**
 * Parses a model's JSON, bare NaN (as null) and Infinity included.
 * @throws LearnError `bad-model`
 */
export function parseModelJson(text: string): ModelValue {
  try {
    return JSON.parse(text) as ModelValue;
  } catch {
    try {
      return JSON.parse(replaceTokens(text)) as ModelValue;
    } catch (cause) {
      throw new LearnError('bad-model', `the model is not JSON: ${(cause as Error).message}`, { cause });
    }
  }
}

/** The shortest decimal that reads back as the same float32, always with an exponent so that it is no integer. */
export function float32Text(value: number): string {
  const wanted = Math.fround(value);
  if (!Number.isFinite(wanted)) return Number.isNaN(wanted) ? 'NaN' : wanted > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(wanted, -0)) return '-0E0';
  for (let digits = 0; digits < 9; digits++) {
    const text = wanted.toExponential(digits);
    if (Math.fround(Number(text)) === wanted) return text.replace('e', 'E').replace('+', '');
  }
  throw new Error(`no nine digits tell the float32 ${wanted}`);
}

/** A model document as JSON text. Items of float arrays are written as floats, others as integers. */
export function writeModelJson(value: ModelValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Float32Array || value instanceof Float64Array) {
    return `[${Array.from(value, float32Text).join(',')}]`;
  }
  if (ArrayBuffer.isView(value)) return `[${value.join(',')}]`;
  if (Array.isArray(value)) return `[${value.map(writeModelJson).join(',')}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}:${writeModelJson(member)}`,
  );
  return `{${members.join(',')}}`;
}
