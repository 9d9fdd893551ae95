import type { TreeEnsemble } from '../models/trees/ensemble.js';
import type { Schema } from '../table/table.js';
import type { XgboostTree } from './xgboost-tree.js';

/** The bits of a set of categories, `words` long. Categories beyond the levels cannot occur. */
function writeSet(words: Uint32Array, start: number, set: Iterable<number>): void {
  for (const category of set) words[start + (category >> 5)]! |= 1 << (category & 31);
}

/** A numeric split on a coded column, as the set of codes at or above the threshold. */
function codesFrom(threshold: number, levels: number): number[] {
  return Array.from({ length: levels }, (_, code) => code).filter((code) => !(code < threshold));
}

/** The trees in one arena, their leaves times their weight in DART. */
export function assemble(
  trees: readonly XgboostTree[],
  schema: Schema,
  base: number,
  drop: Float64Array | undefined,
): TreeEnsemble {
  const treeStarts = new Uint32Array(trees.length + 1);
  for (let t = 0; t < trees.length; t++) treeStarts[t + 1] = treeStarts[t]! + trees[t]!.left.length;
  const nodes = treeStarts[trees.length]!;
  const widths = schema.map((c) => (c.kind === 'coded' ? Math.ceil(c.levels.length / 32) : 0));
  let words = 0;
  for (const tree of trees) {
    for (let node = 0; node < tree.left.length; node++) {
      if (tree.left[node] !== -1) words += widths[tree.feature[node]!]!;
    }
  }
  const made: TreeEnsemble = {
    treeStarts,
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    defaultLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    cover: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    setStart: new Int32Array(nodes).fill(-1),
    setWords: new Uint32Array(words),
    base,
  };
  let nextWord = 0;
  trees.forEach((tree, t) => {
    const start = treeStarts[t]!;
    const weight = drop ? Math.fround(drop[t]!) : 1;
    made.cover.set(tree.cover, start);
    for (let node = 0; node < tree.left.length; node++) {
      const at = start + node;
      if (tree.left[node] === -1) {
        made.value[at] = Math.fround(tree.threshold[node]!) * weight;
        continue;
      }
      const feature = tree.feature[node]!;
      made.feature[at] = feature;
      made.left[at] = start + tree.left[node]!;
      made.right[at] = start + tree.right[node]!;
      made.defaultLeft[at] = tree.defaultLeft[node] ? 1 : 0;
      made.value[at] = Math.fround(tree.weights[node]!) * weight;
      made.gain[at] = tree.gain[node]!;
      const column = schema[feature]!;
      if (column.kind === 'numeric') {
        made.threshold[at] = tree.threshold[node]!;
        continue;
      }
      made.setStart[at] = nextWord;
      const threshold = Math.fround(tree.threshold[node]!);
      writeSet(made.setWords, nextWord, tree.sets.get(node) ?? codesFrom(threshold, column.levels.length));
      nextWord += widths[feature]!;
    }
  });
  return made;
}
