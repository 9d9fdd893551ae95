import { Arena } from '../../kernels/arena.js';
import { hasKernel, instantiateKernel } from '../../kernels/registry.js';
import type { ForestData } from './prepare.js';
import { type GrowSettings, MIDDLE_ROWS, SMALL_ROWS } from './settings.js';
import { type GrownTree, packWeights } from './trees.js';

interface ForestKernel {
  growTree(plan: number, seed: number): number;
}

/** Grows a tree on rows with these weights. */
export type Grower = (weights: Float64Array, seed: number) => GrownTree;

export const PENDING_BYTES = 48;

interface SpacePlan {
  readonly at: number;
  readonly words: readonly number[];
}

/** Places runs of `bytes`-wide elements; the words are those of `Space` in assembly/forest/plan.ts. */
function reserveSpace(
  arena: Arena,
  rows: number,
  columns: number,
  bytes: 4 | 8,
  keyBytes: number,
  shuffles: number,
): SpacePlan {
  const at = arena.reserve(10 * 4);
  const runBytes = Math.ceil(((rows + 8) * bytes) / 64) * 64;
  const words = [
    arena.reserve(runBytes * columns),
    runBytes,
    arena.reserve(16 * rows),
    arena.reserve(8 * rows),
    arena.reserve(4 * rows),
    arena.reserve(rows),
    arena.reserve(runBytes),
    // one row more: which columns are coded, as a mask
    arena.reserve(keyBytes * (rows + 1)),
    keyBytes,
    shuffles,
  ];
  return { at, words };
}

/** Whether trees can be grown in WebAssembly in this thread. */
export function canGrowInWasm(): boolean {
  return hasKernel('forest');
}

/**
 * Lays out a memory of its own, copies the columns in, and gives a grower over it.
 * @throws LearnError `too-large` beyond 2 GiB of working memory
 */
export function wasmGrower(data: ForestData, settings: GrowSettings): Grower {
  const { rows, columns } = data;
  const capacity = settings.capacity;
  const arena = new Arena();
  const order = arena.reserve(4 * rows * columns);
  const values = arena.reserve(4 * rows * columns);
  const coded = arena.reserve(columns);
  const present = arena.reserve(4 * columns);
  const target = arena.reserve(8 * rows);
  const weight = arena.reserve(8 * rows);
  const map = arena.reserve(4 * rows);
  const nodes = arena.reserve(16 * capacity);
  const leafWeights = arena.reserve(4 * capacity);
  const importance = arena.reserve(8 * columns);
  const permutation = arena.reserve(4 * columns);
  const keyBytes = Math.ceil(columns / 8) * 16;
  const tiny = arena.reserve(64 + 64 * 16 + 6 * keyBytes);
  const back = arena.reserve(16);
  const splitRows = arena.reserve(16 * capacity);
  const shuffles = arena.reserve(768);
  const smallRows = Math.min(SMALL_ROWS, capacity);
  const small = reserveSpace(arena, smallRows, columns, 4, keyBytes, shuffles);
  const middle = reserveSpace(arena, Math.min(MIDDLE_ROWS, capacity), columns, 4, 0, shuffles);
  const plan = arena.reserve(4 * 32);
  // what large tables alone need comes last: pages that are never touched cost nothing
  const stack = arena.reserve(PENDING_BYTES * (capacity + 2));
  const wide = capacity > MIDDLE_ROWS ? reserveSpace(arena, capacity, columns, 8, 0, shuffles) : undefined;

  const memory = arena.memory();
  const words = new Uint32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  const doubles = new Float64Array(memory.buffer);
  words.set(data.order, order / 4);
  floats.set(data.values, values / 4);
  new Uint8Array(memory.buffer).set(data.coded, coded);
  words.set(data.present, present / 4);
  doubles.set(data.target, target / 8);
  doubles.set([data.scale, data.centre], back / 8);
  const mask = new Uint16Array(memory.buffer, small.words[7] + smallRows * keyBytes, keyBytes / 2);
  data.coded.forEach((flag, c) => {
    mask[c] = flag ? 0xffff : 0;
  });
  for (const space of [small, middle, wide]) if (space) words.set(space.words, space.at / 4);
  // the words of `Plan` in assembly/forest/plan.ts
  words.set(
    [
      rows,
      columns,
      order,
      values,
      coded,
      present,
      target,
      weight,
      map,
      nodes,
      leafWeights,
      importance,
      stack,
      permutation,
      tiny,
      0,
      middle.at,
      small.at,
      smallRows,
      settings.featureBits,
      settings.minSplit,
      settings.minLeaf,
      settings.maxDepth,
      settings.maxFeatures,
      settings.tinyRows,
      back,
      splitRows,
    ],
    plan / 4,
  );
  const [WIDE, NODES, LEAVES, DEPTH] = [15, 27, 28, 29].map((word) => plan / 4 + word);
  const kernel = instantiateKernel<ForestKernel>('forest', memory);
  const weightsThere = doubles.subarray(weight / 8, weight / 8 + rows);

  return (weights, seed) => {
    weightsThere.set(weights);
    let used = 0;
    for (let row = 0; row < rows; row++) if (weights[row] > 0) used++;
    words[WIDE] = used > MIDDLE_ROWS && wide ? wide.at : 0;
    kernel.growTree(plan, seed);
    const at = nodes / 4;
    return {
      nodes: words.slice(at, at + 2 * words[NODES]),
      leafWeights: packWeights(
        floats.slice(leafWeights / 4, leafWeights / 4 + words[LEAVES]),
        data.weightScale,
      ),
      depth: words[DEPTH],
      gains: doubles.slice(importance / 8, importance / 8 + columns),
      path: 'wasm',
    };
  };
}
