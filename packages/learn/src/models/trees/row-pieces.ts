import { pause } from '../../parallel/in-thread.js';
import type { WorkerPool } from '../../parallel/pool.js';
import { type Column, columnLength, type Table } from '../../table/table.js';
import type { TreeRange } from './predict.js';

/** How work on many rows is run. */
export interface TreeRowsRun extends TreeRange {
  /** Workers to share the rows. Default: none, everything in this thread. */
  readonly pool?: WorkerPool | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the rows that are done, never falling. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

/** Rows `from` to `to` of a table, as views. */
export function rowPiece(data: Table, from: number, to: number): Table {
  const columns = data.columns.map((column): Column => {
    if (columnLength(column) === to - from) return column;
    return column.kind === 'numeric'
      ? { ...column, values: column.values.subarray(from, to) }
      : { ...column, codes: column.codes.subarray(from, to) };
  });
  return { rows: to - from, columns };
}

/** Does the rows piece by piece in this thread, letting other things happen in between. */
export async function eachPiece(
  data: Table,
  rows: number,
  { signal, onProgress }: TreeRowsRun,
  work: (piece: Table, from: number) => void,
): Promise<void> {
  for (let from = 0; from < data.rows; from += rows) {
    signal?.throwIfAborted();
    const to = Math.min(data.rows, from + rows);
    work(rowPiece(data, from, to), from);
    onProgress?.({ done: to, total: data.rows });
    if (to < data.rows) await pause();
  }
}
