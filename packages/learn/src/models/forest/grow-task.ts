import type { Task } from '../../parallel/task.js';
import { binnedGrower } from './binned-kernel.js';
import { canGrowInWasm, type Grower, wasmGrower } from './kernel.js';
import type { ForestOptions } from './options.js';
import type { BinnedForestData, ForestData } from './prepare.js';
import { treeSeed } from './random.js';
import { fillWeights } from './rows.js';
import { growSettings } from './settings.js';
import type { GrownTree } from './trees.js';
import { plainGrower } from './twin.js';
import { plainBinnedGrower } from './twin-binned.js';

export interface ForestSetup {
  readonly data: ForestData | BinnedForestData;
  readonly options: ForestOptions;
  /** `wasm` where the kernel is known, else plain all the same. */
  readonly engine: 'wasm' | 'plain';
}

/** Grows one tree a job; the job is its number. Everything random follows from the seed and that number. */
export const growForest: Task<ForestSetup, number, GrownTree> = {
  name: 'forest',
  prepare({ data, options, engine }) {
    const settings = growSettings(data, options);
    const wasm = engine === 'wasm' && canGrowInWasm();
    let grow: Grower;
    if ('bins' in data) grow = (wasm ? binnedGrower : plainBinnedGrower)(data, settings);
    else grow = (wasm ? wasmGrower : plainGrower)(data, settings);
    const weights = new Float64Array(data.rows);
    return (tree, context) => {
      fillWeights(weights, options, data.weights, data.drawable, tree);
      const grown = grow(weights, treeSeed(options.seed, tree, 0));
      context.transfer(grown.nodes.buffer as ArrayBuffer, grown.leafWeights.buffer as ArrayBuffer);
      return grown;
    };
  },
};
