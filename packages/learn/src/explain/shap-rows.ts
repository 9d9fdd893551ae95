import { shap as shapWasm } from '../generated/shap.js';
import { Arena } from '../kernels/arena.js';
import { loadKernelNow } from '../kernels/load-now.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { kernelCalls } from '../models/trees/kernel-calls.js';
import { treeRange } from '../models/trees/predict.js';
import { eachPiece, type TreeRowsRun } from '../models/trees/row-pieces.js';
import { kernelRuns } from '../models/trees/runs.js';
import { fillRows } from '../models/trees/slot-rows.js';
import type { Table } from '../table/table.js';
import { expectedValue, type ShapValues, shapValues } from './shap.js';
import { interleave } from './shap-adder.js';
import { writeProgram } from './shap-program.js';
import { type TreePlans, treePlans } from './tree-plans.js';

const PIECE = 1024;
const PROGRAM_BYTES = 1 << 28;
const CHUNK = 16_384;

/** Runs of trees whose programs fit in one memory together; trees without splits are left out. */
function treeGroups(plans: TreePlans, from: number, to: number): number[][] {
  const groups: number[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (let tree = from; tree < to; tree++) {
    const shape = plans.shapes[tree]!;
    if (shape.levels === 0) continue;
    bytes += shape.words * 4 + 64;
    if (bytes > PROGRAM_BYTES) {
      groups.push([]);
      bytes = shape.words * 4 + 64;
    }
    groups[groups.length - 1]!.push(tree);
  }
  return groups;
}

/**
 * {@link shapValues} with the rows shared out among workers, the same to the bit. Without workers it runs in this
 * thread, in pieces.
 * @throws LearnError `tree-range`, `not-aligned`, `too-deep`
 */
export async function shapRows(
  ensemble: TreeEnsemble,
  data: Table,
  run: TreeRowsRun = {},
): Promise<ShapValues> {
  const { from, to } = treeRange(ensemble, run);
  const { pool, signal, onProgress } = run;
  const columns = data.columns.length;
  const plans = treePlans(ensemble, data);
  const bias = expectedValue(ensemble, data, { from, to });
  const values = new Float32Array(data.rows * columns);
  const groups = treeGroups(plans, from, to);
  if (!pool?.threads || !plans.shared || !loadKernelNow('shap', shapWasm)) {
    await eachPiece(data, PIECE, run, (piece, row) => {
      values.set(shapValues(ensemble, piece, { from, to }).values, row * columns);
    });
    return { values, bias };
  }
  const { slots } = plans.shared;
  const stride = slots.count;
  const chunk = Math.ceil(Math.min(data.rows, CHUNK) / 4) * 4;
  const size = Math.max(64, Math.ceil(chunk / pool.size / 16) * 4);
  let frame = 0;
  for (const { levels, points } of plans.shapes) frame = Math.max(frame, (levels + 2) * points * 32);
  const arena = new Arena();
  const words = groups.map((trees) =>
    trees.reduce((sum, t) => sum + Math.ceil(plans.shapes[t]!.words / 16) * 16, 0),
  );
  const programs = arena.reserve(4 * words.reduce((most, own) => Math.max(most, own), 0));
  const blocks = arena.reserve(chunk * stride * 4);
  const out = arena.reserve(chunk * columns * 8);
  const scratchBytes = columns * 32 + frame;
  const scratch = Array.from({ length: Math.ceil(chunk / size) }, () => arena.reserve(scratchBytes));
  const memory = arena.memory();
  const ints = new Int32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  const rows = new Float32Array(chunk * stride);
  const steps = Math.max(1, groups.length);
  for (let row = 0; row < data.rows; row += chunk) {
    const count = Math.min(chunk, data.rows - row);
    fillRows(slots, data, row, row + count, rows, 0);
    interleave(rows, count, stride, floats.subarray(blocks / 4));
    const sums = new Float64Array(memory.buffer, out, chunk * columns).fill(0);
    for (let group = 0; group < groups.length; group++) {
      const roots: number[] = [];
      let next = programs;
      for (const tree of groups[group]!) {
        const { points, words: length } = plans.shapes[tree]!;
        // one group is written once, several anew for every chunk of rows
        if (row === 0 || groups.length > 1) {
          writeProgram(ensemble, tree, plans.shared, points, ints, floats, next / 4, next);
        }
        roots.push(next);
        next += Math.ceil(length / 16) * 64;
      }
      const pieces: number[] = [];
      for (let piece = 0; piece < count; piece += size) pieces.push(piece);
      const rowsOf = (piece: number) => Math.min(size, count - piece);
      const jobs = pieces.map((piece, job) =>
        groups[group]!.map((tree, i) => [
          roots[i]!,
          plans.shapes[tree]!.points,
          blocks + piece * stride * 4,
          stride * 16,
          Math.ceil(rowsOf(piece) / 4),
          columns,
          scratch[job]!,
          out + piece * columns * 8,
        ]),
      );
      let done = 0;
      await pool.map(kernelCalls, { kernel: 'shap', memory, call: 'shapTree' }, jobs, {
        signal,
        onResult(calls, index) {
          kernelRuns.shapWasm += calls;
          done += rowsOf(pieces[index]!);
          onProgress?.({
            done: row + Math.floor((group * count + done) / steps),
            total: data.rows,
          });
        },
      });
    }
    for (let r = 0; r < count; r++) {
      const block = (r >> 2) * columns * 4 + (r & 3);
      for (let c = 0; c < columns; c++) values[(row + r) * columns + c] = sums[block + 4 * c]!;
    }
  }
  return { values, bias };
}
