import type { Learner } from '../contract.js';
import { fitForest } from './fit.js';
import { readForestJson } from './json.js';
import { ForestModel } from './model.js';
import { type ForestOptions, forestDefaults } from './options.js';

/**
 * Random forest regression (Breiman 2001) with exact splits: every column is sorted once, every midpoint between two
 * values of a node is tried, squared error decides. Same trees for the same seed, however many workers grow them.
 *
 * - Numeric columns are taken as float32. A split is `value < threshold`, the threshold being the least float32 above
 *   the midpoint: the same rows go left as by scikit-learn's `value <= midpoint`.
 * - Missing values (NaN) are tried on either side of every split of their column, and alone. Where a split saw none,
 *   missing goes to the heavier side.
 * - A coded column is split as one level against the rest, like dummy columns; a missing or unseen code is among the rest.
 * - With `maxBin` splits part quantile bins (histograms, as in LightGBM and XGBoost's `hist`), and the threshold is the cut
 *   midway between the bins on both sides. The rest holds as well, but infinite values have no bin, and rows of weight 0
 *   count where the columns are cut.
 * - Equal splits are told apart by a random order of the columns.
 * - Rows of weight 0 are never drawn and count nowhere.
 */
export const forest: Learner<ForestOptions, ForestModel> = {
  name: 'forest',
  defaults: forestDefaults,
  fit: (data, target, options, run) => fitForest(data, target, options, run),
  fromJSON: (json) => new ForestModel(readForestJson(json)),
};
