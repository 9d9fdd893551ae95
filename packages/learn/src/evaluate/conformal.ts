import { LearnError } from '../errors.js';
import type { Labels } from '../split/k-fold.js';
import { checkLists } from './check-values.js';
import { readConformal } from './conformal-json.js';
import { conformalQuantile, shrunkQuantile } from './conformal-quantile.js';
import type { Values } from './metrics.js';

/** What intervals are built around: one prediction a row, or a lower and an upper one (quantile regression). */
export type Centre = Values | { readonly low: Values; readonly high: Values };

/** How intervals are calibrated. */
export interface ConformalOptions {
  /** Share of targets that the intervals are to hold, above 0 and below 1. Default: 0.9. */
  readonly coverage?: number;
  /**
   * How hard each row is, above 0: intervals are wide where it is large ("normalised", Papadopoulos et al. 2002; Lei et
   * al. 2018, §5.2). It must come from a model that has not seen the row, as its prediction. Default: 1 for all.
   */
  readonly sigma?: Values;
  /** The group of each row, to be covered by itself ("Mondrian", Vovk et al. 2003). Default: none. */
  readonly groups?: Labels;
  /** Fewer rows than this, and a group is treated as the whole. Default: 30. */
  readonly minGroup?: number;
  /** How many rows of a group the whole weighs as much as; 0 for groups on their own. Default: 20. */
  readonly shrinkage?: number;
  /** One width for both sides, or each side by itself, for errors that lean to one side. Default: `both`. */
  readonly sides?: 'both' | 'each';
  /** Least and greatest value that a target can have; intervals end there. Default: none. */
  readonly range?: readonly [number, number];
}

/** How far intervals reach below and above, in units of sigma; infinite when there were too few rows to say. */
export interface Reach {
  readonly below: number;
  readonly above: number;
}

/** A group's own reach. */
export interface GroupReach extends Reach {
  readonly group: string;
  /** Calibration rows. */
  readonly rows: number;
}

/** A calibration as data. */
export interface ConformalState {
  readonly coverage: number;
  readonly rows: number;
  readonly range: readonly [number, number] | null;
  readonly normalised: boolean;
  readonly whole: Reach;
  /** Groups with enough rows, in order of their names; others have the reach of the whole. */
  readonly groups: readonly GroupReach[];
}

/** An interval a row, ends included. */
export interface Intervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** What is known of the rows that intervals are for. */
export interface IntervalRows {
  /** As in calibration; needed when that had it. */
  readonly sigma?: Values;
  readonly groups?: Labels;
}

/** Calibrated intervals. */
export interface Conformal extends ConformalState {
  /** @throws LearnError `metric-length`, `metric-value`, or `bad-option` when sigma is missing */
  intervals(predicted: Centre, rows?: IntervalRows): Intervals;
  toJSON(): unknown;
}

/**
 * Conformal intervals from predictions of rows that the model had not seen (a split, or out of fold for all rows: cross
 * conformal, Vovk 2015). If the rows to come are exchangeable with these, that is, drawn alike, in whatever order, then
 * an interval holds its target with a chance of at least `coverage`, whatever the model; over all rows, and within each
 * group that has a quantile of its own and no shrinkage. It promises nothing for other slices (a band of the target, a
 * genre that was not a group), nor where rows differ from these: judge it there with `coverageBy`. Out-of-fold
 * residuals come from several models, so that there the promise is approximate.
 *
 * With one prediction a row the score is |target − predicted| / sigma; with two it is how far the target lies outside
 * them (Romano, Patterson and Candès 2019), which may make intervals narrower than they were.
 *
 * @throws LearnError `metric-length`, `metric-empty`, `metric-value` or `bad-option`
 */
