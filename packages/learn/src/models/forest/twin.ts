import type { Grower } from './kernel.js';
import type { ForestData } from './prepare.js';
import { TreeRandom } from './random.js';
import type { GrowSettings } from './settings.js';
import { packWeights } from './trees.js';
import { emitLeaf, emitSplit, type TwinTree, thresholdBetween } from './twin-emit.js';
import { findSplit, type SplitFound } from './twin-scan.js';
import { growTiny } from './twin-tiny.js';

/** A node to grow. */
export interface TwinNode {
  readonly start: number;
  readonly count: number;
  readonly depth: number;
  /** Whose right child it is; -1 for a left child or the root. */
  readonly parent: number;
  /** A column whose run is valid for this node. */
  readonly column: number;
  readonly sum: number;
  readonly weight: number;
  readonly leaf: boolean;
  readonly value: number;
}

/** Rank of a missing value. */
export const MISSING = 0xffffffff;

/** The state of one tree: per column a run of row ids in rising order of value, with the ranks beside. */
export interface TwinState {
  readonly data: ForestData;
  readonly settings: GrowSettings;
  readonly random: TreeRandom;
  readonly permutation: Uint32Array;
  readonly weights: Float64Array;
  /** weight × target. */
  readonly products: Float64Array;
  readonly ids: Uint32Array[];
  readonly ranks: Uint32Array[];
  readonly side: Uint8Array;
  readonly tree: TwinTree;
}

/** The root's runs: the rows of this tree in the table's order. */
function fillRuns(state: TwinState, used: number): void {
  const { data, weights } = state;
  for (let c = 0; c < data.columns; c++) {
    const ids = new Uint32Array(used);
    const ranks = new Uint32Array(used);
    let at = 0;
    let rank = -1;
    let fresh = true;
    for (let p = 0; p < data.rows; p++) {
      const word = data.order[c * data.rows + p];
      fresh ||= word >>> 31 === 1;
      const row = word & 0x7fffffff;
      if (!(weights[row] > 0)) continue;
      if (fresh) rank++;
      fresh = false;
      ids[at] = row;
      ranks[at++] = p < data.present[c] ? rank : MISSING;
    }
    state.ids.push(ids);
    state.ranks.push(ranks);
  }
}

/** A node from its part of a run; adds up in the order of the run. */
function nodeOf(
  state: TwinState,
  rows: Uint32Array,
  at: Pick<TwinNode, 'start' | 'count' | 'depth' | 'parent' | 'column'>,
): TwinNode {
  const { settings, data } = state;
  let sum = 0;
  let weight = 0;
  let pure = true;
  const first = data.target[rows[0]];
  for (const row of rows) {
    sum += state.products[row];
    weight += state.weights[row];
    pure = pure && data.target[row] === first;
  }
  const leaf =
    pure || at.count < settings.minSplit || at.count < 2 * settings.minLeaf || at.depth >= settings.maxDepth;
  return { ...at, sum, weight, leaf, value: pure ? first : sum / weight };
}

function markSides(state: TwinState, node: TwinNode, split: SplitFound): [Uint32Array, Uint32Array] {
  const ids = state.ids[split.column].subarray(node.start, node.start + node.count);
  const ranks = state.ranks[split.column].subarray(node.start, node.start + node.count);
  let right = 0;
  for (let k = 0; k < ids.length; k++) {
    const goesRight =
      split.end > 0
        ? k >= split.at && k < split.end
        : k >= split.at && !(split.missingLeft === 1 && ranks[k] === MISSING);
    state.side[ids[k]] = goesRight ? 1 : 0;
    if (goesRight) right++;
  }
  const leftRows = new Uint32Array(ids.length - right);
  const rightRows = new Uint32Array(right);
  let l = 0;
  let r = 0;
  for (const row of ids) {
    if (state.side[row]) rightRows[r++] = row;
    else leftRows[l++] = row;
  }
  return [leftRows, rightRows];
}

