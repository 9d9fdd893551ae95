import { type CodedColumn, completeRows } from './coded-column.js';
import { averageRanks, type Distribution, distinctOf, distributionOf } from './distribution.js';

/** A symmetric matrix; null where one of the two columns is constant. */
export type CorrelationMatrix = (number | null)[][];

const BLOCK = 2048;

/** Pearson correlations over the given rows, each pair over the rows where both have a value, as in pandas. */
export function pearsonMatrix(columns: readonly CodedColumn[], rows: Int32Array): CorrelationMatrix {
  return matrix(columns, rows, (column) => column.values);
}

/** Spearman correlations (average ranks) over the given rows, pairwise complete. */
export function spearmanMatrix(columns: readonly CodedColumn[], rows: Int32Array): CorrelationMatrix {
  return matrix(columns, rows, (_, distribution) => averageRanks(distribution));
}

type Scores = (column: CodedColumn, distribution: Distribution) => Float64Array;

function matrix(columns: readonly CodedColumn[], rows: Int32Array, scores: Scores): CorrelationMatrix {
  const size = columns.length;
  const out: CorrelationMatrix = Array.from({ length: size }, () =>
    new Array<number | null>(size).fill(null),
  );
  const distributions = columns.map((column) => distributionOf(column, rows));
  const complete = columns.flatMap((_, i) => (distributions[i].n === rows.length ? [i] : []));
  const products = crossProducts(
    complete.map((i) => columns[i]),
    complete.map((i) => scores(columns[i], distributions[i])),
    rows,
  );
  const varies = distributions.map((d) => distinctOf(d) > 1);
  complete.forEach((i, a) => {
    complete.forEach((j, b) => {
      if (varies[i] && varies[j])
        out[i][j] = i === j ? 1 : ratio(products[a][b], products[a][a], products[b][b]);
    });
  });
  // Columns with gaps: each pair by itself, over the rows that both have.
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      if (distributions[i].n === rows.length && distributions[j].n === rows.length) continue;
      const both = completeRows([columns[i], columns[j]], rows);
      const r = i === j ? (varies[i] ? 1 : null) : pairwise(columns[i], columns[j], both, scores);
      out[i][j] = r;
      out[j][i] = r;
    }
  return out;
}

function pairwise(a: CodedColumn, b: CodedColumn, rows: Int32Array, scores: Scores): number | null {
  const distributions = [distributionOf(a, rows), distributionOf(b, rows)];
  if (distributions.some((d) => distinctOf(d) < 2)) return null;
  const products = crossProducts([a, b], [scores(a, distributions[0]), scores(b, distributions[1])], rows);
  return ratio(products[0][1], products[0][0], products[1][1]);
}

/** Σ (x − mean)(y − mean) of every pair, block by block so that the columns stay in the cache. */
function crossProducts(
  columns: readonly CodedColumn[],
  scores: readonly Float64Array[],
  rows: Int32Array,
): Float64Array[] {
  const size = columns.length;
  const products = columns.map(() => new Float64Array(size));
  const centred = columns.map((column, k) => {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) sum += scores[k][column.codes[rows[i]]];
    const mean = sum / rows.length;
    return scores[k].map((score) => score - mean);
  });
  const block = columns.map(() => new Float64Array(BLOCK));
  for (let from = 0; from < rows.length; from += BLOCK) {
    const length = Math.min(BLOCK, rows.length - from);
    for (let k = 0; k < size; k++) {
      const { codes } = columns[k];
      const table = centred[k];
      const target = block[k];
      for (let i = 0; i < length; i++) target[i] = table[codes[rows[from + i]]];
    }
    for (let a = 0; a < size; a++)
      for (let b = 0; b <= a; b++) {
        products[a][b] += dot(block[a], block[b], length);
      }
  }
  for (let a = 0; a < size; a++) for (let b = 0; b < a; b++) products[b][a] = products[a][b];
  return products;
}

/** Four sums side by side: one alone would wait for each addition. */
function dot(x: Float64Array, y: Float64Array, length: number): number {
  let [s, t, u, v] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    s += x[i] * y[i];
    t += x[i + 1] * y[i + 1];
    u += x[i + 2] * y[i + 2];
    v += x[i + 3] * y[i + 3];
  }
  for (; i < length; i++) s += x[i] * y[i];
  return s + t + (u + v);
}

function ratio(xy: number, xx: number, yy: number): number {
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
