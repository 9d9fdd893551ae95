import { LearnError } from '../../errors.js';
import { BIN_LIMIT } from '../../table/bins.js';

/** How a forest is grown. Names follow scikit-learn's `RandomForestRegressor`. */
export interface ForestOptions {
  /** Number of trees, 1 to 100,000. Default: 100. */
  readonly nEstimators: number;
  /** Whether every tree is grown on a draw of rows with replacement, rather than on all rows. Default: true. */
  readonly bootstrap: boolean;
  /**
   * Columns drawn afresh at every split: a share above 0 and up to 1 (at least one column), a whole number from 2 on (a
   * count, at most all), `'sqrt'` or `'log2'` of their number. 1 is the share, all columns; one column is `1 / columns`.
   * A coded column counts as one. More are drawn while all that were drawn are constant. Default: 1.
   */
  readonly maxFeatures: number | 'sqrt' | 'log2';
  /** Deepest level of a leaf, the root being 0; null for no limit. Default: null. */
  readonly maxDepth: number | null;
  /** Distinct rows that a node needs to be split, 2 or more. Default: 2. */
  readonly minSamplesSplit: number;
  /** Distinct rows that every leaf keeps, 1 or more. Default: 1. */
  readonly minSamplesLeaf: number;
  /** Draws for each tree with `bootstrap`: a share above 0 and up to 1, or a count from 2 on. Null: as many as rows. Default: null. */
  readonly maxSamples: number | null;
  /**
   * Null: exact splits, every midpoint between two values of a node. A number, 2 to 65,535: every numeric column is cut
   * once into at most so many bins by quantiles, and splits part bins, as in LightGBM and in XGBoost's `hist`: several
   * times as fast, and no sorting. Splits that remove nothing are not made. Default: null.
   */
  readonly maxBin: number | null;
  /** Seed of every draw, a whole number from 0 to 2³² - 1. Default: 0. */
  readonly seed: number;
  /** Whether to keep out-of-bag predictions; needs `bootstrap`. Default: false. */
  readonly oob: boolean;
}

export const forestDefaults: Readonly<ForestOptions> = {
  nEstimators: 100,
  bootstrap: true,
  maxFeatures: 1,
  maxDepth: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  maxSamples: null,
  maxBin: null,
  seed: 0,
  oob: false,
};

function whole(name: string, value: unknown, from: number, to: number): void {
  if (!(Number.isInteger(value) && (value as number) >= from && (value as number) <= to)) {
    throw new LearnError(
      'bad-option',
      `${name} must be a whole number from ${from} to ${to}, found ${String(value)}`,
    );
  }
}

function shareOrCount(name: string, value: unknown): void {
  const ok =
    typeof value === 'number' && ((value > 0 && value <= 1) || (Number.isInteger(value) && value >= 2));
  if (!ok) {
    throw new LearnError(
      'bad-option',
      `${name} must be a share above 0 and up to 1 or a whole number of 2 or more, found ${String(value)}`,
    );
  }
}

/**
 * The options with every default filled in.
 * @throws LearnError `bad-option`, `unknown-option`
 */
export function forestOptions(given: Partial<ForestOptions> = {}): ForestOptions {
  for (const key of Object.keys(given)) {
    if (!(key in forestDefaults)) {
      throw new LearnError(
        'unknown-option',
        `forest has no option "${key}"; it has ${Object.keys(forestDefaults).join(', ')}`,
      );
    }
  }
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  const options: ForestOptions = { ...forestDefaults, ...Object.fromEntries(set) };
  whole('nEstimators', options.nEstimators, 1, 100_000);
  whole('minSamplesSplit', options.minSamplesSplit, 2, 2 ** 31 - 1);
  whole('minSamplesLeaf', options.minSamplesLeaf, 1, 2 ** 30);
  whole('seed', options.seed, 0, 2 ** 32 - 1);
  if (options.maxDepth !== null) whole('maxDepth', options.maxDepth, 1, 2 ** 31 - 1);
  if (options.maxBin !== null) whole('maxBin', options.maxBin, 2, BIN_LIMIT);
  if (options.maxSamples !== null) shareOrCount('maxSamples', options.maxSamples);
  if (options.maxFeatures !== 'sqrt' && options.maxFeatures !== 'log2')
    shareOrCount('maxFeatures', options.maxFeatures);
  for (const name of ['bootstrap', 'oob'] as const) {
    if (typeof options[name] !== 'boolean') {
      throw new LearnError('bad-option', `${name} must be true or false, found ${String(options[name])}`);
    }
  }
  if (!options.bootstrap && options.oob) {
    throw new LearnError('bad-option', 'oob needs bootstrap: without it no row is ever out of bag');
  }
  if (!options.bootstrap && options.maxSamples !== null) {
    throw new LearnError('bad-option', 'maxSamples needs bootstrap: without it every tree sees all rows');
  }
  return options;
}

/** How many columns a split looks at. */
export function featuresPerSplit(maxFeatures: ForestOptions['maxFeatures'], columns: number): number {
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(columns)));
  if (maxFeatures === 'log2') return Math.max(1, Math.floor(Math.log2(columns)));
  return maxFeatures <= 1 ? Math.max(1, Math.floor(maxFeatures * columns)) : Math.min(columns, maxFeatures);
}

/** How many draws make a tree's rows. */
export function drawsPerTree(maxSamples: number | null, rows: number): number {
  if (maxSamples === null) return rows;
  return maxSamples <= 1 ? Math.max(1, Math.round(maxSamples * rows)) : Math.min(rows, maxSamples);
}