/** Every run of the node in two, each side in its old order. Constant columns stay: they are never looked at again. */
function partition(state: TwinState, node: TwinNode): void {
  const spareIds = new Uint32Array(node.count);
  const spareRanks = new Uint32Array(node.count);
  for (let c = 0; c < state.data.columns; c++) {
    const ids = state.ids[c];
    const ranks = state.ranks[c];
    const end = node.start + node.count;
    if (ranks[node.start] === ranks[end - 1]) continue;
    let left = node.start;
    let right = 0;
    for (let k = node.start; k < end; k++) {
      if (state.side[ids[k]]) {
        spareIds[right] = ids[k];
        spareRanks[right++] = ranks[k];
      } else {
        ids[left] = ids[k];
        ranks[left++] = ranks[k];
      }
    }
    ids.set(spareIds.subarray(0, right), left);
    ranks.set(spareRanks.subarray(0, right), left);
  }
}

function thresholdOf(state: TwinState, node: TwinNode, split: SplitFound): number {
  const { values, rows } = state.data;
  const valueAt = (k: number) => values[split.column * rows + state.ids[split.column][node.start + k]];
  if (split.end > 0) return valueAt(split.at);
  return split.at === 0
    ? Number.NEGATIVE_INFINITY
    : thresholdBetween(valueAt(split.at - 1), valueAt(split.at));
}

function growOne(state: TwinState, node: TwinNode, pending: TwinNode[]): void {
  if (node.leaf) {
    emitLeaf(state.tree, node.parent, node.depth, node.value, node.weight);
    return;
  }
  if (node.count <= state.settings.tinyRows) {
    growTiny(state, node);
    return;
  }
  const split = findSplit(state, node);
  if (!split) {
    emitLeaf(state.tree, node.parent, node.depth, node.value, node.weight);
    return;
  }
  state.tree.gains[split.column] += split.top / split.bottom / node.weight;
  const threshold = thresholdOf(state, node, split);
  const [leftRows, rightRows] = markSides(state, node, split);
  partition(state, node);
  const depth = node.depth + 1;
  const left = nodeOf(state, leftRows, {
    start: node.start,
    count: leftRows.length,
    depth,
    parent: -1,
    column: split.column,
  });
  const draft = {
    start: node.start + leftRows.length,
    count: rightRows.length,
    depth,
    parent: -1,
    column: split.column,
  };
  const right = nodeOf(state, rightRows, draft);
  const missingLeft = split.missingLeft === 2 ? Number(left.weight > right.weight) : split.missingLeft;
  const at = emitSplit(state.tree, node.parent, split.column, Number(split.end > 0), threshold, missingLeft);
  pending.push({ ...right, parent: at }, left);
}

/** The kernel of assembly/forest.ts in plain TypeScript: the same trees, bit for bit. */
export function plainGrower(data: ForestData, settings: GrowSettings): Grower {
  return (weights, seed) => {
    let used = 0;
    for (const w of weights) if (w > 0) used++;
    const state: TwinState = {
      data,
      settings,
      random: new TreeRandom(seed),
      permutation: Uint32Array.from({ length: data.columns }, (_, c) => c),
      weights,
      products: data.target.map((y, row) => y * weights[row]),
      ids: [],
      ranks: [],
      side: new Uint8Array(data.rows),
      tree: {
        words: new Uint32Array(4 * used),
        leafWeights: new Float32Array(used),
        gains: new Float64Array(data.columns),
        featureBits: settings.featureBits,
        scale: data.scale,
        centre: data.centre,
        nodeCount: 0,
        leafCount: 0,
        depth: 0,
      },
    };
    fillRuns(state, used);
    const rows = Uint32Array.from(state.ids[0]).sort();
    const pending = [nodeOf(state, rows, { start: 0, count: used, depth: 0, parent: -1, column: 0 })];
    for (let node = pending.pop(); node; node = pending.pop()) growOne(state, node, pending);
    const { tree } = state;
    return {
      nodes: tree.words.slice(0, 2 * tree.nodeCount),
      leafWeights: packWeights(tree.leafWeights.slice(0, tree.leafCount), data.weightScale),
      depth: tree.depth,
      gains: tree.gains,
      path: 'plain',
    };
  };
}
