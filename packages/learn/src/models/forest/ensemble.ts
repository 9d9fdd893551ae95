import { LearnError } from '../../errors.js';
import type { Schema } from '../../table/table.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { bitsFor, type ForestTree, floatsOf } from './trees.js';

/** The trees as one sum; leaves divided by the number of trees. Covers and inner values follow from the leaves. */
export function toEnsemble(
  schema: Schema,
  trees: readonly ForestTree[],
  nodes: number,
  maxNodes: number,
): TreeEnsemble {
  if (!(nodes <= maxNodes)) {
    throw new LearnError(
      'too-large',
      `the forest has ${nodes} nodes, more than the ${maxNodes} allowed here: grow fewer or smaller trees, or raise the limit (33 bytes a node)`,
    );
  }
  const bits = bitsFor(schema.length);
  const mask = (1 << bits) - 1;
  const ensemble = {
    treeStarts: new Uint32Array(trees.length + 1),
    feature: new Int32Array(nodes).fill(-1),
    threshold: new Float32Array(nodes),
    left: new Int32Array(nodes).fill(-1),
    right: new Int32Array(nodes).fill(-1),
    defaultLeft: new Uint8Array(nodes),
    value: new Float32Array(nodes),
    cover: new Float32Array(nodes),
    gain: new Float32Array(nodes),
    setStart: new Int32Array(nodes).fill(-1),
    setWords: new Uint32Array(0),
    base: 0,
  };
  const sets: number[] = [];
  const setOf = new Map<string, number>();
  function singleLevel(column: number, level: number): number {
    const key = `${column} ${level}`;
    let start = setOf.get(key);
    if (start === undefined) {
      start = sets.length;
      setOf.set(key, start);
      const own = schema[column];
      const words = Math.ceil((own.kind === 'coded' ? own.levels.length : 0) / 32);
      for (let w = 0; w < words; w++) sets.push(w === level >> 5 ? (1 << (level & 31)) >>> 0 : 0);
    }
    return start;
  }

  let root = 0;
  trees.forEach((tree, index) => {
    ensemble.treeStarts[index] = root;
    const count = tree.nodes.length / 2;
    const floats = floatsOf(tree.nodes);
    const mean = new Float64Array(count);
    const weight = new Float64Array(count);
    let leaf = tree.leafWeights.length;
    // children stand behind their parents: backwards, both are known
    for (let node = count - 1; node >= 0; node--) {
      const at = root + node;
      const word = tree.nodes[2 * node + 1];
      const jump = word >>> (bits + 2);
      if (jump === 0) {
        mean[node] = floats[2 * node];
        weight[node] = tree.leafWeights[--leaf];
      } else {
        const column = word & mask;
        const left = node + 1;
        const right = node + jump;
        weight[node] = weight[left] + weight[right];
        const share = weight[node] > 0 ? weight[left] / weight[node] : 0.5;
        mean[node] = mean[left] * share + mean[right] * (1 - share);
        ensemble.feature[at] = column;
        ensemble.left[at] = root + left;
        ensemble.right[at] = root + right;
        ensemble.defaultLeft[at] = (word >>> (bits + 1)) & 1;
        if ((word >>> bits) & 1) ensemble.setStart[at] = singleLevel(column, floats[2 * node]);
        else ensemble.threshold[at] = floats[2 * node];
        ensemble.gain[at] = weight[node] * share * (1 - share) * (mean[left] - mean[right]) ** 2;
      }
      ensemble.value[at] = mean[node] / trees.length;
      ensemble.cover[at] = weight[node];
    }
    root += count;
  });
  ensemble.treeStarts[trees.length] = root;
  return { ...ensemble, setWords: Uint32Array.from(sets) };
}
