import { LearnError } from '../../errors.js';
import type { Schema } from '../../table/table.js';
import type { ForestParts } from './model.js';
import { type ForestOptions, forestOptions } from './options.js';

/** How the packed trees are laid out. */
export interface PackForm {
  /** Nodes and deepest level of each tree. */
  readonly nodes: readonly number[];
  readonly depths: readonly number[];
  /** Distinct leaf values listed in a table, up to 65,535. */
  readonly leafTable: number;
  /** Leaves whose value is beyond the table and stands in a list. */
  readonly leafBeyond: number;
  /** Bytes of a leaf's weight: 1 for whole numbers, those from 255 on in a list; else 4. */
  readonly weightBytes: 1 | 4;
  /** Leaves whose weight stands in that list. */
  readonly weightBeyond: number;
}

/** The readable part of a stored forest. */
export interface ForestHeader {
  readonly learner: 'forest';
  readonly version: 1;
  readonly schema: Schema;
  readonly options: ForestOptions;
  readonly trainingRows: number;
  readonly importances: readonly number[];
  /** Present when out-of-bag predictions are stored; `r2` is null when there is none. */
  readonly oob?: { readonly rows: number; readonly r2: number | null };
  readonly form: PackForm;
}

export function badForest(what: string, cause?: unknown): LearnError {
  return new LearnError('bad-model', `not a readable forest: ${what}`, cause === undefined ? {} : { cause });
}

export function forestHeader(parts: ForestParts, form: PackForm): ForestHeader {
  const { schema, options, trainingRows, oob } = parts;
  return {
    learner: 'forest',
    version: 1,
    schema,
    options,
    trainingRows,
    importances: Array.from(parts.importances),
    ...(oob ? { oob: { rows: oob.rows, r2: Number.isNaN(oob.r2) ? null : oob.r2 } } : {}),
    form,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, from: number): boolean {
  return Number.isInteger(value) && (value as number) >= from && (value as number) < 2 ** 32;
}

function isSchema(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (column: unknown) =>
        isRecord(column) &&
        typeof column.name === 'string' &&
        (column.kind === 'numeric' ||
          (column.kind === 'coded' &&
            Array.isArray(column.levels) &&
            column.levels.every((level) => typeof level === 'string'))),
    )
  );
}

function isForm(value: unknown): boolean {
  return (
    isRecord(value) &&
    Array.isArray(value.nodes) &&
    value.nodes.length > 0 &&
    value.nodes.every((count) => isCount(count, 1)) &&
    Array.isArray(value.depths) &&
    value.depths.length === value.nodes.length &&
    value.depths.every((depth) => isCount(depth, 0)) &&
    isCount(value.leafTable, 1) &&
    (value.leafTable as number) <= 65_535 &&
    isCount(value.leafBeyond, 0) &&
    isCount(value.weightBeyond, 0) &&
    (value.weightBytes === 1 || value.weightBytes === 4)
  );
}

/** @throws LearnError `bad-model` */
export function readHeader(json: unknown): ForestHeader {
  if (!isRecord(json)) throw badForest('it is no object');
  if (json.learner !== 'forest') throw badForest(`its learner is ${JSON.stringify(json.learner)}`);
  if (json.version !== 1) throw badForest(`its version is ${String(json.version)}, this library reads 1`);
  if (!isSchema(json.schema)) throw badForest('its schema has a column without name, kind or levels');
  if (!isCount(json.trainingRows, 1)) throw badForest(`trainingRows is ${String(json.trainingRows)}`);
  const columns = (json.schema as Schema).length;
  const shares = json.importances;
  if (!(Array.isArray(shares) && shares.length === columns && shares.every((v) => Number.isFinite(v)))) {
    throw badForest(`importances are not ${columns} numbers`);
  }
  if (!isForm(json.form)) throw badForest('its form is damaged');
  const { oob } = json;
  if (oob !== undefined) {
    const ok = isRecord(oob) && isCount(oob.rows, 0) && (oob.r2 === null || Number.isFinite(oob.r2));
    if (!ok) throw badForest('its out-of-bag figures are damaged');
  }
  if (!isRecord(json.options)) throw badForest('its options are missing');
  try {
    return { ...(json as unknown as ForestHeader), options: forestOptions(json.options) };
  } catch (error) {
    throw badForest(error instanceof Error ? error.message : String(error), error);
  }
}
