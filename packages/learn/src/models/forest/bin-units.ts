import { powerAbove } from './prepare.js';

// Trees on bins add up whole numbers, so that sums are the same in any order: weight × target and weight in units that
// leave room for all rows of the tree (assembly/forest/histogram.ts).

/** Most rows of a tree on bins. */
export const BINNED_ROWS = 2 ** 23 - 1;

/** How many units make 1. Powers of two: whole targets and draws stay as they are. */
export function unitsOf(weights: Float64Array): { readonly sum: number; readonly weight: number } {
  let total = 0;
  for (let row = 0; row < weights.length; row++) total += weights[row];
  const above = powerAbove(total);
  return { sum: 2 ** 50 / above, weight: 2 ** 38 / above };
}
