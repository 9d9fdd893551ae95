import { LearnError } from '../../errors.js';
import { BIN_LIMIT } from '../../table/bins.js';
import type { Table } from '../../table/table.js';
import type { Target } from '../contract.js';
import { type Objective, objectives } from './objective.js';

/** Rows that are watched while boosting goes on, not learned from. */
export interface Validation {
  readonly data: Table;
  readonly target: Target;
  readonly weights?: Float32Array | Float64Array;
}

/** Names and meaning as in XGBoost (`tree_method: hist`), in camel case. */
export interface BoostedOptions {
  /** Boosting rounds, one tree each; 1 or more. Default 100. */
  readonly nEstimators: number;
  /** What a tree's leaves are multiplied by (eta), above 0 to 1. Default 0.3. */
  readonly learningRate: number;
  /** Deepest level of a leaf, the root being 0; 0 for no limit. Default 6. */
  readonly maxDepth: number;
  /** Most leaves of a tree; 0 for no limit. Default 0. */
  readonly maxLeaves: number;
  /** Which node is split next where `maxLeaves` limits the tree: the oldest or the one that gains most. Default `depthwise`. */
  readonly growPolicy: 'depthwise' | 'lossguide';
  /** Least sum of hessians (rows, for squared error) of a child. Default 1. */
  readonly minChildWeight: number;
  /** Least gain of a split, on XGBoost's scale (twice that of its paper). Default 0. */
  readonly gamma: number;
  /** L2 penalty on leaf weights. Default 1. */
  readonly lambda: number;
  /** L1 penalty on leaf weights. Default 0. */
  readonly alpha: number;
  /** Largest leaf weight before the learning rate; 0 for no limit. Default 0, and 0.7 for `poisson`. */
  readonly maxDeltaStep: number | undefined;
  /** Chance of a row to be used for a tree, above 0 to 1. Default 1. */
  readonly subsample: number;
  /** Part of the columns that a tree, a level, a node may use, above 0 to 1; a one-hot column counts as one per level. Default 1. */
  readonly colsampleBytree: number;
  readonly colsampleBylevel: number;
  readonly colsampleBynode: number;
  /** Most bins of a numeric column, 2 to 65,535; above 256 takes twice the memory. Default 256. */
  readonly maxBin: number;
  /** A whole number from 0 to 2³² − 1. Default 0. */
  readonly seed: number;
  /** How coded columns are split: one level against the rest, or sets of levels. Default `one-hot`. */
  readonly categories: 'one-hot' | 'partition';
  /** With `partition`: most levels that a split looks at from each end of their order. Default 64. */
  readonly maxCatThreshold: number;
  /** With `partition`: columns with fewer levels are split one-hot. Default 4. */
  readonly maxCatToOnehot: number;
  /** By column name: 1 for predictions that never fall, −1 that never rise with the column. Numeric columns only. */
  readonly monotone: Readonly<Record<string, -1 | 0 | 1>>;
  /** What is minimised. Default `squared`. */
  readonly objective: Objective;
  /** For `quantile`: which, between 0 and 1. Default 0.5. */
  readonly quantile: number;
  /** For `huber`: from where on it is linear, above 0 (pseudo-Huber slope). Default 1. */
  readonly huberSlope: number;
  /** For `tweedie`: variance power, above 1 and below 2. Default 1.5. */
  readonly tweediePower: number;
  /** Where predictions start, on the scale of the target; `estimated` from it as XGBoost ≥ 2 does. Default `estimated`. */
  readonly baseScore: number | 'estimated';
  /** Rows to watch: their metric is kept for every round. Default: none. */
  readonly validation: Validation | undefined;
  /** Stop when the watched metric has not improved for this many rounds, and keep the best round; 0 for never. Default 0. */
  readonly earlyStoppingRounds: number;
}

/** The default of every option. */
export const boostedDefaults: Readonly<BoostedOptions> = {
  nEstimators: 100,
  learningRate: 0.3,
  maxDepth: 6,
  maxLeaves: 0,
  growPolicy: 'depthwise',
  minChildWeight: 1,
  gamma: 0,
  lambda: 1,
  alpha: 0,
  maxDeltaStep: undefined,
  subsample: 1,
  colsampleBytree: 1,
  colsampleBylevel: 1,
  colsampleBynode: 1,
  maxBin: 256,
  seed: 0,
  categories: 'one-hot',
  maxCatThreshold: 64,
  maxCatToOnehot: 4,
  monotone: {},
  objective: 'squared',
  quantile: 0.5,
  huberSlope: 1,
  tweediePower: 1.5,
  baseScore: 'estimated',
  validation: undefined,
  earlyStoppingRounds: 0,
};

