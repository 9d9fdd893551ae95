import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { reachedNodes } from '../models/trees/reached.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { Schema } from '../table/table.js';
import type { ModelObject, ModelValue } from './document.js';
import { float32Text, writeModelJson } from './model-json.js';
import { type Link, linkOf, marginOfScore, scoreOfMargin } from './objective.js';
import { writeUbjson } from './ubjson-write.js';

/** A model to write for XGBoost. */
export interface XgboostExport {
  readonly ensemble: TreeEnsemble;
  readonly schema: Schema;
  /** XGBoost's name of the loss, which tells it how to turn the sum into a prediction. Default `reg:squarederror`. */
  readonly objective?: string;
  /** Free texts, such as `best_iteration`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** First tree of every round and the end; default: a round a tree. */
  readonly roundStarts?: Uint32Array;
}

// parents[0] of every tree
const NO_PARENT = 2 ** 31 - 1;

interface Sets {
  readonly nodes: number[];
  readonly starts: number[];
  readonly sizes: number[];
  readonly categories: number[];
}

function codesOf(words: Uint32Array, start: number, levels: number): number[] {
  const codes: number[] = [];
  for (let code = 0; code < levels; code++) {
    if ((words[start + (code >> 5)]! >>> (code & 31)) & 1) codes.push(code);
  }
  return codes;
}

/**
 * The nodes of a tree in an order that XGBoost can walk: it takes the right child to stand just behind the left one, and
 * goes astray without a word where it does not. Kept as they are when they stand so, else breadth first.
 */
function nodeOrder(ensemble: TreeEnsemble, tree: number): Int32Array {
  const kept = reachedNodes(ensemble, tree);
  const { left, right } = ensemble;
  const start = ensemble.treeStarts[tree]!;
  const place = new Int32Array(ensemble.treeStarts[tree + 1]! - start);
  for (let i = 0; i < kept.length; i++) place[kept[i]! - start] = i;
  const adjacent = (node: number) =>
    left[node] === -1 || place[right[node]! - start] === place[left[node]! - start]! + 1;
  if (kept.every(adjacent)) return kept;
  const order = new Int32Array(kept.length);
  order[0] = start;
  let length = 1;
  for (let i = 0; i < length; i++) {
    const node = order[i]!;
    if (left[node] === -1) continue;
    order[length++] = left[node]!;
    order[length++] = right[node]!;
  }
  return order;
}

function treeDocument(ensemble: TreeEnsemble, schema: Schema, id: number): ModelObject {
  const start = ensemble.treeStarts[id]!;
  // without the nodes that are not reached: XGBoost crashes on them, unless it deleted them itself
  const kept = nodeOrder(ensemble, id);
  const nodes = kept.length;
  const place = new Int32Array(ensemble.treeStarts[id + 1]! - start);
  for (let i = 0; i < nodes; i++) place[kept[i]! - start] = i;
  const child = (ids: Int32Array) => kept.map((node) => (ids[node] === -1 ? -1 : place[ids[node]! - start]!));
  const floats = (from: Float32Array) => Float32Array.from(kept, (node) => from[node]!);
  const left = child(ensemble.left);
  const right = child(ensemble.right);
  const parents = new Int32Array(nodes).fill(NO_PARENT);
  const conditions = new Float32Array(nodes);
  const indices = new Int32Array(nodes);
  const types = new Uint8Array(nodes);
  const sets: Sets = { nodes: [], starts: [], sizes: [], categories: [] };
  for (let node = 0; node < nodes; node++) {
    const at = kept[node]!;
    if (left[node] === -1) {
      conditions[node] = ensemble.value[at]!;
      continue;
    }
    parents[left[node]!] = node;
    parents[right[node]!] = node;
    const feature = ensemble.feature[at]!;
    indices[node] = feature;
    const column = schema[feature]!;
    if (column.kind === 'numeric') {
      conditions[node] = ensemble.threshold[at]!;
      continue;
    }
    const codes = codesOf(ensemble.setWords, ensemble.setStart[at]!, column.levels.length);
    if (codes.length === 0) {
      // XGBoost has no empty sets: every code is below this, so all go left as they do here
      conditions[node] = column.levels.length + 1;
      continue;
    }
    types[node] = 1;
    sets.nodes.push(node);
    sets.starts.push(sets.categories.length);
    sets.sizes.push(codes.length);
    for (const code of codes) sets.categories.push(code);
  }
  const long = (values: number[]) => BigInt64Array.from(values, BigInt);
  return {
    base_weights: floats(ensemble.value),
    categories: Int32Array.from(sets.categories),
    categories_nodes: Int32Array.from(sets.nodes),
    categories_segments: long(sets.starts),
    categories_sizes: long(sets.sizes),
    default_left: Uint8Array.from(kept, (node) => ensemble.defaultLeft[node]!),
    id,
    left_children: left,
    loss_changes: floats(ensemble.gain),
    parents,
    right_children: right,
    split_conditions: conditions,
    split_indices: indices,
    split_type: types,
    sum_hessian: floats(ensemble.cover),
    tree_param: {
      num_deleted: '0',
      num_feature: `${schema.length}`,
      num_nodes: `${nodes}`,
      size_leaf_vector: '1',
    },
  };
}

