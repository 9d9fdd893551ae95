import { LearnError } from '../errors.js';
import { createRandom } from '../random/random.js';
import { RandomState } from '../random/random-state.js';
import { complement, type Fold, type SplitPlan } from './plan.js';

/** Settings of a division into folds. */
export interface KFoldOptions {
  /** How many, 2 or more. Default: 5. */
  readonly folds?: number;
  /** Whether rows are drawn at random; otherwise each fold is a run of neighbouring rows. Default: true. */
  readonly shuffle?: boolean;
  /** Whole number from 0 to 2³² − 1. Default: 0. */
  readonly seed?: number;
  /** True to draw as scikit-learn's `KFold(shuffle=True, random_state)` does. Default: false. */
  readonly numpy?: boolean;
}

/**
 * Every row held out once. Sizes differ by one at most, the first folds being the larger; without `shuffle` the folds
 * are those of scikit-learn's `KFold`. Rows are in the order of the table on both sides.
 * @throws LearnError `split-folds` or `seed`
 */
export function kFold(rows: number, options: KFoldOptions = {}): SplitPlan {
  const { folds = 5, shuffle = true, seed = 0, numpy = false } = options;
  checkFolds(folds, rows, 'rows');
  let order: Uint32Array = Uint32Array.from({ length: rows }, (_, row) => row);
  if (shuffle) order = numpy ? new RandomState(seed).permutation(rows) : createRandom(seed).permutation(rows);
  const made: Fold[] = [];
  let start = 0;
  for (let fold = 0; fold < folds; fold++) {
    const end = start + Math.floor(rows / folds) + (fold < rows % folds ? 1 : 0);
    const test = order.slice(start, end).sort();
    made.push({ train: complement(rows, test), test });
    start = end;
  }
  return { kind: 'k-fold', rows, groups: 0, seed: shuffle ? seed : null, folds: made };
}

/** A label or key of each row. */
export type Labels = ArrayLike<number> | ArrayLike<string>;

/** Settings of a division that respects labels. */
export interface GroupKFoldOptions {
  /** How many, 2 or more. Default: 5. */
  readonly folds?: number;
  /** Whole number from 0 to 2³² − 1; it orders groups of equal size. Default: 0. */
  readonly seed?: number;
}

/**
 * Every row held out once, and the rows of a group always together: artists, recordings, patients. Groups are dealt
 * from the largest to the smallest, each to the fold that has the fewest rows so far.
 * @throws LearnError `split-folds` when there are fewer groups than folds, or `seed`
 */
export function groupKFold(groups: Labels, options: GroupKFoldOptions = {}): SplitPlan {
  const { folds = 5, seed = 0 } = options;
  const { codes, count } = denseCodes(groups);
  checkFolds(folds, count, 'groups');
  const sizes = new Uint32Array(count);
  for (const code of codes) sizes[code]++;
  const order = createRandom(seed).permutation(count);
  order.sort((a, b) => sizes[b] - sizes[a]); // stable: equal sizes stay as drawn
  const load = new Float64Array(folds);
  const foldOf = new Uint32Array(count);
  for (const group of order) {
    let lightest = 0;
    for (let fold = 1; fold < folds; fold++) if (load[fold] < load[lightest]) lightest = fold;
    foldOf[group] = lightest;
    load[lightest] += sizes[group];
  }
  const made = foldsOf(
    codes.map((code) => foldOf[code]),
    folds,
  );
  return { kind: 'group-k-fold', rows: codes.length, groups: count, seed, folds: made };
}

/**
 * Every row held out once, and each label spread over the folds as evenly as its number of rows allows.
 * @throws LearnError `split-folds` or `seed`
 */
export function stratifiedKFold(labels: Labels, options: GroupKFoldOptions = {}): SplitPlan {
  const { folds = 5, seed = 0 } = options;
  const { codes } = denseCodes(labels);
  const rows = codes.length;
  checkFolds(folds, rows, 'rows');
  const order = createRandom(seed).permutation(rows);
  order.sort((a, b) => codes[a] - codes[b]); // stable: rows of a label stay as drawn
  const foldOf = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) foldOf[order[i]] = i % folds;
  return { kind: 'stratified-k-fold', rows, groups: 0, seed, folds: foldsOf(foldOf, folds) };
}

/** Codes from 0 on, in order of first appearance. */
function denseCodes(labels: Labels): { codes: Uint32Array; count: number } {
  const index = new Map<number | string, number>();
  const codes = new Uint32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    const known = index.get(label);
    codes[row] = known ?? index.size;
    if (known === undefined) index.set(label, index.size);
  }
  return { codes, count: index.size };
}

function foldsOf(foldOf: Uint32Array, folds: number): Fold[] {
  const sizes = new Uint32Array(folds);
  for (const fold of foldOf) sizes[fold]++;
  const made = Array.from(sizes, (size) => ({
    train: new Uint32Array(foldOf.length - size),
    test: new Uint32Array(size),
  }));
  const learned = new Uint32Array(folds);
  const held = new Uint32Array(folds);
  for (let row = 0; row < foldOf.length; row++) {
    for (let fold = 0; fold < folds; fold++) {
      if (foldOf[row] === fold) made[fold].test[held[fold]++] = row;
      else made[fold].train[learned[fold]++] = row;
    }
  }
  return made;
}

function checkFolds(folds: number, available: number, what: string): void {
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= available)) {
    throw new LearnError(
      'split-folds',
      `folds must be a whole number from 2 to the ${available} ${what} there are, found ${folds}`,
    );
  }
}