type Check = (value: number) => boolean;
const whole: Check = Number.isInteger;
const INT = 2 ** 31 - 1;

const numeric: Partial<Record<keyof BoostedOptions, readonly [Check, string]>> = {
  nEstimators: [(v) => whole(v) && v >= 1 && v <= INT, 'a whole number of 1 or more'],
  learningRate: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  maxDepth: [(v) => whole(v) && v >= 0 && v <= INT, 'a whole number of 0 or more'],
  maxLeaves: [(v) => whole(v) && v >= 0 && v !== 1 && v <= INT, '0, or a whole number of 2 or more'],
  minChildWeight: [(v) => v >= 0 && v < Infinity, 'a finite number of 0 or more'],
  gamma: [(v) => v >= 0 && v < Infinity, 'a finite number of 0 or more'],
  lambda: [(v) => v >= 0 && v < Infinity, 'a finite number of 0 or more'],
  alpha: [(v) => v >= 0 && v < Infinity, 'a finite number of 0 or more'],
  subsample: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  colsampleBytree: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  colsampleBylevel: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  colsampleBynode: [(v) => v > 0 && v <= 1, 'above 0 and at most 1'],
  maxBin: [(v) => whole(v) && v >= 2 && v <= BIN_LIMIT, `a whole number from 2 to ${BIN_LIMIT}`],
  seed: [(v) => whole(v) && v >= 0 && v <= 0xffffffff, 'a whole number from 0 to 4294967295'],
  maxCatThreshold: [(v) => whole(v) && v >= 1 && v <= INT, 'a whole number of 1 or more'],
  maxCatToOnehot: [(v) => whole(v) && v >= 1 && v <= INT, 'a whole number of 1 or more'],
  quantile: [(v) => v > 0 && v < 1, 'between 0 and 1'],
  huberSlope: [(v) => v > 0 && v < Infinity, 'a finite number above 0'],
  tweediePower: [(v) => v > 1 && v < 2, 'between 1 and 2'],
  earlyStoppingRounds: [(v) => whole(v) && v >= 0, 'a whole number of 0 or more'],
};

const oneOf: Partial<Record<keyof BoostedOptions, readonly string[]>> = {
  growPolicy: ['depthwise', 'lossguide'],
  categories: ['one-hot', 'partition'],
  objective: Object.keys(objectives),
};

function refuse(name: string, expected: string, found: unknown): never {
  throw new LearnError('bad-option', `option ${name} must be ${expected}, found ${String(found)}`);
}

/**
 * The options with defaults filled in.
 * @throws LearnError `bad-option`, naming the option
 */
export function completeOptions(given: Partial<BoostedOptions> = {}): BoostedOptions {
  const known = Object.keys(boostedDefaults);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      throw new LearnError('bad-option', `there is no option "${name}"; known: ${known.join(', ')}`);
    }
  }
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const options = { ...boostedDefaults, ...set } as BoostedOptions;
  for (const [name, [check, expected]] of Object.entries(numeric)) {
    const value: unknown = options[name as keyof BoostedOptions];
    if (!(typeof value === 'number' && check(value))) refuse(name, expected, value);
  }
  for (const [name, values] of Object.entries(oneOf)) {
    const value: unknown = options[name as keyof BoostedOptions];
    if (!values.includes(String(value))) refuse(name, values.join(' or '), value);
  }
  const { maxDeltaStep, baseScore } = options;
  if (maxDeltaStep !== undefined && !(maxDeltaStep >= 0 && maxDeltaStep < Infinity)) {
    refuse('maxDeltaStep', 'a finite number of 0 or more', maxDeltaStep);
  }
  if (baseScore !== 'estimated' && !Number.isFinite(baseScore)) {
    refuse('baseScore', 'a finite number or "estimated"', baseScore);
  }
  if (options.earlyStoppingRounds > 0 && !options.validation) {
    refuse('earlyStoppingRounds', '0 without validation rows to watch', options.earlyStoppingRounds);
  }
  return options;
}
