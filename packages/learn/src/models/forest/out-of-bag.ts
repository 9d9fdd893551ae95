import { r2 } from '../../evaluate/metrics.js';
import type { Table } from '../../table/table.js';
import type { Target } from '../contract.js';
import type { ForestOptions } from './options.js';
import { type WalkEngine, walkerFor } from './predict.js';
import { drawRows } from './rows.js';
import type { ForestTree } from './trees.js';
import { fillMatrix } from './walk.js';

/** What the trees that did not see a row say about it. */
export interface OutOfBag {
  /** One prediction a training row; NaN for a row that every tree has seen. */
  readonly predictions: Float64Array;
  /** How many rows of weight above 0 have one. */
  readonly rows: number;
  /** Coefficient of determination over those rows, unweighted; NaN for fewer than two. */
  readonly r2: number;
}

/** Predicts every training row with the trees that were grown without it. */
export function outOfBag(
  trees: readonly ForestTree[],
  bits: number,
  options: ForestOptions,
  data: Table,
  target: Target,
  drawable: Uint32Array | undefined,
  engine: WalkEngine,
): OutOfBag {
  const walker = walkerFor(data.rows, data.columns.length, bits, trees, engine);
  fillMatrix(walker.matrix, data, 0, data.rows);
  const draws = new Uint32Array(data.rows);
  const unseen = new Uint32Array(data.rows);
  trees.forEach((tree, index) => {
    draws.fill(0);
    drawRows(draws, options, drawable, index);
    let count = 0;
    for (let row = 0; row < data.rows; row++) {
      if (draws[row] > 0) continue;
      walker.list[count++] = row;
      unseen[row]++;
    }
    walker.add(tree, count);
  });
  const predictions = walker.sums.map((sum, row) => (unseen[row] ? sum / unseen[row] : Number.NaN));
  return { predictions: Float64Array.from(predictions), ...outOfBagScore(predictions, target, drawable) };
}

function outOfBagScore(
  predictions: Float64Array,
  target: Target,
  drawable: Uint32Array | undefined,
): { rows: number; r2: number } {
  const known: number[] = [];
  const said: number[] = [];
  for (const row of drawable ?? predictions.keys()) {
    if (Number.isNaN(predictions[row])) continue;
    known.push(target[row]);
    said.push(predictions[row]);
  }
  return { rows: known.length, r2: known.length < 2 ? Number.NaN : r2(known, said) };
}
