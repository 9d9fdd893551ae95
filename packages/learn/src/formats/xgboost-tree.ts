import { LearnError } from '../errors.js';
import type { ModelObject } from './document.js';
import { countField, indicesField, numbersField, objectField } from './fields.js';

/** One tree of an XGBoost file, checked: children behind parents, nodes that are not reached made leaves of 0. */
export interface XgboostTree {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly feature: Int32Array;
  readonly threshold: Float64Array;
  readonly defaultLeft: Float64Array;
  readonly weights: Float64Array;
  readonly cover: Float64Array;
  readonly gain: Float64Array;
  /** Categories that go right, for each categorical node. */
  readonly sets: ReadonlyMap<number, Int32Array>;
  /** The file's own id of every node, when nodes had to be put in another order. */
  readonly ids: Int32Array | undefined;
}

const LARGEST_CATEGORY = 1 << 24;

function readSets(tree: ModelObject, where: string, nodes: number): Map<number, Int32Array> {
  const sets = new Map<number, Int32Array>();
  if (tree.split_type === undefined) return sets;
  const types = indicesField(tree, 'split_type', where, undefined, 0, 1);
  if (types.length !== 0 && types.length !== nodes) {
    throw new LearnError('bad-model', `${where}.split_type: expected ${nodes} items, found ${types.length}`);
  }
  if (!types.includes(1)) return sets;
  const ids = indicesField(tree, 'categories_nodes', where, undefined, 0, nodes - 1);
  const categories = indicesField(tree, 'categories', where, undefined, 0, LARGEST_CATEGORY);
  const starts = indicesField(tree, 'categories_segments', where, ids.length, 0, categories.length);
  const sizes = indicesField(tree, 'categories_sizes', where, ids.length, 0, categories.length);
  for (let i = 0; i < ids.length; i++) {
    const end = starts[i]! + sizes[i]!;
    if (end > categories.length) {
      throw new LearnError(
        'bad-model',
        `${where}.categories: node ${ids[i]} wants items to ${end}, found ${categories.length}`,
      );
    }
    sets.set(ids[i]!, categories.subarray(starts[i]!, end));
  }
  for (let node = 0; node < nodes; node++) {
    if (types[node] === 1 && !sets.has(node))
      throw new LearnError('bad-model', `${where}: node ${node} splits by categories and has none`);
    if (types[node] !== 1) sets.delete(node);
  }
  return sets;
}

/** The nodes that a walk from the root can reach, parents first; throws on a node with two parents (so on any loop). */
function reachable(left: Int32Array, right: Int32Array, where: string): Int32Array {
  const seen = new Uint8Array(left.length);
  const order = new Int32Array(left.length);
  let length = 1;
  seen[0] = 1;
  for (let i = 0; i < length; i++) {
    const node = order[i]!;
    if ((left[node] === -1) !== (right[node] === -1)) {
      throw new LearnError('bad-model', `${where}: node ${node} has one child, expected none or two`);
    }
    if (left[node] === -1) continue;
    for (const child of [left[node]!, right[node]!]) {
      if (seen[child] === 1)
        throw new LearnError('bad-model', `${where}: node ${child} is reached twice, the tree has a loop`);
      seen[child] = 1;
      order[length++] = child;
    }
  }
  return order.subarray(0, length);
}

/**
 * Reads one tree.
 * @throws LearnError `bad-model`, `unsupported-model` (leaves that are vectors)
 */
export function readXgboostTree(tree: ModelObject, where: string, columns: number): XgboostTree {
  const param = objectField(tree, 'tree_param', where);
  if (countField(param, 'size_leaf_vector', `${where}.tree_param`, 0) > 1 || 'leaf_weights' in tree) {
    throw new LearnError(
      'unsupported-model',
      `${where}: its leaves are vectors (a model of several targets)`,
    );
  }
  const nodes = countField(param, 'num_nodes', `${where}.tree_param`);
  if (nodes < 1) throw new LearnError('bad-model', `${where} has no nodes`);
  const left = indicesField(tree, 'left_children', where, nodes, -1, nodes - 1);
  const right = indicesField(tree, 'right_children', where, nodes, -1, nodes - 1);
  const order = reachable(left, right, where);
  // deleted nodes keep whatever they had: what matters of them is only that they are there
  const feature = Int32Array.from(numbersField(tree, 'split_indices', where, nodes));
  const threshold = numbersField(tree, 'split_conditions', where, nodes);
  const sets = readSets(tree, where, nodes);
  const covers = 'sum_hessian' in tree;
  const read: XgboostTree = {
    left,
    right,
    feature,
    threshold,
    defaultLeft: numbersField(tree, 'default_left', where, nodes),
    weights:
      'base_weights' in tree ? numbersField(tree, 'base_weights', where, nodes) : new Float64Array(nodes),
    cover: covers ? numbersField(tree, 'sum_hessian', where, nodes) : new Float64Array(nodes),
    gain: 'loss_changes' in tree ? numbersField(tree, 'loss_changes', where, nodes) : new Float64Array(nodes),
    sets,
    ids: undefined,
  };
  const kept = new Uint8Array(nodes);
  let ordered = true;
  for (const node of order) {
    kept[node] = 1;
    if (left[node] === -1) continue;
    if (left[node]! < node || right[node]! < node) ordered = false;
    if (!(feature[node]! >= 0 && feature[node]! < columns)) {
      throw new LearnError(
        'bad-model',
        `${where}: node ${node} splits on feature ${feature[node]}, expected 0 to ${columns - 1}`,
      );
    }
    if (Number.isNaN(threshold[node]!) && !sets.has(node)) {
      throw new LearnError('bad-model', `${where}: node ${node} has a threshold that is no number`);
    }
  }
  for (let node = 0; node < nodes; node++) {
    if (kept[node] === 1) continue;
    left[node] = -1;
    right[node] = -1;
    threshold[node] = 0;
    read.cover[node] = 0;
    read.gain[node] = 0;
    sets.delete(node);
  }
  return ordered ? read : reorder(read, order);
}

/** The same tree with its reached nodes in the given order (parents first). */
function reorder(tree: XgboostTree, order: Int32Array): XgboostTree {
  const place = new Int32Array(tree.left.length);
  for (let i = 0; i < order.length; i++) place[order[i]!] = i;
  const move = (from: Float64Array) => Float64Array.from(order, (node) => from[node]!);
  const child = (from: Int32Array) => Int32Array.from(order, (n) => (from[n] === -1 ? -1 : place[from[n]!]!));
  return {
    left: child(tree.left),
    right: child(tree.right),
    feature: Int32Array.from(order, (node) => tree.feature[node]!),
    threshold: move(tree.threshold),
    defaultLeft: move(tree.defaultLeft),
    weights: move(tree.weights),
    cover: move(tree.cover),
    gain: move(tree.gain),
    sets: new Map([...tree.sets].map(([node, set]) => [place[node]!, set])),
    ids: order.slice(),
  };
}
