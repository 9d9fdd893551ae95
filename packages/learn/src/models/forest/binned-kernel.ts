import { LearnError } from '../../errors.js';
import { Arena } from '../../kernels/arena.js';
import { instantiateKernel } from '../../kernels/registry.js';
import { binRows } from '../../table/bin-rows.js';
import { BINNED_ROWS, unitsOf } from './bin-units.js';
import { type Grower, PENDING_BYTES } from './kernel.js';
import type { BinnedForestData } from './prepare.js';
import type { GrowSettings } from './settings.js';
import { packWeights } from './trees.js';

interface BinnedKernel {
  growBinned(plan: number, seed: number): number;
}

/**
 * As `wasmGrower`, on bins.
 * @throws LearnError `too-large` beyond 2 GiB of working memory or 2²³ rows a tree
 */
export function binnedGrower(data: BinnedForestData, settings: GrowSettings): Grower {
  const { rows, columns, bins } = data;
  const { capacity } = settings;
  if (capacity > BINNED_ROWS) {
    throw new LearnError('too-large', `a tree on bins has at most ${BINNED_ROWS} rows, found ${capacity}`);
  }
  const counts = bins.columns.map((column) => column.bins);
  const most = Math.max(...counts) + 1;
  const rowBytes = 2 * columns;
  const recordBytes = Math.ceil((20 + rowBytes) / 16) * 16;
  const histogramBytes = 16 * most;
  const filledBytes = 8 * (Math.floor(most / 64) + 1);

  const arena = new Arena();
  const table = arena.reserve(rowBytes * rows + 16);
  const records = arena.reserve(recordBytes * capacity + 32);
  const histograms = arena.reserve(4 * histogramBytes);
  const filled = arena.reserve(4 * filledBytes);
  const binCounts = arena.reserve(4 * columns);
  const cuts = arena.reserve(4 * most * columns);
  const coded = arena.reserve(columns);
  const target = arena.reserve(8 * rows);
  const weight = arena.reserve(8 * rows);
  const nodes = arena.reserve(16 * capacity);
  const leafWeights = arena.reserve(4 * capacity);
  const splitRows = arena.reserve(16 * capacity);
  const importance = arena.reserve(8 * columns);
  const permutation = arena.reserve(4 * columns);
  const back = arena.reserve(16);
  const units = arena.reserve(16);
  const plan = arena.reserve(4 * 64);
  const stack = arena.reserve(PENDING_BYTES * (capacity + 2));

  const memory = arena.memory();
  const words = new Uint32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  const doubles = new Float64Array(memory.buffer);
  binRows(bins, new Uint16Array(memory.buffer, table, columns * rows), columns);
  words.set(counts, binCounts / 4);
  bins.columns.forEach((column, c) => {
    if (column.kind === 'numeric') floats.set(column.cuts, cuts / 4 + c * most);
  });
  new Uint8Array(memory.buffer).set(data.coded, coded);
  doubles.set(data.target, target / 8);
  // the words of `Plan` in assembly/forest/plan.ts; those of exact splits stay 0
  const word = plan / 4;
  words.set([rows, columns, 0, 0, coded, 0, target, weight, 0, nodes, leafWeights, importance], word);
  words.set([stack, permutation], word + 12);
  const { featureBits, minSplit, minLeaf, maxDepth, maxFeatures } = settings;
  words.set([featureBits, minSplit, minLeaf, maxDepth, maxFeatures, 0, back, splitRows], word + 19);
  words.set([table, rowBytes, records, recordBytes, binCounts, cuts, 4 * most], word + 30);
  words.set([histograms, histogramBytes, filled, filledBytes, units], word + 37);
  const kernel = instantiateKernel<BinnedKernel>('forest', memory);

  return (weights, seed) => {
    doubles.set(weights, weight / 8);
    const unit = unitsOf(weights);
    doubles.set([unit.sum, unit.weight], units / 8);
    doubles.set([(data.scale * unit.weight) / unit.sum, data.centre], back / 8);
    kernel.growBinned(plan, seed);
    const [count, leaves, depth] = words.subarray(word + 27, word + 30);
    return {
      nodes: words.slice(nodes / 4, nodes / 4 + 2 * count),
      leafWeights: packWeights(
        floats.slice(leafWeights / 4, leafWeights / 4 + leaves),
        data.weightScale / unit.weight,
      ),
      depth,
      gains: doubles.slice(importance / 8, importance / 8 + columns),
      path: 'wasm',
    };
  };
}
