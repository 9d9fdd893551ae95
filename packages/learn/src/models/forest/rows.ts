import { drawsPerTree, type ForestOptions } from './options.js';
import { TreeRandom, treeSeed } from './random.js';

/** The rows that can be drawn: those of weight above 0. Undefined for all. */
export function drawableRows(weights: Float32Array | Float64Array | undefined): Uint32Array | undefined {
  if (!weights) return undefined;
  let count = 0;
  for (const w of weights) if (w > 0) count++;
  if (count === weights.length) return undefined;
  const rows = new Uint32Array(count);
  let at = 0;
  for (let row = 0; row < weights.length; row++) if (weights[row] > 0) rows[at++] = row;
  return rows;
}

/** Adds how often each row is drawn for a tree onto `counts`: a multinomial draw among the drawable rows. */
export function drawRows(
  counts: Uint32Array | Float64Array,
  options: Pick<ForestOptions, 'seed' | 'maxSamples'>,
  drawable: Uint32Array | undefined,
  tree: number,
): void {
  const rows = drawable?.length ?? counts.length;
  const random = new TreeRandom(treeSeed(options.seed, tree, 1));
  for (let left = drawsPerTree(options.maxSamples, rows); left > 0; left--) {
    const at = random.below(rows);
    counts[drawable ? drawable[at] : at]++;
  }
}

/** The weight of every row in a tree: draws times the row's own weight. 0 leaves it out. */
export function fillWeights(
  weights: Float64Array,
  options: Pick<ForestOptions, 'seed' | 'maxSamples' | 'bootstrap'>,
  own: Float64Array | undefined,
  drawable: Uint32Array | undefined,
  tree: number,
): void {
  if (!options.bootstrap) {
    if (own) weights.set(own);
    else weights.fill(1);
    return;
  }
  weights.fill(0);
  drawRows(weights, options, drawable, tree);
  if (own) for (let row = 0; row < weights.length; row++) weights[row] *= own[row];
}
