import type { BinnedTable } from './bins.js';

/** Rows at a time, so that what is written stays in the cache. */
const BLOCK = 64;

/**
 * Writes the bins of a table row by row, as trees read them.
 *
 * @param out zeros behind the last column of a row stay as they are
 * @param stride cells from one row to the next
 */
export function binRows(
  { data, rows, columns }: BinnedTable,
  out: Uint8Array | Uint16Array,
  stride: number,
): void {
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, rows);
    for (let c = 0; c < columns.length; c++) {
      const column = c * rows;
      for (let row = from; row < to; row++) out[row * stride + c] = data[column + row]!;
    }
  }
}
