import type { Design } from './design.js';

const BLOCK = 256;

/** Sums of products over the rows, every column and the target taken from its mean. */
export interface Products {
  /** width × width, symmetric: Σ w (xᵢ − x̄ᵢ)(xⱼ − x̄ⱼ). */
  readonly matrix: Float64Array;
  /** Mean of every column of the design (0 but for rounding for numeric ones). */
  readonly means: Float64Array;
  /** Σ w xᵢ², not centred: the size against which the diagonal of `matrix` is zero. */
  readonly sizes: Float64Array;
}

/**
 * The matrix of products of a design. One-hot columns are counted, never laid out, so that a row costs
 * numeric² / 2 + groups × numeric + groups² / 2 steps whatever the number of levels.
 */
export function products(design: Design, onRows: (done: number) => void): Products {
  const { width, numeric, coded, rows, weights, totalWeight } = design;
  const matrix = new Float64Array(width * width);
  const sums = new Float64Array(width);
  const plain = new Float64Array(numeric.length * BLOCK);
  const weighted = weights ? new Float64Array(numeric.length * BLOCK) : plain;
  for (let start = 0; start < rows; start += BLOCK) {
    const count = Math.min(BLOCK, rows - start);
    fillBlock(design, start, count, plain, weighted);
    addNumeric(design, count, plain, weighted, matrix, sums);
    for (let g = 0; g < coded.length; g++) addCoded(design, g, start, count, weighted, matrix, sums);
    onRows(start + count);
  }
  const means = sums.map((sum) => sum / totalWeight);
  const sizes = new Float64Array(width);
  for (let i = 0; i < width; i++) sizes[i] = matrix[i * width + i];
  for (let i = 0; i < width; i++) {
    for (let j = i; j < width; j++) {
      // Sums were added on one side of the diagonal only, whichever came first.
      const both = i === j ? sizes[i] : matrix[i * width + j] + matrix[j * width + i];
      matrix[i * width + j] = matrix[j * width + i] = both - sums[i] * means[j];
    }
  }
  return { matrix, means, sizes };
}

/** Standardised values of a block of rows, column after column, plain and times the weight. */
function fillBlock(
  design: Design,
  start: number,
  count: number,
  plain: Float64Array,
  weighted: Float64Array,
) {
  const { numeric, weights } = design;
  for (let k = 0; k < numeric.length; k++) {
    const { mean, scale, column } = numeric[k];
    const { values } = column;
    for (let r = 0; r < count; r++) plain[k * BLOCK + r] = (values[start + r] - mean) / scale;
    if (!weights) continue;
    for (let r = 0; r < count; r++) weighted[k * BLOCK + r] = plain[k * BLOCK + r] * weights[start + r];
  }
}

function addNumeric(
  { numeric, width }: Design,
  count: number,
  plain: Float64Array,
  weighted: Float64Array,
  matrix: Float64Array,
  sums: Float64Array,
): void {
  for (let i = 0; i < numeric.length; i++) {
    let sum = 0;
    for (let r = 0; r < count; r++) sum += weighted[i * BLOCK + r];
    sums[numeric[i].at] += sum;
  }
  // Two columns by two: what is read serves twice. The element below the diagonal is not wanted.
  const last = numeric.length - 1;
  const found = new Float64Array(4);
  for (let i = 0; i <= last; i += 2) {
    for (let j = i; j <= last; j += 2) {
      const [i1, j1] = [Math.min(i + 1, last), Math.min(j + 1, last)];
      dots(weighted, i * BLOCK, i1 * BLOCK, plain, j * BLOCK, j1 * BLOCK, count, found);
      const first = numeric[i].at * width;
      const second = numeric[i1].at * width;
      matrix[first + numeric[j].at] += found[0];
      if (j1 > j) matrix[first + numeric[j1].at] += found[1];
      if (i1 === i) continue;
      if (j > i) matrix[second + numeric[j].at] += found[2];
      if (j1 > j) matrix[second + numeric[j1].at] += found[3];
    }
  }
}

/** Counts of one group, its sums of numeric columns, and its counts together with later groups. */
function addCoded(
  { coded, numeric, width, weights }: Design,
  group: number,
  start: number,
  count: number,
  weighted: Float64Array,
  matrix: Float64Array,
  sums: Float64Array,
): void {
  const { column, at } = coded[group];
  const { codes, levels } = column;
  for (let r = 0; r < count; r++) {
    const code = codes[start + r];
    if (code >= levels.length) continue;
    const here = at + code;
    const weight = weights ? weights[start + r] : 1;
    sums[here] += weight;
    matrix[here * width + here] += weight;
    for (let k = 0; k < numeric.length; k++) matrix[here * width + numeric[k].at] += weighted[k * BLOCK + r];
    for (let h = group + 1; h < coded.length; h++) {
      const other = coded[h];
      const otherCode = other.column.codes[start + r];
      if (otherCode < other.column.levels.length) matrix[here * width + other.at + otherCode] += weight;
    }
  }
}

/** The four products of two columns with two others. */
function dots(
  a: Float64Array,
  a0: number,
  a1: number,
  b: Float64Array,
  b0: number,
  b1: number,
  count: number,
  out: Float64Array,
): void {
  let s00 = 0;
  let s01 = 0;
  let s10 = 0;
  let s11 = 0;
  for (let r = 0; r < count; r++) {
    const x0 = a[a0 + r];
    const x1 = a[a1 + r];
    const y0 = b[b0 + r];
    const y1 = b[b1 + r];
    s00 += x0 * y0;
    s01 += x0 * y1;
    s10 += x1 * y0;
    s11 += x1 * y1;
  }
  out[0] = s00;
  out[1] = s01;
  out[2] = s10;
  out[3] = s11;
}

/**
 * Σ w (xᵢ − x̄ᵢ) · values[row] for every column of the design.
 * @param values one number a row
 */
export function productsWith(design: Design, means: Float64Array, values: Float64Array): Float64Array {
  const { width, numeric, coded, rows, weights } = design;
  const out = new Float64Array(width);
  const weighted = weights ? values.map((value, row) => value * weights[row]) : values;
  let total = 0;
  for (let row = 0; row < rows; row++) total += weighted[row];
  for (const { at, column, mean, scale } of numeric) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += ((column.values[row] - mean) / scale) * weighted[row];
    out[at] = sum;
  }
  for (const { at, column } of coded) {
    const { codes, levels } = column;
    for (let row = 0; row < rows; row++)
      if (codes[row] < levels.length) out[at + codes[row]] += weighted[row];
  }
  for (let i = 0; i < width; i++) out[i] -= means[i] * total;
  return out;
}

/** Subtracts Σ coefficient · (x − x̄) from `values`, row by row. */
export function subtractFitted(
  design: Design,
  means: Float64Array,
  coefficients: Float64Array,
  values: Float64Array,
): void {
  const { numeric, coded, rows, width } = design;
  let shift = 0;
  for (let i = 0; i < width; i++) shift += coefficients[i] * means[i];
  for (let row = 0; row < rows; row++) values[row] += shift;
  for (const { at, column, mean, scale } of numeric) {
    const slope = coefficients[at];
    for (let row = 0; row < rows; row++) values[row] -= slope * ((column.values[row] - mean) / scale);
  }
  for (const { at, column } of coded) {
    const { codes, levels } = column;
    for (let row = 0; row < rows; row++)
      if (codes[row] < levels.length) values[row] -= coefficients[at + codes[row]];
  }
}
