import { LearnError } from '../../errors.js';
import type { TreeEnsemble } from './ensemble.js';

/**
 * An ensemble of some trees of another, in the given order; for instance those up to the best round.
 * @throws LearnError `tree-range`
 */
export function pickTrees(ensemble: TreeEnsemble, trees: readonly number[]): TreeEnsemble {
  const all = ensemble.treeStarts.length - 1;
  const treeStarts = new Uint32Array(trees.length + 1);
  trees.forEach((tree, i) => {
    if (!(Number.isInteger(tree) && tree >= 0 && tree < all)) {
      throw new LearnError('tree-range', `expected a tree from 0 to ${all - 1}, found ${tree}`);
    }
    treeStarts[i + 1] = treeStarts[i]! + ensemble.treeStarts[tree + 1]! - ensemble.treeStarts[tree]!;
  });
  const nodes = treeStarts[trees.length]!;
  const picked: TreeEnsemble = {
    treeStarts,
    feature: new Int32Array(nodes),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    defaultLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    cover: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    setStart: new Int32Array(nodes),
    setWords: ensemble.setWords,
    base: ensemble.base,
  };
  trees.forEach((tree, i) => {
    const from = ensemble.treeStarts[tree]!;
    const to = ensemble.treeStarts[tree + 1]!;
    const at = treeStarts[i]!;
    for (const key of ['feature', 'setStart', 'left', 'right'] as const) {
      picked[key].set(ensemble[key].subarray(from, to), at);
    }
    for (const key of ['threshold', 'value', 'cover', 'gain'] as const) {
      picked[key].set(ensemble[key].subarray(from, to), at);
    }
    picked.defaultLeft.set(ensemble.defaultLeft.subarray(from, to), at);
    for (let node = at; node < at + to - from; node++) {
      if (picked.left[node]! < 0) continue;
      picked.left[node]! += at - from;
      picked.right[node]! += at - from;
    }
  });
  return picked;
}
