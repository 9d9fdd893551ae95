import { LearnError } from '../errors.js';
import { hitsOf } from './bar.js';
import { checkHits, checkLists } from './check-values.js';
import { averageRanks, pearson, type Values } from './metrics.js';
import { ascendingOrder } from './order.js';
import { type ShareInterval, wilson } from './wilson.js';

/** How many of the best-ranked rows are hits. `share` is the precision; `low` and `high` are Wilson's interval of it. */
export interface PrecisionAt extends ShareInterval {
  /** Rows looked at: as asked for, or all there are when fewer. */
  readonly k: number;
  readonly hits: number;
  /** Precision over the share of hits among all rows; NaN when there are none. */
  readonly lift: number;
}

/**
 * Hits among the `k` rows of highest score. Of rows that share the score at the edge, the average of all ways to choose.
 *
 * @param hits 0 or 1 a row
 * @param k 1 or more
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value` or `bad-option`
 */
export function precisionAt(hits: Values, scores: Values, k: number, confidence = 0.95): PrecisionAt {
  if (!(Number.isInteger(k) && k >= 1))
    throw new LearnError('bad-option', `k must be a whole number from 1, found ${k}`);
  return atTop(hits, scores, bestFirst(hits, scores), Math.min(k, hits.length), confidence);
}

/** Rows of falling scores, checked. Equal scores are taken together wherever this is read: their order does not count. */
function bestFirst(hits: Values, scores: Values): Uint32Array {
  checkScores(hits, scores);
  return ascendingOrder(scores).reverse();
}

function atTop(hits: Values, scores: Values, order: Uint32Array, k: number, confidence: number): PrecisionAt {
  const edge = scores[order[k - 1]!]!;
  let [sure, above, tied, tiedHits] = [0, 0, 0, 0];
  for (const row of order) {
    if (scores[row]! < edge) break;
    if (scores[row]! > edge) {
      above++;
      sure += hits[row]!;
    } else {
      tied++;
      tiedHits += hits[row]!;
    }
  }
  const found = sure + (tiedHits * (k - above)) / tied;
  const interval = wilson(Math.min(k, found), k, confidence);
  return { k, hits: found, ...interval, lift: interval.share / (total(hits) / hits.length) };
}

/**
 * Share of all hits that the top `share` of the rows holds, 0 to 1; NaN when there are none.
 * @param share of the rows, above 0 to 1, rounded to whole rows, at least one
 * @throws LearnError as {@link precisionAt}
 */
export function shareFound(hits: Values, scores: Values, share: number): number {
  return foundAt(hits, scores, bestFirst(hits, scores), share);
}

function foundAt(hits: Values, scores: Values, order: Uint32Array, share: number): number {
  if (!(share > 0 && share <= 1))
    throw new LearnError('bad-option', `share must be above 0 to 1, found ${share}`);
  const k = Math.max(1, Math.round(share * hits.length));
  return atTop(hits, scores, order, k, 0.95).hits / total(hits);
}

/**
 * Area under the ROC curve: the chance that a hit has a higher score than a miss, equal scores counting half (Mann and
 * Whitney). NaN unless there are both.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function auc(hits: Values, scores: Values): number {
  checkScores(hits, scores);
  return areaOf(hits, averageRanks(scores));
}

function areaOf(hits: Values, ranks: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < hits.length; row++) if (hits[row] === 1) sum += ranks[row]!;
  const positive = total(hits);
  const negative = hits.length - positive;
  return (sum - (positive * (positive + 1)) / 2) / (positive * negative);
}

/**
 * Average precision: Σ (recall gained × precision) over falling scores, rows of equal score together, as scikit-learn's
 * `average_precision_score`. NaN when there are no hits.
 * @throws LearnError as {@link auc}
 */
export function averagePrecision(hits: Values, scores: Values): number {
  return averageOver(hits, scores, bestFirst(hits, scores));
}

function averageOver(hits: Values, scores: Values, order: Uint32Array): number {
  const positive = total(hits);
  let [found, sum] = [0, 0];
  for (let start = 0; start < order.length; ) {
    let [end, here] = [start, 0];
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) here += hits[order[end++]!]!;
    found += here;
    sum += (here / positive) * (found / end);
    start = end;
  }
  return positive > 0 ? sum : Number.NaN;
}

/** What {@link rankingFigures} is to say. */
export interface RankingOptions {
  /** A row is a hit when its target is at least this. Default: 60. */
  readonly bar?: number;
  /** Sizes of the list. Default: 50, 100, 500. */
  readonly at?: readonly number[];
  /** Shares of the rows. Default: 0.01, 0.05, 0.1. */
  readonly shares?: readonly number[];
  /** Confidence of the intervals. Default: 0.95. */
  readonly confidence?: number;
}

/** How well a list in the order of its predictions serves someone who starts at the top. */
export interface RankingFigures {
  readonly bar: number;
  readonly rows: number;
  readonly hits: number;
  /** Share of hits among all rows: what a list in random order gives. */
  readonly base: number;
  readonly precision: readonly PrecisionAt[];
  readonly found: readonly { readonly share: number; readonly found: number }[];
  readonly averagePrecision: number;
  readonly auc: number;
  readonly spearman: number;
}

/**
 * Precision, lift and hits found at the top of a ranking. NaN stands for what is undefined: without hits, or without misses.
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value` or `bad-option`
 */
export function rankingFigures(
  actual: Values,
  predicted: Values,
  options: RankingOptions = {},
): RankingFigures {
  const { bar = 60, at = [50, 100, 500], shares = [0.01, 0.05, 0.1], confidence = 0.95 } = options;
  checkLists({ actual, predicted });
  const hits = hitsOf(actual, bar);
  const count = total(hits);
  const rising = ascendingOrder(predicted);
  const ranks = averageRanks(predicted, rising);
  const order = rising.reverse();
  return {
    bar,
    rows: hits.length,
    hits: count,
    base: count / hits.length,
    precision: at.map((k) => atTop(hits, predicted, order, k, confidence)),
    found: shares.map((share) => ({ share, found: foundAt(hits, predicted, order, share) })),
    averagePrecision: averageOver(hits, predicted, order),
    auc: areaOf(hits, ranks),
    spearman: pearson(averageRanks(actual), ranks),
  };
}

function checkScores(hits: Values, scores: Values): void {
  checkLists({ hits, scores });
  checkHits(hits);
}

function total(hits: Values): number {
  let sum = 0;
  for (let row = 0; row < hits.length; row++) sum += hits[row]!;
  return sum;
}
