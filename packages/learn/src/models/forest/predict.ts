import type { Table } from '../../table/table.js';
import { forestRuns } from './runs.js';
import type { ForestTree } from './trees.js';
import { fillMatrix, plainWalker, type Walker, wasmWalker } from './walk.js';

/** Fewer rows are not worth copying the trees into the kernel's memory. */
const WASM_ROWS = 200;
/** Rows walked at a time; bounds the working memory. */
const BLOCK = 65_536;

export type WalkEngine = 'wasm' | 'plain';

/** A walker by the wanted path, counted; WebAssembly falls back to plain TypeScript. */
export function walkerFor(
  rows: number,
  columns: number,
  bits: number,
  trees: readonly ForestTree[],
  engine: WalkEngine,
): Walker {
  let most = 0;
  for (const tree of trees) most = Math.max(most, tree.nodes.length / 2);
  const wasm = engine === 'wasm' ? wasmWalker(rows, columns, bits, most) : undefined;
  forestRuns[wasm ? 'walkedWasm' : 'walkedPlain']++;
  return wasm ?? plainWalker(rows, columns, bits);
}

/**
 * The mean of the trees for every row of an aligned table: float32 leaves added up in float64 in tree order, divided by
 * their number.
 */
export function predictTrees(
  trees: readonly ForestTree[],
  bits: number,
  data: Table,
  engine: WalkEngine = data.rows < WASM_ROWS ? 'plain' : 'wasm',
): Float64Array {
  const result = new Float64Array(data.rows);
  if (data.rows === 0) return result;
  const walker = walkerFor(Math.min(BLOCK, data.rows), data.columns.length, bits, trees, engine);
  for (let row = 0; row < walker.list.length; row++) walker.list[row] = row;
  for (let from = 0; from < data.rows; from += BLOCK) {
    const to = Math.min(from + BLOCK, data.rows);
    fillMatrix(walker.matrix, data, from, to);
    walker.sums.fill(0);
    for (const tree of trees) walker.add(tree, to - from);
    for (let row = from; row < to; row++) result[row] = walker.sums[row - from] / trees.length;
  }
  return result;
}
