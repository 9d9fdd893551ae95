/** One category a row: `levels[codes[row]]`. */
export interface Codes {
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** Any number of categories a row: `codes[starts[row]]` to `codes[starts[row + 1] - 1]`. */
export interface Lists {
  readonly starts: Uint32Array;
  readonly codes: Int32Array;
  readonly levels: readonly string[];
}

/** Codes in order of first appearance. */
export function codesOf(values: readonly string[]): Codes {
  const index = new Map<string, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) codes[row] = codeOf(index, values[row]!);
  return { codes, levels: [...index.keys()] };
}

/** Lists in order of first appearance; a text that stands twice in one row counts once. */
export function listsOf(values: readonly (readonly string[])[]): Lists {
  const index = new Map<string, number>();
  const starts = new Uint32Array(values.length + 1);
  const codes: number[] = [];
  values.forEach((texts, row) => {
    for (const text of new Set(texts)) codes.push(codeOf(index, text));
    starts[row + 1] = codes.length;
  });
  return { starts, codes: Int32Array.from(codes), levels: [...index.keys()] };
}

/** Between the two names of a pair: no catalogue has it in a text. */
export const PAIR_MARK = '\u001f';

/** The pairs of two codings, as codes. */
export function pairsOf(a: Codes, b: Codes): Codes {
  const index = new Map<number, number>();
  const levels: string[] = [];
  const codes = new Int32Array(a.codes.length);
  for (let row = 0; row < codes.length; row++) {
    const pair = a.codes[row]! * b.levels.length + b.codes[row]!;
    let code = index.get(pair);
    if (code === undefined) {
      code = levels.length;
      index.set(pair, code);
      levels.push(`${a.levels[a.codes[row]!]}${PAIR_MARK}${b.levels[b.codes[row]!]}`);
    }
    codes[row] = code;
  }
  return { codes, levels };
}

/** How many rows have each row's code. */
export function rowsPerCode({ codes, levels }: Codes): Float64Array {
  const counts = new Float64Array(levels.length);
  for (const code of codes) counts[code]!++;
  return Float64Array.from(codes, (code) => counts[code]!);
}

/** How many different codes of `inner` occur among the rows that share each row's code of `outer`. */
export function distinctWithin(outer: Codes, inner: Codes | Lists): Float64Array {
  const seen = new Set<number>();
  const counts = new Float64Array(outer.levels.length);
  const width = inner.levels.length;
  for (let row = 0; row < outer.codes.length; row++) {
    const from = 'starts' in inner ? inner.starts[row]! : row;
    const to = 'starts' in inner ? inner.starts[row + 1]! : row + 1;
    for (let at = from; at < to; at++) {
      const pair = outer.codes[row]! * width + inner.codes[at]!;
      if (seen.has(pair)) continue;
      seen.add(pair);
      counts[outer.codes[row]!]!++;
    }
  }
  return Float64Array.from(outer.codes, (code) => counts[code]!);
}

function codeOf(index: Map<string, number>, text: string): number {
  let code = index.get(text);
  if (code === undefined) {
    code = index.size;
    index.set(text, code);
  }
  return code;
}
