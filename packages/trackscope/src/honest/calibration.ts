import type { Protocol, TrackRows } from '@trackscope/catalogue';
import {
  ascendingOrder,
  type BarModel,
  barFromJSON,
  type Conformal,
  conformalFromJSON,
  fitBar,
  type Intervals,
} from '@trackscope/learn';
import { clusterReaches } from './cluster-reach.js';
import type { RowGroups } from './groups.js';
import { scoreQuantile } from './score-quantile.js';

/** Popularity that counts as a hit, unless somebody says otherwise. */
export const DEFAULT_BAR = 60;
const COVERAGE = 0.9;
const MOST_BINS = 20;
/** Fewer rows a bin would fit its own errors, and rows to come would lie outside too often. */
const ROWS_PER_BIN = 100;

/** How far predictions are off, by prediction: `sizes[b]` for predictions below `ends[b]`. */
export interface Spread {
  readonly ends: readonly number[];
  readonly sizes: readonly number[];
}

/**
 * What errors on unseen rows say of rows to come: an interval and the chance of a hit. Intervals are wide where
 * predictions of that height were far off, and each genre with enough rows has a reach of its own.
 */
export interface Calibration {
  readonly spread: Spread;
  readonly conformal: Conformal;
  readonly bar: BarModel;
}

/** Rows that a model had not seen. */
export interface UnseenRows {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  readonly genres: RowGroups;
  /** Which rows were held out together, as they err alike: whole numbers from 0. Default: every row by itself. */
  readonly clusters?: Int32Array;
}

/** Held-out rows with what calibration needs to know of them. */
export function unseenRows(
  tracks: TrackRows,
  { heldOutTogether }: Pick<Protocol, 'heldOutTogether'>,
  found: { readonly rows: Uint32Array; readonly actual: Float64Array; readonly predicted: Float64Array },
): Required<UnseenRows> {
  const { rows, actual, predicted } = found;
  const together = heldOutTogether === 'works' ? tracks.works.codes : tracks.artists;
  const { levels, codes } = tracks.firstGenre;
  const clusters = new Int32Array(rows.length);
  const genres = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    clusters[i] = together[rows[i]!]!;
    const genre = codes[rows[i]!]!;
    genres[i] = genre < 0 ? levels.length : genre;
  }
  return { actual, predicted, genres: { levels: [...levels, ''], codes: genres }, clusters };
}

/** Calibrates on rows that the model had not seen. */
export function calibrate(
  { actual, predicted, genres, clusters }: UnseenRows,
  bar = DEFAULT_BAR,
): Calibration {
  const spread = spreadOf(actual, predicted);
  const sigma = sigmaOf(spread, predicted);
  const scores = new Float64Array(actual.length);
  for (let row = 0; row < scores.length; row++)
    scores[row] = Math.abs(actual[row]! - predicted[row]!) / sigma[row]!;
  const together = clusters ?? Int32Array.from(actual.keys());
  const groups = clusterReaches(scores, genres, together, COVERAGE).map(({ group, rows, reach }) => {
    return { group, rows, below: reach, above: reach };
  });
  // The scores are those of normalised intervals, so that one quantile of them is the reach to both sides.
  const whole = scoreQuantile(scores, COVERAGE);
  const reach = Number.isFinite(whole) ? whole : null;
  return {
    spread,
    conformal: conformalFromJSON({
      version: 1,
      coverage: COVERAGE,
      rows: actual.length,
      range: [0, 100],
      normalised: true,
      whole: { below: reach, above: reach },
      groups,
    }),
    bar: fitBar(actual, predicted, bar),
  };
}

/** 90 % intervals, in points, from 0 to 100. */
export function intervalsOf(
  { spread, conformal: fitted }: Calibration,
  predicted: Float64Array,
  genres: readonly string[],
): Intervals {
  return fitted.intervals(predicted, { sigma: sigmaOf(spread, predicted), groups: genres as string[] });
}

/** The calibration as JSON data. */
export function calibrationJson({ spread, conformal: fitted, bar }: Calibration): unknown {
  return { spread, conformal: fitted.toJSON(), bar: bar.toJSON() };
}

/** @throws LearnError `bad-model` */
export function calibrationFromJson(json: unknown): Calibration {
  const { spread, conformal: fitted, bar } = json as Record<string, unknown>;
  return {
    spread: spread as Spread,
    conformal: conformalFromJSON(fitted),
    bar: barFromJSON(bar),
  };
}

/** The first genre of tracks, as groups of intervals; '' for none. */
export function genresOf({ firstGenre }: TrackRows, rows: Uint32Array): string[] {
  return Array.from(rows, (row) => firstGenre.levels[firstGenre.codes[row]!] ?? '');
}

/** Mean absolute error in bins of equally many predictions; never less than a point, as nothing is that sure. */
function spreadOf(actual: Float64Array, predicted: Float64Array): Spread {
  const order = ascendingOrder(predicted);
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(order.length / ROWS_PER_BIN)));
  const cuts = Array.from(
    { length: bins - 1 },
    (_, b) => predicted[order[Math.floor(((b + 1) * order.length) / bins)]!]!,
  );
  // JSON has no infinity; popularity ends at 100.
  const ends = [...new Set(cuts), 1000];
  const sums = new Float64Array(ends.length);
  const rows = new Float64Array(ends.length);
  let bin = 0;
  for (let i = 0; i < actual.length; i++) {
    bin = binOf(ends, predicted[i]!, bin);
    sums[bin]! += Math.abs(actual[i]! - predicted[i]!);
    rows[bin]!++;
  }
  return { ends, sizes: Array.from(sums, (sum, bin) => Math.max(1, rows[bin]! > 0 ? sum / rows[bin]! : 1)) };
}

function sigmaOf({ ends, sizes }: Spread, predicted: Float64Array): Float64Array {
  const sigma = new Float64Array(predicted.length);
  let bin = 0;
  for (let i = 0; i < sigma.length; i++) {
    bin = binOf(ends, predicted[i]!, bin);
    sigma[i] = sizes[bin]!;
  }
  return sigma;
}

/** The first bin that ends above a value, beyond all ends the last; found at once where it is near to the one looked at first. */
function binOf(ends: readonly number[], value: number, near: number): number {
  let bin = near;
  while (bin > 0 && value < ends[bin - 1]!) bin--;
  while (bin < ends.length - 1 && value >= ends[bin]!) bin++;
  return bin;
}
