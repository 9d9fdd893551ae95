import { LearnError } from '../errors.js';
import { RandomState } from '../random/random-state.js';

/** A value that an option can have. */
export type OptionValue = number | string | boolean | null;

/** Where the values of one option come from. The names and meanings are SciPy's. */
export type Distribution =
  /** Whole numbers from the first (inclusive) to the second (exclusive). */
  | { readonly randint: readonly [low: number, high: number] }
  /** Numbers from `start` to `start + width`, every one as likely. */
  | { readonly uniform: readonly [start: number, width: number] }
  /** Numbers from `low` to `high`, every order of magnitude as likely; both above 0. */
  | { readonly logUniform: readonly [low: number, high: number] }
  /** One of the values given. */
  | { readonly choice: readonly OptionValue[] };

/**
 * Distributions by option. Values are drawn in the order in which the options are written here; scikit-learn draws in
 * the alphabetical order of its names, so write them in that order to get its candidates.
 */
export type SearchSpace<Options extends object> = { readonly [Name in keyof Options]?: Distribution };

/** Values by option, to be tried in every combination. */
export type SearchGrid<Options extends object> = {
  readonly [Name in keyof Options]?: readonly OptionValue[];
};

/** Options of one candidate. */
export type Candidate = Readonly<Record<string, OptionValue>>;

/**
 * Candidates drawn from a space: those of scikit-learn's `ParameterSampler(space, count, random_state=seed)`. A space of
 * choices alone is drawn without repetition, and gives fewer candidates when it holds fewer.
 * @param count 1 or more
 * @throws LearnError `search-space` or `seed`
 */
export function sampleCandidates<Options extends object>(
  space: SearchSpace<Options>,
  count: number,
  seed: number,
): Candidate[] {
  const entries = spaceEntries(space);
  if (!(Number.isInteger(count) && count >= 1)) {
    throw new LearnError(
      'search-space',
      `a search needs a whole number of candidates of 1 or more, found ${count}`,
    );
  }
  const random = new RandomState(seed);
  const choices = entries.flatMap(([name, d]) => ('choice' in d ? [[name, d.choice] as const] : []));
  if (choices.length === entries.length) {
    const size = choices.reduce((product, [, values]) => product * values.length, 1);
    return drawDistinct(size, Math.min(count, size), random).map((index) => gridCandidate(choices, index));
  }
  return Array.from({ length: count }, () =>
    Object.fromEntries(entries.map(([name, distribution]) => [name, draw(distribution, random)])),
  );
}

/**
 * Every combination of a grid, the last option written changing fastest.
 * @throws LearnError `search-space`
 */
export function gridCandidates<Options extends object>(grid: SearchGrid<Options>): Candidate[] {
  const choices = gridEntries(grid);
  const size = choices.reduce((product, [, values]) => product * values.length, 1);
  return Array.from({ length: size }, (_, index) => gridCandidate(choices, index));
}

/** The distributions of a space, checked. */
export function spaceEntries(space: object): [string, Distribution][] {
  const entries: [string, Distribution][] = Object.entries(space);
  if (entries.length === 0) throw new LearnError('search-space', 'the search space has no options');
  for (const [name, distribution] of entries) {
    if (!isSound(distribution)) {
      throw new LearnError(
        'search-space',
        `option "${name}": expected {randint: [low, high]} with low < high, {uniform: [start, width]} with width above 0, ` +
          `{logUniform: [low, high]} with 0 < low < high, or {choice: [values]}; found ${JSON.stringify(distribution)}`,
      );
    }
  }
  return entries;
}

function gridEntries(grid: object): (readonly [string, readonly OptionValue[]])[] {
  const choices = Object.fromEntries(Object.entries(grid).map(([name, choice]) => [name, { choice }]));
  return spaceEntries(choices).flatMap(([name, d]) => ('choice' in d ? [[name, d.choice] as const] : []));
}

function isSound(distribution: Distribution): boolean {
  if (typeof distribution !== 'object' || distribution === null) return false;
  if ('choice' in distribution) return Array.isArray(distribution.choice) && distribution.choice.length > 0;
  if ('randint' in distribution) {
    const [low, high] = distribution.randint;
    return Number.isSafeInteger(low) && Number.isSafeInteger(high) && low < high && high - low <= 2 ** 32;
  }
  if ('uniform' in distribution) {
    const [start, width] = distribution.uniform;
    return Number.isFinite(start) && width > 0 && Number.isFinite(start + width);
  }
  if (!('logUniform' in distribution)) return false;
  const [low, high] = distribution.logUniform;
  return low > 0 && low < high && high < Number.POSITIVE_INFINITY;
}

function draw(distribution: Distribution, random: RandomState): OptionValue {
  if ('randint' in distribution) return random.randint(...distribution.randint);
  if ('uniform' in distribution) {
    const [start, width] = distribution.uniform;
    return random.random() * width + start;
  }
  if ('logUniform' in distribution) {
    const low = Math.log(distribution.logUniform[0]);
    return Math.exp(low + random.random() * (Math.log(distribution.logUniform[1]) - low));
  }
  return distribution.choice[random.randint(0, distribution.choice.length)];
}

function gridCandidate(
  choices: readonly (readonly [string, readonly OptionValue[]])[],
  index: number,
): Candidate {
  let rest = index;
  const found: [string, OptionValue][] = [];
  for (const [name, values] of [...choices].reverse()) {
    found.push([name, values[rest % values.length]]);
    rest = Math.floor(rest / values.length);
  }
  return Object.fromEntries(found.reverse());
}

/** scikit-learn's `sample_without_replacement`, which changes its way with the share that is drawn. */
function drawDistinct(size: number, count: number, random: RandomState): number[] {
  const share = count / size;
  if (share > 0.01 && share < 0.99) return Array.from(random.permutation(size).subarray(0, count));
  if (share <= 0.01) {
    const drawn = new Set<number>();
    while (drawn.size < count) drawn.add(random.randint(0, size));
    return [...drawn];
  }
  const kept = Array.from({ length: count }, (_, i) => i);
  for (let i = count; i < size; i++) {
    const place = random.randint(0, i + 1);
    if (place < count) kept[place] = i;
  }
  return kept;
}
