import { shapValues } from '../../explain/shap.js';
import { mapTasks } from '../../parallel/in-thread.js';
import type { WorkerPool } from '../../parallel/pool.js';
import type { Task } from '../../parallel/task.js';
import type { Column, Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { predictEnsemble, type TreeRange, treeRange } from './predict.js';

interface Setup {
  readonly ensemble: TreeEnsemble;
  readonly range: TreeRange;
  readonly what: 'predict' | 'shap';
}

interface Result {
  readonly values: Float64Array<ArrayBufferLike> | Float32Array<ArrayBufferLike>;
  readonly bias: number;
}

/** Predicts or explains some rows of a table. */
export const treeRows: Task<Setup, Table, Result> = {
  name: 'tree-rows',
  prepare({ ensemble, range, what }) {
    return (data, context) => {
      const result =
        what === 'predict'
          ? { values: predictEnsemble(ensemble, data, range), bias: 0 }
          : shapValues(ensemble, data, range);
      context.transfer(result.values.buffer as ArrayBuffer);
      return result;
    };
  },
};

/** Rows of a table as one of its own: a view would take the whole buffer along to the worker. */
function part(data: Table, from: number, to: number): Table {
  const columns = data.columns.map(
    (column): Column =>
      column.kind === 'numeric'
        ? { ...column, values: column.values.slice(from, to) }
        : { ...column, codes: column.codes.slice(from, to) },
  );
  return { rows: to - from, columns };
}

/** How rows are shared out. */
export interface TreeRowsRun extends TreeRange {
  readonly pool?: WorkerPool | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Rows that are done, of all. */
  readonly onProgress?: ((progress: { done: number; total: number }) => void) | undefined;
}

async function run(
  ensemble: TreeEnsemble,
  data: Table,
  what: Setup['what'],
  rowsAJob: number,
  width: number,
  { pool, signal, onProgress, ...range }: TreeRowsRun,
): Promise<{ values: Float64Array; bias: number | undefined }> {
  const { from, to } = treeRange(ensemble, range);
  const starts: number[] = [];
  for (let row = 0; row < data.rows; row += rowsAJob) starts.push(row);
  const end = (start: number) => Math.min(data.rows, start + rowsAJob);
  const values = new Float64Array(data.rows * width);
  let done = 0;
  let bias: number | undefined;
  await mapTasks(
    pool,
    treeRows,
    { ensemble, range: { from, to }, what },
    starts.map((start) => part(data, start, end(start))),
    {
      signal,
      onResult(result, index) {
        const start = starts[index]!;
        values.set(result.values, start * width);
        bias = result.bias;
        done += end(start) - start;
        onProgress?.({ done, total: data.rows });
      },
    },
  );
  return { values, bias };
}

/**
 * {@link predictEnsemble} with the rows shared out among workers; the same to the bit. Pays from some ten thousand
 * rows × hundred trees on. Without a pool it runs in this thread, in pieces.
 * @throws LearnError `tree-range`, `not-aligned`
 */
export async function predictRows(
  ensemble: TreeEnsemble,
  data: Table,
  options: TreeRowsRun = {},
): Promise<Float64Array> {
  return (await run(ensemble, data, 'predict', 8192, 1, options)).values;
}

/**
 * {@link shapValues} with the rows shared out among workers; the same to the bit.
 * @throws LearnError `tree-range`, `not-aligned`, `too-deep`
 */
export async function shapRows(
  ensemble: TreeEnsemble,
  data: Table,
  options: TreeRowsRun = {},
): Promise<{ values: Float32Array; bias: number }> {
  const { values, bias } = await run(ensemble, data, 'shap', 1024, data.columns.length, options);
  if (bias === undefined) return shapValues(ensemble, data, options);
  return { values: Float32Array.from(values), bias };
}
