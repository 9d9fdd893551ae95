import type { CorrelationsView } from './contract.js';
import type { NumberColumn } from './listings.js';

/** Rows that are gathered at a time: a block of every column fits the nearest cache. */
const BLOCK = 256;
/** Fewest listings for which a correlation is said. */
const LEAST = 3;
/** Variance, in variances of the catalogue's distinct values, below which a column counts as constant. */
const CONSTANT = 1e-12;

/** Sums over the rows where both columns of a pair have a value. */
interface PairSums {
  n: number;
  a: number;
  b: number;
  aa: number;
  bb: number;
  ab: number;
}

/**
 * Pearson's r of every pair of columns over the rows, each pair over the rows where both have a value.
 * O(rows × columns²).
 */
export function correlations(columns: readonly NumberColumn[], rows: Uint32Array): CorrelationsView {
  const size = columns.length;
  const tables = columns.map(standardised);
  const gaps = columns.map(({ codes }) => codes.includes(0));
  const z = columns.map(() => new Float64Array(BLOCK));
  const known = columns.map(() => new Float64Array(BLOCK));
  const sums = Array.from(
    { length: size * size },
    (): PairSums => ({ n: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 }),
  );
  for (let from = 0; from < rows.length; from += BLOCK) {
    const count = Math.min(BLOCK, rows.length - from);
    for (let c = 0; c < size; c++) {
      const { codes } = columns[c]!;
      const [table, into, there] = [tables[c]!, z[c]!, known[c]!];
      for (let i = 0; i < count; i++) {
        const code = codes[rows[from + i]!]!;
        into[i] = table[code]!;
        there[i] = code === 0 ? 0 : 1;
      }
    }
    for (let a = 0; a < size; a++) {
      for (let b = a; b < size; b++) {
        const of = sums[a * size + b]!;
        of.ab += product(z[a]!, z[b]!, count);
        // Without gaps, the sums of single columns are those of their own pair.
        if (a !== b && !gaps[a] && !gaps[b]) continue;
        addPair(of, z[a]!, z[b]!, known[a]!, known[b]!, count);
      }
    }
  }
  const r = new Array<number | null>(size * size).fill(null);
  for (let a = 0; a < size; a++) {
    for (let b = a; b < size; b++) {
      const own = (c: number) => sums[c * size + c]!;
      const of = sums[a * size + b]!;
      const whole = a === b || gaps[a] || gaps[b];
      const full = whole
        ? of
        : { ...of, n: own(a).n, a: own(a).a, b: own(b).a, aa: own(a).aa, bb: own(b).aa };
      r[a * size + b] = pearson(full, a === b);
      r[b * size + a] = r[a * size + b]!;
    }
  }
  return { kind: 'correlations', columns: columns.map(({ name }) => name), r, count: rows.length };
}

function addPair(
  of: PairSums,
  a: Float64Array,
  b: Float64Array,
  knownA: Float64Array,
  knownB: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const both = knownA[i]! * knownB[i]!;
    of.n += both;
    of.a += a[i]! * both;
    of.b += b[i]! * both;
    of.aa += a[i]! * a[i]! * both;
    of.bb += b[i]! * b[i]! * both;
  }
}

/** Four sums side by side, so that none waits for the one before. */
function product(a: Float64Array, b: Float64Array, count: number): number {
  let [p, q, r, s] = [0, 0, 0, 0];
  const even = count & ~3;
  for (let i = 0; i < even; i += 4) {
    p += a[i]! * b[i]!;
    q += a[i + 1]! * b[i + 1]!;
    r += a[i + 2]! * b[i + 2]!;
    s += a[i + 3]! * b[i + 3]!;
  }
  for (let i = even; i < count; i++) p += a[i]! * b[i]!;
  return p + q + r + s;
}

function pearson({ n, a, b, aa, bb, ab }: PairSums, same: boolean): number | null {
  if (n < LEAST) return null;
  const [va, vb] = [aa / n - (a / n) ** 2, bb / n - (b / n) ** 2];
  if (!(va > CONSTANT && vb > CONSTANT)) return null;
  if (same) return 1;
  return Math.max(-1, Math.min(1, (ab / n - (a / n) * (b / n)) / Math.sqrt(va * vb)));
}

/** By code: values about 0 and of spread 1, so that sums of products keep their digits; 0 where missing. */
function standardised({ values }: NumberColumn): Float64Array {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  let variance = 0;
  for (const value of values) variance += (value - mean) ** 2 / values.length;
  const scale = variance > 0 ? Math.sqrt(variance) : 1;
  const table = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) table[i + 1] = (values[i]! - mean) / scale;
  return table;
}
