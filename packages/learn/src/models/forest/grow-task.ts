import type { Task } from '../../parallel/task.js';
import { canGrowInWasm, type Grower, wasmGrower } from './kernel.js';
import type { ForestOptions } from './options.js';
import type { ForestData } from './prepare.js';
import { treeSeed } from './random.js';
import { fillWeights } from './rows.js';
import { growSettings } from './settings.js';
import type { GrownTree } from './trees.js';
import { plainGrower } from './twin.js';

export interface ForestSetup {
  readonly data: ForestData;
  readonly options: ForestOptions;
  /** `wasm` where the kernel is known, else plain all the same. */
  readonly engine: 'wasm' | 'plain';
}

/** Grows one tree a job; the job is its number. Everything random follows from the seed and that number. */
export const growForest: Task<ForestSetup, number, GrownTree> = {
  name: 'forest',
  prepare({ data, options, engine }) {
    const settings = growSettings(data, options);
    const make = engine === 'wasm' && canGrowInWasm() ? wasmGrower : plainGrower;
    const grow: Grower = make(data, settings);
    const weights = new Float64Array(data.rows);
    return (tree, context) => {
      fillWeights(weights, options, data.weights, data.drawable, tree);
      const grown = grow(weights, treeSeed(options.seed, tree, 0));
      context.transfer(grown.nodes.buffer as ArrayBuffer, grown.leafWeights.buffer as ArrayBuffer);
      return grown;
    };
  },
};
