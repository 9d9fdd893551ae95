import { LearnError } from '../errors.js';

/** Categories by row: `levels[codes[row]]`; a code at or beyond `levels.length` is missing. A coded column is one. */
export interface Categories {
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  readonly levels: readonly string[];
}

/** Means of a target by category, drawn towards the mean of all rows where there are few. Data: JSON goes round. */
export interface TargetEncoder {
  /** Rows' worth of the overall mean that is mixed into every category. */
  readonly smoothing: number;
  /** Mean of the target over all rows: the value of categories unknown or missing. */
  readonly mean: number;
  readonly levels: readonly string[];
  /** Rows seen of each level. */
  readonly counts: Float64Array;
  /** (Σ target + smoothing × mean) / (count + smoothing), one a level. */
  readonly values: Float64Array;
  /** The value of each row's category; categories are found by name. */
  encode(categories: Categories): Float64Array;
  /** How many rows the encoder had seen of each row's category; 0 when unknown or missing. */
  count(categories: Categories): Float64Array;
  toJSON(): TargetEncoderJson;
}

/** A target encoder as plain data. */
export interface TargetEncoderJson {
  readonly format: 'trackscope-target-encoder';
  readonly version: 1;
  readonly smoothing: number;
  readonly mean: number;
  readonly levels: readonly string[];
  readonly counts: readonly number[];
  readonly values: readonly number[];
}

/** The encoder of sums and counts by level. */
export function encoderOf(
  levels: readonly string[],
  sums: Float64Array,
  counts: Float64Array,
  mean: number,
  smoothing: number,
): TargetEncoder {
  const values = sums.map((sum, level) => {
    const weight = counts[level] + smoothing;
    return weight > 0 ? (sum + smoothing * mean) / weight : mean;
  });
  return targetEncoder(levels, counts, values, mean, smoothing);
}

/**
 * The encoder in a JSON.
 * @throws LearnError `bad-model` when it is of another kind or version, or damaged
 */
export function targetEncoderFromJSON(json: unknown): TargetEncoder {
  const given: Partial<Record<keyof TargetEncoderJson, unknown>> =
    typeof json === 'object' && json !== null ? json : {};
  if (given.format !== 'trackscope-target-encoder' || given.version !== 1) {
    throw damaged(
      'format',
      '"trackscope-target-encoder" version 1',
      `${given.format} version ${given.version}`,
    );
  }
  const levels = listOf(given.levels, 'levels', isText);
  const counts = listOf(given.counts, 'counts', isCount);
  const values = listOf(given.values, 'values', isNumber);
  const { smoothing, mean } = given;
  if (!(isNumber(smoothing) && smoothing >= 0))
    throw damaged('smoothing', 'a number of 0 or more', smoothing);
  if (!isNumber(mean)) throw damaged('mean', 'a finite number', mean);
  if (counts.length !== levels.length || values.length !== levels.length) {
    throw damaged(
      'counts and values',
      `${levels.length} numbers each`,
      `${counts.length} and ${values.length}`,
    );
  }
  return targetEncoder(levels, Float64Array.from(counts), Float64Array.from(values), mean, smoothing);
}

function targetEncoder(
  levels: readonly string[],
  counts: Float64Array,
  values: Float64Array,
  mean: number,
  smoothing: number,
): TargetEncoder {
  const index = new Map(levels.map((level, i) => [level, i]));

  function look({ codes, levels: theirs }: Categories, table: Float64Array, unknown: number): Float64Array {
    const byCode = theirs.map((level) => {
      const known = index.get(level);
      return known === undefined ? unknown : table[known];
    });
    return Float64Array.from(codes, (code) => byCode[code] ?? unknown);
  }

  return {
    smoothing,
    mean,
    levels,
    counts,
    values,
    encode: (categories) => look(categories, values, mean),
    count: (categories) => look(categories, counts, 0),
    toJSON: () => ({
      format: 'trackscope-target-encoder',
      version: 1,
      smoothing,
      mean,
      levels: [...levels],
      counts: [...counts],
      values: [...values],
    }),
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isCount(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function listOf<T>(given: unknown, name: string, valid: (value: unknown) => value is T): T[] {
  if (!Array.isArray(given)) throw damaged(name, 'a list', given);
  return given.map((value: unknown, i) => {
    if (!valid(value)) throw damaged(`${name}[${i}]`, 'a valid entry', value);
    return value;
  });
}

function damaged(where: string, expected: string, found: unknown): LearnError {
  const shown = JSON.stringify(found) ?? 'nothing';
  return new LearnError('bad-model', `target encoder, ${where}: expected ${expected}, found ${shown}`);
}
