import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { ColumnSchema, Schema } from '../table/table.js';
import { isModelObject, type ModelObject, type ModelValue } from './document.js';
import {
  arrayField,
  countField,
  indicesField,
  numbersField,
  objectField,
  textField,
  textsField,
} from './fields.js';
import { parseModelJson } from './model-json.js';
import { type Link, linkOf, marginOfScore } from './objective.js';
import { parseUbjson } from './ubjson.js';
import { readXgboostTree, type XgboostTree } from './xgboost-tree.js';

/** What an XGBoost model file holds. */
export interface XgboostModel {
  /** Its sum is the margin; apply the inverse of `link` for a prediction in units of the target. */
  readonly ensemble: TreeEnsemble;
  readonly schema: Schema;
  /** As in XGBoost: `reg:squarederror`, `binary:logistic`, … */
  readonly objective: string;
  readonly link: Link;
  /** Trees of round r: `roundStarts[r]` to `roundStarts[r + 1] - 1`. */
  readonly roundStarts: Uint32Array;
  /** Trees up to the best round of early stopping, as XGBoost's scikit-learn classes use; all if there was none. */
  readonly bestTrees: number;
  /** XGBoost's free texts: `best_iteration`, `best_score`, … */
  readonly attributes: Readonly<Record<string, string>>;
  /** The file's node ids, by arena id, when some tree had its nodes in another order. */
  readonly nodeIds: Uint32Array | undefined;
}

export interface ReadXgboostOptions {
  /**
   * Names of the categories of coded columns in order of their codes, by column. Files before 3.1 do not hold them; a
   * column without names (or with some beyond ASCII) gets the codes 0, 1, … up to the largest in any of its splits.
   */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
}

