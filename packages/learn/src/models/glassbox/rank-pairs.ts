import { Arena } from '../../kernels/arena.js';
import { hasKernel } from '../../kernels/registry.js';
import { createRandom } from '../../random/random.js';
import { growGrid } from './grid-steps.js';
import { wasmKernel } from './kernel.js';
import { plainKernel } from './plain.js';
import { purify } from './refine.js';

/** Rows that every pair is first looked at with. */
const SAMPLE = 8192;
/** Columns whose pairs are looked at: those that say most by themselves. */
const MOST_COLUMNS = 128;
/** How many times more pairs than wanted are looked at again with all rows. */
const FINALISTS = 16;
const CELLS = 256;

/** Columns in coarse bins with what is left to explain. */
export interface PairSearch {
  /** The bin of every row, column by column. */
  readonly columns: readonly Uint8Array[];
  /** The coarse bin of every bin: 3 bits, for the first look, and 4 bits, for the second. */
  readonly rough: readonly Uint8Array[];
  readonly fine: readonly Uint8Array[];
  /** What each column says by itself, 0 or more; only the order counts. Undefined for columns that are in no pair. */
  readonly worth: readonly (number | undefined)[];
  readonly residual: Float64Array;
  readonly weights: Float64Array;
  readonly lambda: number;
  readonly minLeaf: number;
  readonly seed: number;
  readonly plain: boolean;
}

/** Two columns, by index, and what they gain together. */
export interface RankedPair {
  readonly first: number;
  readonly second: number;
  readonly gain: number;
}

/**
 * The pairs of columns whose interaction explains most of the residuals, strongest first (FAST: Lou et al. 2013): all
 * pairs on a sample of the rows in 8 bins, the best of them on all rows in 16.
 */
export function rankPairs(search: PairSearch, count: number): RankedPair[] {
  const columns = eligible(search.worth);
  const all: [number, number][] = [];
  columns.forEach((first, i) => {
    for (const second of columns.slice(i + 1)) all.push([first, second]);
  });
  const rows = search.residual.length;
  let pairs = all;
  if (rows > SAMPLE && all.length > FINALISTS * count) {
    const random = createRandom(search.seed, 0x9a17);
    // One row out of each of as many stretches.
    const order = new Uint32Array(SAMPLE).map((_, i) => Math.floor(((i + random.next()) * rows) / SAMPLE));
    const finalists = gains(search, search.rough, order, 3, all, FINALISTS * count);
    pairs = finalists.map(({ first, second }) => [first, second]);
    pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
  return gains(search, search.fine, undefined, 4, pairs, count);
}

function eligible(worth: PairSearch['worth']): number[] {
  const columns: number[] = [];
  worth.forEach((value, c) => {
    if (value !== undefined) columns.push(c);
  });
  columns.sort((a, b) => worth[b]! - worth[a]! || a - b);
  return columns.slice(0, MOST_COLUMNS).sort((a, b) => a - b);
}

/** The `count` pairs that gain most, the strongest first, of pairs in their order; none that gain nothing. */
function gains(
  search: PairSearch,
  coarse: readonly Uint8Array[],
  order: Uint32Array | undefined,
  bits: number,
  pairs: readonly (readonly [number, number])[],
  count: number,
): RankedPair[] {
  const rows = order?.length ?? search.residual.length;
  const used = [...new Set(pairs.flat())];
  const arena = new Arena();
  const twos = arena.reserve(rows * 16);
  const out = arena.reserve(4 * CELLS * 16);
  const at = new Map(used.map((c) => [c, arena.reserve(rows)]));
  const wasm = !search.plain && hasKernel('glassbox');
  const memory = wasm ? arena.memory() : undefined;
  const buffer = memory ? memory.buffer : new ArrayBuffer(Math.ceil(arena.size / 8) * 8);
  const kernel = memory ? wasmKernel(memory) : plainKernel(buffer);
  for (const c of used) {
    const bins = search.columns[c]!;
    const ofBin = coarse[c]!;
    const to = new Uint8Array(buffer, at.get(c)!, rows);
    if (order) for (let i = 0; i < rows; i++) to[i] = ofBin[bins[order[i]!]!]!;
    else for (let i = 0; i < rows; i++) to[i] = ofBin[bins[i]!]!;
  }
  const two = new Float64Array(buffer, twos, rows * 2);
  for (let i = 0; i < rows; i++) {
    const row = order ? order[i]! : i;
    const weight = search.weights[row]!;
    two[2 * i] = weight * search.residual[row]!;
    two[2 * i + 1] = weight;
  }
  const grids = new Float64Array(buffer, out, 4 * CELLS * 2);
  const best: RankedPair[] = [];
  for (let i = 0; i < pairs.length; ) {
    const first = pairs[i]![0];
    let end = i + 1;
    while (end < pairs.length && end < i + 4 && pairs[end]![0] === first) end++;
    const second = (k: number) => at.get(pairs[Math.min(i + k, end - 1)]![1])!;
    grids.fill(0);
    kernel.joint(twos, rows, at.get(first)!, second(0), second(1), second(2), second(3), bits, out);
    for (let k = 0; i + k < end; k++) {
      const least = best[count - 1]?.gain ?? 0;
      const gain = gainOf(grids.subarray(512 * k), 2 ** bits, search, least);
      if (!(gain > least)) continue;
      best.push({ first, second: pairs[i + k]![1], gain });
      best.sort((a, b) => b.gain - a.gain).splice(count);
    }
    i = end;
  }
  return best;
}

/** The gain of a tree on the grid once the effects of each side alone are out of it; 0 where it cannot be above `least`. */
function gainOf(grid: Float64Array, size: number, search: PairSearch, least: number): number {
  const weights = new Float64Array(size * size);
  const means = new Float64Array(size * size);
  for (let cell = 0; cell < means.length; cell++) {
    weights[cell] = grid[2 * cell + 1]!;
    means[cell] = weights[cell]! > 0 ? grid[2 * cell]! / weights[cell]! : 0;
  }
  purify(means, weights, size, 3);
  // A leaf of every cell gains more than any tree.
  let most = 0;
  for (let cell = 0; cell < means.length; cell++) {
    const sum = means[cell]! * weights[cell]!;
    most += means[cell]! * sum;
    means[cell] = sum;
  }
  if (!(most > least)) return 0;
  const { lambda, minLeaf } = search;
  const rules = {
    learningRate: 1,
    maxLeaves: 4,
    smoothing: 0,
    threshold: 0,
    started: false,
    lambda,
    minLeaf,
  };
  return growGrid(means, weights, size, rules).gain;
}
