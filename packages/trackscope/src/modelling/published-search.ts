import type { BoostedOptions, SearchSpace } from '@trackscope/learn';

/**
 * The published randomised search, in the alphabetical order of the published names, so that the same seed draws the
 * same candidates.
 */
export const PUBLISHED_SPACE: SearchSpace<BoostedOptions> = {
  colsampleBytree: { uniform: [0.6, 0.4] },
  gamma: { uniform: [0, 5] },
  learningRate: { uniform: [0.01, 0.2] },
  maxDepth: { randint: [3, 12] },
  minChildWeight: { randint: [1, 10] },
  nEstimators: { randint: [200, 800] },
  subsample: { uniform: [0.6, 0.4] },
};

/** Folds of the published search: runs of neighbouring rows of the training side, not shuffled. */
export const PUBLISHED_SEARCH_FOLDS = 3;

/** Name under which the winner of a search is kept. */
export const SEARCHED_MODEL = 'boosted-searched';
