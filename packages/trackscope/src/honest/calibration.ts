import type { Protocol, TrackRows } from '@trackscope/catalogue';
import {
  type BarModel,
  barFromJSON,
  type Conformal,
  conformal,
  conformalFromJSON,
  fitBar,
  type Intervals,
} from '@trackscope/learn';
import { clusterReaches } from './cluster-reach.js';

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
  readonly genres: readonly string[];
  /** Which rows were held out together, as they err alike. Default: every row by itself. */
  readonly clusters?: ArrayLike<number>;
}

/** Held-out rows with what calibration needs to know of them. */
export function unseenRows(
  tracks: TrackRows,
  { heldOutTogether }: Pick<Protocol, 'heldOutTogether'>,
  found: { readonly rows: Uint32Array; readonly actual: Float64Array; readonly predicted: Float64Array },
): Required<UnseenRows> {
  const together = heldOutTogether === 'works' ? tracks.works.codes : tracks.artists;
  return {
    actual: found.actual,
    predicted: found.predicted,
    genres: genresOf(tracks, found.rows),
    clusters: Int32Array.from(found.rows, (row) => together[row]!),
  };
}

/** Calibrates on rows that the model had not seen. */
export function calibrate(
  { actual, predicted, genres, clusters }: UnseenRows,
  bar = DEFAULT_BAR,
): Calibration {
  const spread = spreadOf(actual, predicted);
  const sigma = sigmaOf(spread, predicted);
  const all = conformal(actual, predicted, { coverage: COVERAGE, sigma, range: [0, 100] });
  const scores = Float64Array.from(actual, (value, row) => Math.abs(value - predicted[row]!) / sigma[row]!);
  const groups = clusterReaches(scores, genres, clusters ?? Int32Array.from(genres.keys()), COVERAGE).map(
    ({ group, rows, reach }) => {
      return { group, rows, below: reach, above: reach };
    },
  );
  return {
    spread,
    conformal: conformalFromJSON({ ...(all.toJSON() as object), groups }),
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
  const sorted = predicted.slice().sort();
  const bins = Math.max(1, Math.min(MOST_BINS, Math.floor(sorted.length / ROWS_PER_BIN)));
  const cuts = Array.from(
    { length: bins - 1 },
    (_, b) => sorted[Math.floor(((b + 1) * sorted.length) / bins)]!,
  );
  // JSON has no infinity; popularity ends at 100.
  const ends = [...new Set(cuts), 1000];
  const sums = new Float64Array(ends.length);
  const rows = new Float64Array(ends.length);
  for (let i = 0; i < actual.length; i++) {
    const bin = ends.findIndex((end) => predicted[i]! < end);
    sums[bin]! += Math.abs(actual[i]! - predicted[i]!);
    rows[bin]!++;
  }
  return { ends, sizes: Array.from(sums, (sum, bin) => Math.max(1, rows[bin]! > 0 ? sum / rows[bin]! : 1)) };
}

function sigmaOf({ ends, sizes }: Spread, predicted: Float64Array): Float64Array {
  return Float64Array.from(predicted, (value) => {
    const bin = ends.findIndex((end) => value < end);
    return sizes[bin < 0 ? sizes.length - 1 : bin]!;
  });
}