export function conformal(actual: Values, predicted: Centre, options: ConformalOptions = {}): Conformal {
  const { coverage = 0.9, groups, sigma, minGroup = 30, shrinkage = 20, sides = 'both', range } = options;
  check('coverage', coverage, coverage > 0 && coverage < 1, 'above 0 and below 1');
  check('minGroup', minGroup, minGroup >= 1, '1 or more');
  check('shrinkage', shrinkage, shrinkage >= 0 && shrinkage < Infinity, 'a finite number of 0 or more');
  check('sides', sides, sides === 'both' || sides === 'each', 'both or each');
  if (range) check('range', range, range[0] < range[1], 'two numbers, the lower first');
  const { low, high } = ends(predicted);
  checkLists({ actual, predicted: low, 'predicted.high': high, ...(sigma && { sigma }) });
  if (sigma) checkSigma(sigma);
  if (groups) checkGroups(groups, actual.length);
  const below = new Float64Array(actual.length);
  const above = new Float64Array(actual.length);
  for (let row = 0; row < actual.length; row++) {
    const size = sigma ? sigma[row]! : 1;
    below[row] = (low[row]! - actual[row]!) / size;
    above[row] = (actual[row]! - high[row]!) / size;
  }
  const reachOf = (rows: ArrayLike<number>, whole?: readonly Float64Array[]): [Reach, Float64Array[]] => {
    const sorted = scoresOf(below, above, rows, sides);
    const level = sides === 'each' ? (1 + coverage) / 2 : coverage;
    const [first, second = first] = sorted.map((own, s) =>
      whole ? shrunkQuantile(own, whole[s]!, shrinkage, level) : conformalQuantile(own, level),
    );
    return [{ below: first!, above: second! }, sorted];
  };
  const [whole, sorted] = reachOf(Uint32Array.from(below.keys()));
  const found = groups ? [...rowsByGroup(groups)].filter(([, rows]) => rows.length >= minGroup) : [];
  return conformalOf({
    coverage,
    rows: actual.length,
    range: range ?? null,
    normalised: sigma !== undefined,
    whole,
    groups: found
      .map(([group, rows]) => ({ group, rows: rows.length, ...reachOf(rows, sorted)[0] }))
      .sort((a, b) => (a.group < b.group ? -1 : 1)),
  });
}

/** @throws LearnError `bad-model` */
export function conformalFromJSON(json: unknown): Conformal {
  return conformalOf(readConformal(json));
}

function conformalOf(state: ConformalState): Conformal {
  const reaches = new Map(state.groups.map((reach) => [reach.group, reach]));
  const [least, most] = state.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  function intervals(predicted: Centre, rows: IntervalRows = {}): Intervals {
    const { low, high } = ends(predicted);
    const { sigma, groups } = rows;
    const count = low.length;
    const out = { low: new Float64Array(count), high: new Float64Array(count) };
    if (state.normalised && !sigma)
      throw new LearnError(
        'bad-option',
        'these intervals were calibrated with sigma and need it, found none',
      );
    if (count === 0) return out;
    checkLists({ predicted: low, 'predicted.high': high, ...(sigma && { sigma }) });
    if (sigma) checkSigma(sigma);
    if (groups) checkGroups(groups, count);
    for (let row = 0; row < count; row++) {
      const size = state.normalised ? sigma![row]! : 1;
      const reach = (groups && reaches.get(String(groups[row]))) ?? state.whole;
      let [from, to] = [low[row]! - reach.below * size, high[row]! + reach.above * size];
      // Narrowed so far that the ends have changed places: the middle is all that is left.
      if (from > to) from = to = (from + to) / 2;
      out.low[row] = Math.min(most, Math.max(least, from));
      out.high[row] = Math.max(least, Math.min(most, to));
    }
    return out;
  }
  const infinite = (reach: number) => (Number.isFinite(reach) ? reach : null);
  const plain = <R extends Reach>(reach: R) => ({
    ...reach,
    below: infinite(reach.below),
    above: infinite(reach.above),
  });
  return {
    ...state,
    intervals,
    toJSON: () => ({ version: 1, ...state, whole: plain(state.whole), groups: state.groups.map(plain) }),
  };
}

/** Scores in ascending order: of both sides together, or of each. */
function scoresOf(
  below: Float64Array,
  above: Float64Array,
  rows: ArrayLike<number>,
  sides: 'both' | 'each',
): Float64Array[] {
  const first = new Float64Array(rows.length);
  if (sides === 'both') {
    for (let i = 0; i < rows.length; i++) first[i] = Math.max(below[rows[i]!]!, above[rows[i]!]!);
    return [first.sort()];
  }
  const second = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    first[i] = below[rows[i]!]!;
    second[i] = above[rows[i]!]!;
  }
  return [first.sort(), second.sort()];
}

/** The rows of every group, by its name as text. */
export function rowsByGroup(groups: Labels): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let row = 0; row < groups.length; row++) {
    const name = String(groups[row]);
    const rows = found.get(name);
    if (rows) rows.push(row);
    else found.set(name, [row]);
  }
  return found;
}

function ends(predicted: Centre): { low: Values; high: Values } {
  return 'low' in predicted ? predicted : { low: predicted, high: predicted };
}

function check(name: string, value: unknown, ok: boolean, expected: string): void {
  if (!ok) throw new LearnError('bad-option', `option ${name} must be ${expected}, found ${String(value)}`);
}

function checkSigma(sigma: Values): void {
  for (let row = 0; row < sigma.length; row++)
    if (!(sigma[row]! > 0))
      throw new LearnError(
        'metric-value',
        `sigma has ${sigma[row]} in row ${row} (counting from 0), expected more than 0`,
      );
}

/** @throws LearnError `metric-length` */
export function checkGroups(groups: Labels, rows: number): void {
  if (groups.length !== rows)
    throw new LearnError(
      'metric-length',
      `groups must have one entry a row: expected ${rows}, found ${groups.length}`,
    );
}