/**
 * The base as base_score. XGBoost keeps it before the link, where not every float32 margin can be had; such a base goes
 * into the leaves of the first tree, which is the first thing added to it: the sums stay the same to the bit.
 */
function baseScore(ensemble: TreeEnsemble, link: Link): { score: number; ensemble: TreeEnsemble } {
  const base = Math.fround(ensemble.base);
  const score = scoreOfMargin(link, base);
  if (marginOfScore(link, score) === base || ensemble.treeStarts.length < 2) return { score, ensemble };
  const value = ensemble.value.slice();
  for (let node = 0; node < ensemble.treeStarts[1]!; node++) value[node]! += base;
  return { score: scoreOfMargin(link, 0), ensemble: { ...ensemble, value, base: 0 } };
}

function document(model: XgboostExport): ModelObject {
  const { schema, objective = 'reg:squarederror', attributes = {} } = model;
  validateEnsemble(model.ensemble, schema);
  const { score, ensemble } = baseScore(model.ensemble, linkOf(objective));
  const trees = ensemble.treeStarts.length - 1;
  const rounds = model.roundStarts ?? Uint32Array.from({ length: trees + 1 }, (_, i) => i);
  if (!(rounds[0] === 0 && rounds[rounds.length - 1] === trees)) {
    throw new LearnError('bad-option', `roundStarts: expected 0 to ${trees} (the trees)`);
  }
  const parallel = rounds.length > 1 ? rounds[1]! : 1;
  return {
    learner: {
      attributes,
      feature_names: schema.map((column) => column.name),
      feature_types: schema.map((column) => (column.kind === 'coded' ? 'c' : 'float')),
      gradient_booster: {
        model: {
          gbtree_model_param: { num_parallel_tree: `${parallel}`, num_trees: `${trees}` },
          iteration_indptr: Array.from(rounds),
          tree_info: new Array<ModelValue>(trees).fill(0),
          trees: Array.from({ length: trees }, (_, id) => treeDocument(ensemble, schema, id)),
        },
        name: 'gbtree',
      },
      learner_model_param: {
        // the scalar form: the one that every version reads
        base_score: float32Text(score),
        boost_from_average: '1',
        num_class: '0',
        num_feature: `${schema.length}`,
        num_target: '1',
      },
      objective: lossDocument(objective),
    },
    version: [2, 1, 4],
  };
}

/** The objective with the parameters that XGBoost asks for when it loads it, at their defaults. */
function lossDocument(name: string): ModelObject {
  switch (name) {
    case 'count:poisson':
      return { name, poisson_regression_param: { max_delta_step: '0.7' } };
    case 'reg:tweedie':
      return { name, tweedie_regression_param: { tweedie_variance_power: '1.5' } };
    case 'reg:pseudohubererror':
      return { name, pseudo_huber_param: { huber_slope: '1' } };
    case 'reg:quantileerror':
      return { name, quantile_loss_param: { quantile_alpha: '[0.5]' } };
    case 'reg:absoluteerror':
    case 'binary:hinge':
    case 'survival:cox':
      return { name };
    case 'reg:squarederror':
    case 'reg:squaredlogerror':
    case 'reg:logistic':
    case 'binary:logistic':
    case 'binary:logitraw':
    case 'reg:gamma':
      return { name, reg_loss_param: { scale_pos_weight: '1' } };
    default:
      throw new LearnError('unsupported-model', `objective "${name}" cannot be written for XGBoost`);
  }
}

/**
 * The model as XGBoost's JSON, readable by 1.7 and later. A coded column becomes a categorical feature (type `c`) whose
 * values are its codes; the names of the levels stay behind, XGBoost having had no place for them before 3.1. Give
 * XGBoost the codes, and NaN for a category that the column does not have. Its margins are then the same to the bit.
 * @throws LearnError `bad-model`, `unsupported-model`, `bad-option`
 */
export function writeXgboostJson(model: XgboostExport): string {
  return writeModelJson(document(model));
}

/** The model as XGBoost's UBJSON; see {@link writeXgboostJson}. */
export function writeXgboostUbjson(model: XgboostExport): Uint8Array {
  return writeUbjson(document(model));
}
