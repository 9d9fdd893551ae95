import { Arena } from '../../kernels/arena.js';
import { giveBackMemory } from '../../kernels/memory-store.js';
import type { Table } from '../../table/table.js';
import type { FitRun } from '../contract.js';
import { checkFinite } from '../fit-input.js';
import { type Design, layDesign } from './design.js';
import { type OpenLinear, openLinear } from './kernel.js';

const BLOCK = 256;

/** What linear fits on one table share: sums of products over the rows, every column taken from its mean. */
export interface Products {
  readonly data: Table;
  readonly design: Design;
  /** width × width, symmetric: Σ w (xᵢ − x̄ᵢ)(xⱼ − x̄ⱼ). */
  readonly matrix: Float64Array;
  /** Mean of every column of the design (0 but for rounding for numeric ones). */
  readonly means: Float64Array;
  /** Σ w xᵢ², not centred: the size against which the diagonal of `matrix` is zero. */
  readonly sizes: Float64Array;
}

/**
 * The matrix of products of a table. One-hot columns are counted, never laid out, so that a row costs
 * numeric² / 2 + groups × numeric + groups² / 2 steps whatever the number of levels.
 *
 * @param weights above 0. Default: 1 each
 * @param onRows told how many rows are done. Default: nobody is
 * @param plain runs the plain TypeScript kernel even where WebAssembly could. Default: false
 * @throws LearnError `column-value` for numbers that are not finite, `design-width` above 8,192 columns, `column-range`
 */
export function productsOf(
  data: Table,
  weights?: FitRun['weights'],
  onRows: (done: number) => void = () => undefined,
  plain = false,
): Products {
  checkFinite(data.columns);
  const design = layDesign(data, weights);
  const { width, coded, rows, totalWeight } = design;
  const matrix = new Float64Array(width * width);
  const sums = new Float64Array(width);
  const block = openBlock(design, plain);
  for (let start = 0; start < rows; start += BLOCK) {
    const count = Math.min(BLOCK, rows - start);
    fillBlock(design, start, count, block);
    addNumeric(design, count, block, matrix, sums);
    for (let g = 0; g < coded.length; g++) addCoded(design, g, start, count, block, matrix, sums);
    onRows(start + count);
  }
  if (block.kernel.memory) giveBackMemory(block.kernel.memory);
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
  return { data, design, matrix, means, sizes };
}

/** Standardised values of some rows, row after row, each with a 1 behind them and room up to four columns. */
interface Block {
  readonly kernel: OpenLinear;
  /** Numbers from one row to the next. */
  readonly stride: number;
  readonly plain: Float64Array;
  /** Times the weight; the very same where there are none. */
  readonly weighted: Float64Array;
  /** What the kernel finds: four columns by four. */
  readonly found: Float64Array;
}

function openBlock({ numeric, weights }: Design, plain: boolean): Block {
  const stride = 4 * Math.ceil((numeric.length + 1) / 4);
  const size = BLOCK * stride;
  const arena = new Arena();
  const at = arena.reserve(8 * size);
  const weighted = weights ? arena.reserve(8 * size) : at;
  const out = arena.reserve(8 * 16);
  const kernel = openLinear(arena, plain);
  const cells = (from: number, length: number) => new Float64Array(kernel.buffer, from, length);
  const block = {
    kernel,
    stride,
    plain: cells(at, size),
    weighted: cells(weighted, size),
    found: cells(out, 16),
  };
  for (let r = 0; r < BLOCK; r++) block.plain[r * stride + numeric.length] = 1;
  return block;
}

function fillBlock(design: Design, start: number, count: number, { stride, plain, weighted }: Block): void {
  const { numeric, weights } = design;
  for (let k = 0; k < numeric.length; k++) {
    const { mean, scale, column } = numeric[k];
    const { values } = column;
    for (let r = 0; r < count; r++) plain[r * stride + k] = (values[start + r] - mean) / scale;
    if (!weights) continue;
    for (let r = 0; r < count; r++) weighted[r * stride + k] = plain[r * stride + k] * weights[start + r];
  }
}

/** Products of columns, and behind the last their sums: products with 1. What is below the diagonal is not wanted. */
function addNumeric(
  { numeric, width }: Design,
  count: number,
  { kernel, stride, plain, weighted, found }: Block,
  matrix: Float64Array,
  sums: Float64Array,
): void {
  const size = numeric.length;
  for (let i = 0; i < size; i += 4) {
    for (let j = i; j <= size; j += 4) {
      const [a, b] = [weighted.byteOffset + 8 * i, plain.byteOffset + 8 * j];
      kernel.dots(a, b, count, 8 * stride, found.byteOffset);
      for (let k = 0; k < 16; k++) {
        const one = i + (k >> 2);
        const other = j + (k & 3);
        if (one >= size || other < one || other > size) continue;
        if (other === size) sums[numeric[one].at] += found[k];
        else matrix[numeric[one].at * width + numeric[other].at] += found[k];
      }
    }
  }
}

/** Counts of one group, its sums of numeric columns, and its counts together with later groups. */
function addCoded(
  { coded, numeric, width, weights }: Design,
  group: number,
  start: number,
  count: number,
  { stride, weighted }: Block,
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
    for (let k = 0; k < numeric.length; k++) matrix[here * width + numeric[k].at] += weighted[r * stride + k];
    for (let h = group + 1; h < coded.length; h++) {
      const other = coded[h];
      const otherCode = other.column.codes[start + r];
      if (otherCode < other.column.levels.length) matrix[here * width + other.at + otherCode] += weight;
    }
  }
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
    for (let row = 0; row < rows; row++) sum += (column.values[row] - mean) * weighted[row];
    out[at] = sum / scale;
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
    const slope = coefficients[at] / scale;
    for (let row = 0; row < rows; row++) values[row] -= slope * (column.values[row] - mean);
  }
  for (const { at, column } of coded) {
    const { codes, levels } = column;
    for (let row = 0; row < rows; row++)
      if (codes[row] < levels.length) values[row] -= coefficients[at + codes[row]];
  }
}
