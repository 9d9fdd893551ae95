import { LearnError } from '../../errors.js';
import { drawsPerTree, type ForestOptions, featuresPerSplit } from './options.js';
import type { BinnedForestData, ForestData } from './prepare.js';
import { bitsFor } from './trees.js';

/** Nodes of at most so many rows are finished by subsets instead of runs. */
const TINY_ROWS = 5;
/** Nodes of at least so many rows start with their parent's column, the others with a random one. */
export const FAVOUR_FROM = 16;
/** Rows of the cache-sized space. */
export const SMALL_ROWS = 2048;
/** Most rows that 16-bit row numbers and ranks can tell apart, one rank being kept for missing. */
export const MIDDLE_ROWS = 65_535;

/** What growing needs to know of the options, the same for kernel and twin. */
export interface GrowSettings {
  readonly featureBits: number;
  readonly minSplit: number;
  readonly minLeaf: number;
  readonly maxDepth: number;
  readonly maxFeatures: number;
  readonly tinyRows: number;
  /** Most distinct rows of a tree. */
  readonly capacity: number;
}

/** @throws LearnError `too-large` when a tree's nodes could not be numbered */
export function growSettings(data: ForestData | BinnedForestData, options: ForestOptions): GrowSettings {
  const draws = options.bootstrap ? drawsPerTree(options.maxSamples, data.rows) : data.rows;
  const capacity = Math.min(data.rows, draws);
  const featureBits = bitsFor(data.columns);
  const offsets = 2 ** (30 - featureBits);
  if (!(2 * Math.ceil(capacity / options.minSamplesLeaf) <= offsets)) {
    throw new LearnError(
      'too-large',
      `trees over ${data.columns} columns can have up to ${offsets} nodes; ${capacity} rows may need more: raise minSamplesLeaf or lower maxSamples`,
    );
  }
  return {
    featureBits,
    minSplit: options.minSamplesSplit,
    minLeaf: options.minSamplesLeaf,
    maxDepth: options.maxDepth ?? 0xffffffff,
    maxFeatures: featuresPerSplit(options.maxFeatures, data.columns),
    tinyRows: 'bins' in data || data.missing ? 0 : TINY_ROWS,
    capacity,
  };
}
