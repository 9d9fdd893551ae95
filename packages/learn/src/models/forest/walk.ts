import { forest_predict } from '../../generated/forest-predict.js';
import { Arena } from '../../kernels/arena.js';
import { loadKernelNow } from '../../kernels/load-now.js';
import { instantiateKernel } from '../../kernels/registry.js';
import type { Table } from '../../table/table.js';
import { columnValues } from './prepare.js';
import { type ForestTree, floatsOf } from './trees.js';

/** Adds leaves to the sums of rows. */
export interface Walker {
  /** Row-major float32 values, `columns` a row: fill before walking. */
  readonly matrix: Float32Array;
  /** Rows to walk; the first `count` of them are used. */
  readonly list: Uint32Array;
  /** One sum a row. */
  readonly sums: Float64Array;
  add(tree: ForestTree, count: number): void;
}

interface WalkExports {
  addLeaves(
    nodes: number,
    bits: number,
    matrix: number,
    stride: number,
    list: number,
    count: number,
    sums: number,
  ): void;
}

/** A walker in WebAssembly, or undefined where it cannot run. `nodes`: of the largest tree. */
export function wasmWalker(rows: number, columns: number, bits: number, nodes: number): Walker | undefined {
  if (!loadKernelNow('forest-predict', forest_predict)) return undefined;
  const arena = new Arena();
  const matrix = arena.reserve(4 * rows * columns);
  const list = arena.reserve(4 * rows);
  const sums = arena.reserve(8 * rows);
  const tree = arena.reserve(8 * nodes);
  const memory = arena.memory();
  const kernel = instantiateKernel<WalkExports>('forest-predict', memory);
  const words = new Uint32Array(memory.buffer);
  return {
    matrix: new Float32Array(memory.buffer, matrix, rows * columns),
    list: words.subarray(list / 4, list / 4 + rows),
    sums: new Float64Array(memory.buffer, sums, rows),
    add: (own, count) => {
      words.set(own.nodes, tree / 4);
      kernel.addLeaves(tree, bits, matrix, 4 * columns, list, count, sums);
    },
  };
}

/** The node, counted from the root, of the leaf that a row of the matrix reaches. */
function leafOf(
  nodes: Uint32Array,
  floats: Float32Array,
  bits: number,
  matrix: Float32Array,
  row: number,
): number {
  const mask = (1 << bits) - 1;
  let at = 0;
  for (;;) {
    const word = nodes[2 * at + 1];
    const jump = word >>> (bits + 2);
    if (jump === 0) return at;
    const value = matrix[row + (word & mask)];
    const threshold = floats[2 * at];
    let right: boolean;
    if (Number.isNaN(value)) right = ((word >>> (bits + 1)) & 1) === 0;
    else if ((word >>> bits) & 1) right = value === threshold;
    else right = value >= threshold;
    at += right ? jump : 1;
  }
}

/** The same in plain TypeScript; no copy of the tree, so better for few rows. */
export function plainWalker(rows: number, columns: number, bits: number): Walker {
  const matrix = new Float32Array(rows * columns);
  const list = new Uint32Array(rows);
  const sums = new Float64Array(rows);
  return {
    matrix,
    list,
    sums,
    add: (tree, count) => {
      const floats = floatsOf(tree.nodes);
      for (let k = 0; k < count; k++) {
        const row = list[k];
        sums[row] += floats[2 * leafOf(tree.nodes, floats, bits, matrix, row * columns)];
      }
    },
  };
}

/** Rows `from` to `to` - 1 of an aligned table, into a matrix. */
export function fillMatrix(matrix: Float32Array, data: Table, from: number, to: number): void {
  const columns = data.columns.length;
  const own = new Float32Array(to - from);
  data.columns.forEach((column, c) => {
    if (column.kind === 'numeric') columnValues({ ...column, values: column.values.subarray(from, to) }, own);
    else columnValues({ ...column, codes: column.codes.subarray(from, to) }, own);
    for (let row = 0; row < own.length; row++) matrix[row * columns + c] = own[row];
  });
}
