import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { Schema } from '../table/table.js';
import { isModelObject, type ModelObject, type ModelValue } from './document.js';
import { arrayField, countField, indicesField, numbersField, objectField, textField } from './fields.js';
import { parseModelJson } from './model-json.js';
import { type Link, linkOf, marginOfScore } from './objective.js';
import { parseUbjson } from './ubjson-read.js';
import { assemble } from './xgboost-assemble.js';
import { type ReadXgboostOptions, readCategoryNames, readSchema } from './xgboost-schema.js';
import { readXgboostTree } from './xgboost-tree.js';

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
