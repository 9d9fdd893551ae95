/**
 * A numeric column as its distinct values and one code a row. One sort serves everything that follows:
 * quantiles, ranks and histograms of any set of rows are counts over the codes.
 */
export interface CodedColumn {
  readonly name: string;
  /** Distinct values, ascending. */
  readonly values: Float64Array;
  /** Index into `values` by row; −1 is missing. */
  readonly codes: Int32Array;
}

/** Codes a column; NaN is missing. O(n log n), four bytes a row kept. */
export function codeColumn(name: string, column: Float64Array): CodedColumn {
  const sorted = Float64Array.from(column).sort();
  let distinct = 0;
  for (let i = 0; i < sorted.length && !Number.isNaN(sorted[i]); i++) {
    // −0 and 0 sort apart but are equal.
    if (distinct === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i] + 0;
  }
  const values = sorted.slice(0, distinct);
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) codes[i] = search(values, column[i]);
  return { name, values, codes };
}

/** How many of the rows have each code; missing values are not counted. */
export function countCodes(column: CodedColumn, rows: Int32Array): Int32Array {
  const counts = new Int32Array(column.values.length);
  const { codes } = column;
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]];
    if (code >= 0) counts[code]++;
  }
  return counts;
}

/** The values of the rows, in their order; NaN is missing. */
export function valuesOf(column: CodedColumn, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    out[i] = code < 0 ? Number.NaN : column.values[code];
  }
  return out;
}

/**
 * Positions 0 … rows.length − 1 in ascending order of the column, rows without a value left out; equal values
 * keep the order of `rows`. A counting sort: O(rows + distinct values).
 */
export function sortedPositions(column: CodedColumn, rows: Int32Array): Int32Array {
  const starts = new Int32Array(column.values.length + 1);
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    if (code >= 0) starts[code + 1]++;
  }
  for (let c = 1; c < starts.length; c++) starts[c] += starts[c - 1];
  const order = new Int32Array(starts[starts.length - 1]);
  for (let i = 0; i < rows.length; i++) {
    const code = column.codes[rows[i]];
    if (code >= 0) order[starts[code]++] = i;
  }
  return order;
}

/** Index of a value that is present, −1 for NaN. */
function search(values: Float64Array, value: number): number {
  if (Number.isNaN(value)) return -1;
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
