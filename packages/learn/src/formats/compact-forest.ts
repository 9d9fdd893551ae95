import { r2 } from '../evaluate/metrics.js';
import { toEnsemble } from '../models/forest/ensemble.js';
import type { ForestModel } from '../models/forest/model.js';
import { predictEnsemble } from '../models/trees/predict.js';
import { alignTable } from '../table/table.js';
import { type CompactEnsemble, type CompactOptions, compactEnsemble } from './compact.js';

/** No more nodes than this are laid out at a time: 33 bytes each. */
const MOST_NODES = 4_000_000;
const FEWEST_NODES = 200_000;

/**
 * A forest in a budget of bytes. The trees of a forest are all alike, so as many of them are taken as can come near the
 * budget (about one byte a node after cutting), and these are made small as {@link compactEnsemble} does it. The cost is
 * stated against the whole forest.
 *
 * @throws LearnError `too-small` when no tree fits, with the smallest size that can be reached
 */
export function compactForest(model: ForestModel, options: Omit<CompactOptions, 'schema'>): CompactEnsemble {
  const { data, target, maxBytes } = options;
  const limit = Math.min(MOST_NODES, Math.max(FEWEST_NODES, maxBytes));
  const kept = [];
  let nodes = 0;
  for (const tree of model.trees) {
    const size = tree.nodes.length / 2;
    if (kept.length > 0 && nodes + size > limit) break;
    kept.push(tree);
    nodes += size;
  }
  const ensemble = toEnsemble(model.schema, kept, nodes, Math.max(limit, nodes));
  const aligned = alignTable(model.schema, data);
  const small = compactEnsemble(ensemble, { ...options, data: aligned, schema: model.schema });
  const before = model.predict(data);
  const after = predictEnsemble(small.ensemble, aligned);
  let largest = 0;
  let sum = 0;
  for (let i = 0; i < before.length; i++) {
    const change = Math.abs(before[i]! - after[i]!);
    largest = Math.max(largest, change);
    sum += change;
  }
  const leaves = model.trees.reduce((total, tree) => total + (tree.nodes.length / 2 + 1) / 2, 0);
  return {
    ...small,
    cost: {
      ...small.cost,
      trees: { before: model.trees.length, after: small.cost.trees.after },
      leaves: { before: leaves, after: small.cost.leaves.after },
      largestChange: largest,
      meanChange: before.length > 0 ? sum / before.length : 0,
      r2: target && { before: r2(target, before), after: r2(target, after) },
    },
  };
}
