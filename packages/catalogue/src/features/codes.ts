/** One category a row, as a code below `size`; −1 is none, or one that was never seen. */
export interface Coding {
  readonly codes: Int32Array;
  readonly size: number;
}

/** Codes of texts: `levels[codes[row]]`. */
export interface Codes extends Coding {
  readonly levels: readonly string[];
}

/** Codes of pairs: code `c` is `left[c]` of one coding with `right[c]` of another. */
export interface Pairs extends Coding {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** Any number of texts a row: `codes[starts[row]]` to `codes[starts[row + 1] - 1]`, −1 for one that was never seen. */
export interface Lists {
  readonly starts: Uint32Array;
  readonly codes: Int32Array;
  readonly size: number;
  readonly levels: readonly string[];
}

/** Between the two halves of a joined text: no catalogue has it in one. */
export const PAIR_MARK = '\u001f';

/**
 * Codes of texts, in order of first appearance, or against levels that are given: what they lack is −1, as is an empty
 * text.
 */
export function codesOf(values: readonly string[], given?: readonly string[]): Codes {
  const index = indexOf(given);
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) codes[row] = codeOf(index, values[row]!, !given);
  const levels = given ?? [...index.keys()];
  return { codes, levels, size: levels.length };
}

/** Lists of texts, coded as by {@link codesOf}; a text that stands twice in one row counts once. */
export function listsOf(values: readonly (readonly string[])[], given?: readonly string[]): Lists {
  const index = indexOf(given);
  const starts = new Uint32Array(values.length + 1);
  const codes: number[] = [];
  for (let row = 0; row < values.length; row++) {
    const texts = values[row]!;
    for (let i = 0; i < texts.length; i++) {
      if (texts.indexOf(texts[i]!) === i) codes.push(codeOf(index, texts[i]!, !given));
    }
    starts[row + 1] = codes.length;
  }
  const levels = given ?? [...index.keys()];
  return { starts, codes: Int32Array.from(codes), levels, size: levels.length };
}

/** The pairs of two codings, in order of first appearance or against pairs that are given; half a pair is none. */
export function pairsOf(a: Coding, b: Coding, given?: Pick<Pairs, 'left' | 'right'>): Pairs {
  const index = given ? pairIndexOf(given, b.size) : new Map<number, number>();
  const left: number[] = [];
  const right: number[] = [];
  const codes = new Int32Array(a.codes.length);
  for (let row = 0; row < codes.length; row++) {
    const one = a.codes[row]!;
    const other = b.codes[row]!;
    if (one < 0 || other < 0) {
      codes[row] = -1;
      continue;
    }
    let code = index.get(one * b.size + other) ?? -1;
    if (code < 0 && !given) {
      code = left.length;
      index.set(one * b.size + other, code);
      left.push(one);
      right.push(other);
    }
    codes[row] = code;
  }
  const made = given ?? { left: Int32Array.from(left), right: Int32Array.from(right) };
  return { codes, size: made.left.length, left: made.left, right: made.right };
}

/** A coding by numbers that are there already. */
export function numbered(codes: Int32Array): Coding {
  let most = -1;
  for (const code of codes) most = Math.max(most, code);
  return { codes, size: most + 1 };
}

/** How many rows each code has. */
export function rowsOfCode({ codes, size }: Coding): Float64Array {
  const counts = new Float64Array(size);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** How many different codes of `inner` occur among the rows of each code of `outer`. */
export function distinctOfCode(outer: Coding, inner: Coding | Lists): Float64Array {
  const counts = new Float64Array(outer.size);
  // Rows of one code stand together, so that a code of `inner` is new where it was last met under another.
  const metUnder = new Int32Array(inner.size).fill(-1);
  for (const row of rowsByCode(outer)) {
    const code = outer.codes[row]!;
    const from = 'starts' in inner ? inner.starts[row]! : row;
    const to = 'starts' in inner ? inner.starts[row + 1]! : row + 1;
    for (let at = from; at < to; at++) {
      const other = inner.codes[at]!;
      if (other < 0 || metUnder[other] === code) continue;
      metUnder[other] = code;
      counts[code]!++;
    }
  }
  return counts;
}

/** The rows that have a code, by rising code. */
function rowsByCode(coding: Coding): Uint32Array {
  const { codes } = coding;
  const counts = rowsOfCode(coding);
  const places = new Uint32Array(counts.length + 1);
  for (let code = 0; code < counts.length; code++) places[code + 1] = places[code]! + counts[code]!;
  const rows = new Uint32Array(places[counts.length]!);
  for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) rows[places[codes[row]!]!++] = row;
  return rows;
}

/** The value of each row's code; `none` for rows without one. */
export function valuesOfRows({ codes }: Coding, values: Float64Array, none: number): Float64Array {
  const out = new Float64Array(codes.length);
  for (let row = 0; row < out.length; row++) out[row] = codes[row]! < 0 ? none : values[codes[row]!]!;
  return out;
}

/** Indexes of given levels, kept as long as these: a single track is coded in no time. */
const indexes = new WeakMap<object, Map<string, number>>();
const pairIndexes = new WeakMap<object, { readonly size: number; readonly index: Map<number, number> }>();

function indexOf(given: readonly string[] | undefined): Map<string, number> {
  if (!given) return new Map();
  let index = indexes.get(given);
  if (!index) {
    index = new Map();
    for (let code = 0; code < given.length; code++) index.set(given[code]!, code);
    indexes.set(given, index);
  }
  return index;
}

function pairIndexOf({ left, right }: Pick<Pairs, 'left' | 'right'>, size: number): Map<number, number> {
  const known = pairIndexes.get(left);
  if (known?.size === size) return known.index;
  const index = new Map<number, number>();
  for (let code = 0; code < left.length; code++) index.set(left[code]! * size + right[code]!, code);
  pairIndexes.set(left, { size, index });
  return index;
}

function codeOf(index: Map<string, number>, text: string, grows: boolean): number {
  if (text === '') return -1;
  let code = index.get(text);
  if (code === undefined) {
    if (!grows) return -1;
    code = index.size;
    index.set(text, code);
  }
  return code;
}