function parse(source: Uint8Array | string): ModelValue {
  if (typeof source === 'string') return parseModelJson(source);
  const start = String.fromCharCode(...source.subarray(0, 15));
  if (/^\{[LilIU]/.test(start)) return parseUbjson(source);
  if (start.startsWith('binf') || start.startsWith('CONFIG-offset:')) {
    throw new LearnError(
      'unsupported-model',
      'the model is in the binary format that XGBoost dropped; save it there again as .json or .ubj',
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(source);
  } catch (cause) {
    throw new LearnError('bad-model', 'the model is neither JSON nor UBJSON', { cause });
  }
  return parseModelJson(text);
}

/** base_score as text: `3.5E1` (to 3.0), `[3.5E1]` (from 3.1), `(3.5E1)`; a number in hand-made files. */
function readBaseScore(param: ModelObject, where: string): number {
  const value = param.base_score;
  const text = typeof value === 'number' ? String(value) : textField(param, 'base_score', where);
  const items = text.replace(/^\s*[[(]|[\])]\s*$/g, '').split(',');
  if (items.length > 1 && items[1]!.trim() !== '') {
    throw new LearnError('unsupported-model', `${where}.base_score has ${items.length} values, expected one`);
  }
  const score = items[0]!.trim() === '' ? Number.NaN : Number(items[0]);
  if (!Number.isFinite(score)) {
    throw new LearnError('bad-model', `${where}.base_score: expected a number, found "${text}"`);
  }
  return score;
}

/**
 * The names of categories that 3.1 and later keep, by feature; undefined where the file has none that can be trusted:
 * XGBoost 3.2 counts its offsets in characters and its values in bytes, so names beyond ASCII are torn and cut.
 */
function readCategoryNames(model: ModelObject, where: string): (string[] | undefined)[] {
  if (!isModelObject(model.cats)) return [];
  const cats = model.cats;
  if (cats.enc === undefined) return [];
  return arrayField(cats, 'enc', `${where}.cats`).map((entry, i) => {
    const at = `${where}.cats.enc[${i}]`;
    if (!isModelObject(entry)) throw new LearnError('bad-model', `${at}: expected an object`);
    const values = arrayField(entry, 'values', at);
    if (values.length === 0) return undefined;
    if (entry.offsets === undefined) return values.map(String);
    const bytes = Uint8Array.from(indicesField(entry, 'values', at, undefined, -128, 255));
    if (bytes.some((byte) => byte > 127)) return undefined;
    const offsets = indicesField(entry, 'offsets', at, undefined, 0, bytes.length);
    const decoder = new TextDecoder();
    return Array.from({ length: Math.max(0, offsets.length - 1) }, (_, k) =>
      decoder.decode(bytes.subarray(offsets[k]!, offsets[k + 1]!)),
    );
  });
}

function readSchema(
  learner: ModelObject,
  columns: number,
  trees: readonly XgboostTree[],
  known: (string[] | undefined)[],
  options: ReadXgboostOptions,
): Schema {
  const optional = (key: string): string[] => {
    const texts = learner[key] === undefined ? [] : textsField(learner, key, 'learner');
    if (texts.length !== 0 && texts.length !== columns) {
      throw new LearnError('bad-model', `learner.${key}: expected ${columns} items, found ${texts.length}`);
    }
    return texts;
  };
  const names = optional('feature_names');
  const types = optional('feature_types');
  const largest = new Int32Array(columns).fill(-1);
  const coded = types.map((type) => type === 'c');
  for (const tree of trees) {
    for (const [node, set] of tree.sets) {
      const column = tree.feature[node]!;
      coded[column] = true;
      for (const category of set) largest[column] = Math.max(largest[column]!, category);
    }
  }
  return Array.from({ length: columns }, (_, i): ColumnSchema => {
    const name = names[i] ?? `f${i}`;
    if (!coded[i]) return { kind: 'numeric', name };
    const levels = options.levels?.[name] ?? known[i];
    if (levels && levels.length <= largest[i]!) {
      throw new LearnError(
        'bad-model',
        `column "${name}" has ${levels.length} categories, a split names number ${largest[i]}`,
      );
    }
    const count = largest[i]! + 1;
    if (count > 65_535) {
      throw new LearnError(
        'unsupported-model',
        `column "${name}" has ${count} categories, at most 65535 are possible`,
      );
    }
    return { kind: 'coded', name, levels: levels ?? Array.from({ length: count }, (_, k) => `${k}`) };
  });
}

interface Booster {
  readonly model: ModelObject;
  readonly where: string;
  /** By tree; undefined without DART. */
  readonly drop: Float64Array | undefined;
}

function findBooster(learner: ModelObject): Booster {
  const booster = objectField(learner, 'gradient_booster', 'learner');
  const where = 'learner.gradient_booster';
  const name = textField(booster, 'name', where);
  const dart = name === 'dart';
  if (!dart && name !== 'gbtree') {
    throw new LearnError('unsupported-model', `booster "${name}": expected gbtree or dart`);
  }
  const inner = dart && isModelObject(booster.gbtree) ? objectField(booster, 'gbtree', where) : booster;
  const model = objectField(inner, 'model', where);
  const holder = [booster, model].find((o) => o.weight_drop !== undefined);
  const drop = holder && numbersField(holder, 'weight_drop', where);
  return {
    model,
    where: `${where}.model`,
    drop: drop && (dart || drop.length > 0) ? drop : undefined,
  };
}

/** The bits of a set of categories, `words` long. Categories beyond the levels cannot occur. */
function writeSet(words: Uint32Array, start: number, set: Iterable<number>): void {
  for (const category of set) words[start + (category >> 5)]! |= 1 << (category & 31);
}

/** A numeric split on a coded column, as the set of codes at or above the threshold. */
function codesFrom(threshold: number, levels: number): number[] {
  return Array.from({ length: levels }, (_, code) => code).filter((code) => !(code < threshold));
}

function assemble(
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

function readRounds(model: ModelObject, where: string, trees: number): Uint32Array {
  if (model.iteration_indptr !== undefined) {
    const starts = indicesField(model, 'iteration_indptr', where, undefined, 0, trees);
    for (let i = 1; i < starts.length; i++) {
      if (starts[i]! < starts[i - 1]!)
        throw new LearnError('bad-model', `${where}.iteration_indptr falls at ${i}`);
    }
    if (starts.length > 0 && (starts[0] !== 0 || starts[starts.length - 1] !== trees)) {
      throw new LearnError('bad-model', `${where}.iteration_indptr: expected 0 to ${trees}`);
    }
    if (starts.length > 0) return Uint32Array.from(starts);
  }
  const param = objectField(model, 'gbtree_model_param', where);
  const parallel = Math.max(1, countField(param, 'num_parallel_tree', `${where}.gbtree_model_param`, 1));
  const rounds = Math.ceil(trees / parallel);
  return Uint32Array.from({ length: rounds + 1 }, (_, i) => Math.min(trees, i * parallel));
}

function bestTrees(attributes: Readonly<Record<string, string>>, rounds: Uint32Array): number {
  const all = rounds[rounds.length - 1]!;
  const best = attributes.best_iteration;
  if (best === undefined || !/^\d+$/.test(best)) return all;
  return rounds[Number(best) + 1] ?? all;
}

/**
 * Reads a model that XGBoost saved as JSON or UBJSON, from 1.7 to current forms: trees (gbtree) of one output, DART's
 * weights multiplied into the leaves, numeric and categorical splits. Predictions of the ensemble equal XGBoost's margin
 * bit for bit. A category that the column does not have counts as missing.
 *
 * @throws LearnError `bad-model` when the file is damaged, naming the field; `unsupported-model` when it is sound but
 *   of another kind (linear boosters, several outputs, leaves that are vectors)
 */
export function readXgboost(source: Uint8Array | string, options: ReadXgboostOptions = {}): XgboostModel {
  const document = parse(source);
  if (!isModelObject(document)) throw new LearnError('bad-model', 'the model is not an object');
  const learner = objectField(document, 'learner', 'model');
  const { model, where, drop } = findBooster(learner);
  const param = objectField(learner, 'learner_model_param', 'learner');
  const columns = countField(param, 'num_feature', 'learner.learner_model_param');
  const objective = textField(objectField(learner, 'objective', 'learner'), 'name', 'learner.objective');
  const targets = countField(param, 'num_target', 'learner.learner_model_param', 1);
  const classes = countField(param, 'num_class', 'learner.learner_model_param', 0);
  if (targets > 1 || classes > 1) {
    throw new LearnError(
      'unsupported-model',
      `the model has ${Math.max(targets, classes)} outputs, expected one`,
    );
  }
  const link = linkOf(objective);
  const trees = arrayField(model, 'trees', where).map((tree, i) => {
    if (!isModelObject(tree)) throw new LearnError('bad-model', `${where}.trees[${i}]: expected an object`);
    return readXgboostTree(tree, `tree ${i}`, columns);
  });
  if (drop && drop.length !== trees.length) {
    throw new LearnError('bad-model', `weight_drop has ${drop.length} items for ${trees.length} trees`);
  }
  const schema = readSchema(learner, columns, trees, readCategoryNames(model, where), options);
  const score = readBaseScore(param, 'learner.learner_model_param');
  const ensemble = assemble(trees, schema, marginOfScore(link, score), drop);
  validateEnsemble(ensemble, schema);
  const attributes: Record<string, string> = {};
  if (learner.attributes !== undefined) {
    const found = objectField(learner, 'attributes', 'learner');
    for (const key of Object.keys(found)) attributes[key] = textField(found, key, 'learner.attributes');
  }
  const roundStarts = readRounds(model, where, trees.length);
  let nodeIds: Uint32Array | undefined;
  if (trees.some((tree) => tree.ids)) {
    nodeIds = new Uint32Array(ensemble.feature.length);
    trees.forEach((tree, t) => {
      const start = ensemble.treeStarts[t]!;
      for (let i = 0; i < tree.left.length; i++) nodeIds![start + i] = tree.ids?.[i] ?? i;
    });
  }
  return {
    ensemble,
    schema,
    objective,
    link,
    roundStarts,
    bestTrees: bestTrees(attributes, roundStarts),
    attributes,
    nodeIds,
  };
}
