import { LearnError } from '../errors.js';
import type { ColumnSchema, Schema } from '../table/table.js';
import { isModelObject, type ModelObject } from './document.js';
import { arrayField, indicesField, textsField } from './fields.js';
import type { XgboostTree } from './xgboost-tree.js';

export interface ReadXgboostOptions {
  /**
   * Names of the categories of coded columns in order of their codes, by column. Files before 3.1 do not hold them; a
   * column without names (or with some beyond ASCII) gets the codes 0, 1, … up to the largest in any of its splits.
   */
  readonly levels?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The names of categories that 3.1 and later keep, by feature; undefined where the file has none that can be trusted:
 * XGBoost 3.2 counts its offsets in characters and its values in bytes, so names beyond ASCII are torn and cut.
 */
export function readCategoryNames(model: ModelObject, where: string): (string[] | undefined)[] {
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

/** The columns: coded where the file says so or a split goes by categories. */
export function readSchema(
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
