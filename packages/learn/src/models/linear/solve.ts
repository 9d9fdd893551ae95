/**
 * What is left of a column's variance, as a share, once the columns before it are taken out, below which it counts as
 * a combination of them. A column repeated in float32 leaves some 1e-14; the sums themselves are good to some 1e-15.
 */
const TOLERANCE = 1e-12;

/** A column is taken before larger ones that follow it while its remainder is at least this share of the largest. */
const PREFERENCE = 0.01;

/** A symmetric positive semi-definite matrix, factored. */
export interface Factored {
  readonly width: number;
  /** Independent columns, in the order in which they were taken. */
  readonly basis: Int32Array;
  /** Columns that are zero or combinations of the basis, in order. */
  readonly dependent: Int32Array;
  /** The least-norm x with matrix · x = right. */
  solve(right: Float64Array): Float64Array;
}

/**
 * Pivoted Cholesky factorisation, the diagonal scaled to 1. Where the matrix is singular, solutions are made unique by
 * the least norm (of the unscaled unknowns), as `lstsq` and scikit-learn do.
 *
 * @param matrix width × width, symmetric
 * @param zeroBelow a diagonal element at or below its entry here is zero
 */
export function factor(matrix: Float64Array, width: number, zeroBelow: Float64Array): Factored {
  const scale = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const size = matrix[i * width + i];
    if (size > zeroBelow[i]) scale[i] = Math.sqrt(size);
  }
  const { lower, basis } = pivotedCholesky(matrix, width, scale);
  const rank = basis.length;
  const inBasis = new Uint8Array(width);
  for (const i of basis) inBasis[i] = 1;
  const dependent = Int32Array.from({ length: width }, (_, i) => i).filter((i) => !inBasis[i]);
  const combined = dependent.filter((i) => scale[i] > 0);

  // Column a of the dependents is Σ mix[b, a] · basis column b, in unscaled terms.
  const mix = new Float64Array(rank * combined.length);
  for (let a = 0; a < combined.length; a++) {
    const row = combined[a];
    const column = lower.slice(row * width, row * width + rank);
    backward(lower, width, basis, column);
    for (let b = 0; b < rank; b++) mix[b * combined.length + a] = (column[b] * scale[row]) / scale[basis[b]];
  }
  const spread = combined.length > 0 ? spreadFactor(mix, rank, combined.length) : null;

  function solve(right: Float64Array): Float64Array {
    const found = new Float64Array(rank);
    for (let b = 0; b < rank; b++) found[b] = right[basis[b]] / scale[basis[b]];
    forward(lower, width, basis, found);
    backward(lower, width, basis, found);
    for (let b = 0; b < rank; b++) found[b] /= scale[basis[b]];
    const out = new Float64Array(width);
    if (spread) {
      const identity = Int32Array.from({ length: rank }, (_, i) => i);
      forward(spread, rank, identity, found);
      backward(spread, rank, identity, found);
      for (let a = 0; a < combined.length; a++) {
        let sum = 0;
        for (let b = 0; b < rank; b++) sum += mix[b * combined.length + a] * found[b];
        out[combined[a]] = sum;
      }
    }
    for (let b = 0; b < rank; b++) out[basis[b]] = found[b];
    return out;
  }

  return { width, basis, dependent, solve };
}

/** Row i of `lower` belongs to column i of the matrix; entry k of a row to the k-th pivot. */
function pivotedCholesky(matrix: Float64Array, width: number, scale: Float64Array) {
  const lower = new Float64Array(width * width);
  const left = new Float64Array(width);
  for (let i = 0; i < width; i++) left[i] = scale[i] > 0 ? 1 : 0;
  const basis: number[] = [];
  for (let k = 0; k < width; k++) {
    let largest = 0;
    for (let i = 0; i < width; i++) if (left[i] > largest) largest = left[i];
    if (!(largest > TOLERANCE)) break;
    let pivot = 0;
    while (!(left[pivot] > TOLERANCE && left[pivot] >= PREFERENCE * largest)) pivot++;
    const root = Math.sqrt(left[pivot]);
    const pivotRow = pivot * width;
    for (let i = 0; i < width; i++) {
      if (!(left[i] > 0) || i === pivot) continue;
      let sum = matrix[i * width + pivot] / (scale[i] * scale[pivot]);
      const row = i * width;
      for (let j = 0; j < k; j++) sum -= lower[row + j] * lower[pivotRow + j];
      lower[row + k] = sum / root;
      left[i] = Math.max(0, left[i] - lower[row + k] * lower[row + k]);
    }
    lower[pivotRow + k] = root;
    left[pivot] = 0;
    basis.push(pivot);
  }
  return { lower, basis: Int32Array.from(basis) };
}

/** Cholesky factor of I + mix · mixᵀ, rank × rank. */
function spreadFactor(mix: Float64Array, rank: number, count: number): Float64Array {
  const lower = new Float64Array(rank * rank);
  for (let i = 0; i < rank; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let a = 0; a < count; a++) sum += mix[i * count + a] * mix[j * count + a];
      for (let k = 0; k < j; k++) sum -= lower[i * rank + k] * lower[j * rank + k];
      lower[i * rank + j] = i === j ? Math.sqrt(sum) : sum / lower[j * rank + j];
    }
  }
  return lower;
}

/** Solves lower · x = values in place, for the rows of `order`. */
function forward(lower: Float64Array, width: number, order: Int32Array, values: Float64Array): void {
  for (let i = 0; i < order.length; i++) {
    const row = order[i] * width;
    let sum = values[i];
    for (let k = 0; k < i; k++) sum -= lower[row + k] * values[k];
    values[i] = sum / lower[row + i];
  }
}

/** Solves lowerᵀ · x = values in place, for the rows of `order`. */
function backward(lower: Float64Array, width: number, order: Int32Array, values: Float64Array): void {
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i] * width;
    const value = values[i] / lower[row + i];
    values[i] = value;
    for (let k = 0; k < i; k++) values[k] -= lower[row + k] * value;
  }
}
