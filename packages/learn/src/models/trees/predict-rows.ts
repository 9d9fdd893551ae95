import type { Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { kernelCalls } from './kernel-calls.js';
import { predictEnsemble, treeRange } from './predict.js';
import { walkerOf } from './prepared.js';
import { eachPiece, type TreeRowsRun } from './row-pieces.js';
import { kernelRuns } from './runs.js';
import { fillRows } from './slot-rows.js';
import { walkMemory } from './walk-kernel.js';

const PIECE = 4096;
const CHUNK_BYTES = 1 << 28;

/**
 * {@link predictEnsemble} with the rows shared out among workers, the same to the bit. Pays from some ten thousand rows
 * × hundred trees on. Without workers it runs in this thread, in pieces.
 * @throws LearnError `tree-range`, `not-aligned`
 */
export async function predictRows(
  ensemble: TreeEnsemble,
  data: Table,
  run: TreeRowsRun = {},
): Promise<Float64Array> {
  const { from, to } = treeRange(ensemble, run);
  const { pool, signal, onProgress } = run;
  const out = new Float64Array(data.rows);
  const walker = walkerOf(ensemble, data.columns);
  if (!pool?.threads || !walker?.wasm) {
    await eachPiece(data, PIECE, run, (piece, row) => {
      out.set(predictEnsemble(ensemble, piece, { from, to }), row);
    });
    return out;
  }
  const { layout } = walker;
  const stride = layout.slots.count;
  const chunk = Math.min(data.rows, Math.max(PIECE, Math.floor(CHUNK_BYTES / 4 / stride)));
  // the kernel takes rows by eights
  const { memory, at } = walkMemory(layout, Math.ceil(chunk / 8) * 8);
  const floats = new Float32Array(memory.buffer);
  const sums = new Float32Array(memory.buffer, at.sums, chunk);
  for (let row = 0; row < data.rows; row += chunk) {
    const count = Math.min(chunk, data.rows - row);
    fillRows(layout.slots, data, row, row + count, floats, at.rows / 4);
    sums.fill(ensemble.base);
    const starts: number[] = [];
    for (let piece = 0; piece < count; piece += PIECE) starts.push(piece);
    const rowsOf = (piece: number) => Math.min(PIECE, count - piece);
    const jobs = starts.map((piece) => [
      [
        at.nodes,
        at.starts,
        at.steps,
        from,
        to,
        at.rows + piece * stride * 4,
        stride * 4,
        Math.ceil(rowsOf(piece) / 8) * 8,
        layout.childBits,
        at.sums + piece * 4,
      ],
    ]);
    let done = row;
    await pool.map(kernelCalls, { kernel: 'predict', memory, call: 'walkRows' }, jobs, {
      signal,
      onResult(calls, index) {
        kernelRuns.walkWasm += calls;
        done += rowsOf(starts[index]!);
        onProgress?.({ done, total: data.rows });
      },
    });
    out.set(sums.subarray(0, count), row);
  }
  return out;
}
