import { type ColumnSpec, columnSpec } from '@trackscope/catalogue';

/** A cell that is not what its column holds. */
export interface WrongCell {
  readonly wrong: string;
}

const WORDS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  explicit: { true: 1, false: 0, yes: 1, no: 0, t: 1, f: 0, y: 1, n: 0 },
  mode: { major: 1, minor: 0 },
  key: {
    c: 0,
    'b#': 0,
    'c#': 1,
    'c♯': 1,
    db: 1,
    'd♭': 1,
    d: 2,
    'd#': 3,
    'd♯': 3,
    eb: 3,
    'e♭': 3,
    e: 4,
    fb: 4,
    f: 5,
    'e#': 5,
    'f#': 6,
    'f♯': 6,
    gb: 6,
    'g♭': 6,
    g: 7,
    'g#': 8,
    'g♯': 8,
    ab: 8,
    'a♭': 8,
    a: 9,
    'a#': 10,
    'a♯': 10,
    bb: 10,
    'b♭': 10,
    b: 11,
    cb: 11,
  },
};

/** Reads the cells of one numeric column. */
export interface NumberReader {
  readonly name: string;
  /** Null where nothing is given. */
  read(value: unknown): number | WrongCell | null;
}

/**
 * A reader of one audio feature, by the rules of the catalogue: the same words for keys, modes and yes or no, the same
 * ranges. What a broken analysis writes in place of "unknown" (a tempo of 0) counts as not given.
 *
 * @param perMinute what the file counts durations in, as a divisor
 * @param decimalComma decimals may be written with a comma
 */
export function numberReader(name: string, perMinute: number, decimalComma: boolean): NumberReader {
  const spec = columnSpec(name);
  const words = WORDS[name];
  const divisor = name === 'duration_min' ? perMinute : 1;
  return {
    name,
    read(value) {
      if (value === null || value === undefined) return null;
      const number =
        typeof value === 'number'
          ? value
          : typeof value === 'boolean' && name === 'explicit'
            ? Number(value)
            : typeof value === 'string'
              ? numberIn(value, words, decimalComma, name)
              : Number.NaN;
      if (number === null) return null;
      const own = number / divisor;
      if (!fits(spec, own)) return { wrong: wrongCell(spec, value, divisor) };
      return spec.impossibleZero && own === 0 ? null : own;
    },
  };
}

function numberIn(
  text: string,
  words: Readonly<Record<string, number>> | undefined,
  decimalComma: boolean,
  name: string,
): number | null {
  // The common case first: Number() is exact, but also reads blanks as 0, and hexadecimal, which no catalogue writes.
  const number = Number(text);
  if (Number.isFinite(number)) {
    const first = text.charCodeAt(0);
    if ((first >= DIGIT_1 && first <= DIGIT_9) || text.charCodeAt(1) === POINT) return number;
    if (!/^\s*$|[xob]/i.test(text)) return number;
  }
  const plain = text.trim();
  if (plain === '') return null;
  const word = words && Object.hasOwn(words, plain.toLowerCase()) ? words[plain.toLowerCase()] : undefined;
  if (word !== undefined) return word;
  if (decimalComma && /^[+-]?\d*,\d+$/.test(plain)) return Number(plain.replace(',', '.'));
  if (name === 'time_signature') {
    const beats = /^(\d+)\/\d+$/.exec(plain)?.[1];
    if (beats !== undefined) return Number(beats);
  }
  return Number.NaN;
}

const DIGIT_1 = 49;
const DIGIT_9 = 57;
const POINT = 46;

function fits(spec: ColumnSpec, value: number): boolean {
  if (!Number.isFinite(value)) return false;
  if (spec.type === 'boolean' && value !== 0 && value !== 1) return false;
  if (spec.type === 'integer' && !Number.isInteger(value)) return false;
  return (spec.min === null || value >= spec.min) && (spec.max === null || value <= spec.max);
}

function wrongCell(spec: ColumnSpec, value: unknown, divisor: number): string {
  const kind =
    spec.type === 'boolean' ? 'true or false' : spec.type === 'integer' ? 'a whole number' : 'a number';
  const low = spec.min === null ? null : spec.min * divisor;
  const high = spec.max === null ? null : spec.max * divisor;
  const range =
    spec.type === 'boolean' || (low === null && high === null)
      ? ''
      : high === null
        ? ` of at least ${low}`
        : ` from ${low} to ${high}`;
  return `expected ${kind}${range}, found ${shown(value)}`;
}

/** A value as it stands in a message: short, and harmless in a terminal. */
export function shown(value: unknown): string {
  const text = (JSON.stringify(value) ?? String(value)).replace(/[^\P{Cc}]/gu, '�');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
