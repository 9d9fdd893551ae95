import { LearnError } from '../errors.js';
import { checkHits, checkLists } from './check-values.js';
import { type IsotonicBlock, isotonic, isotonicAt } from './isotonic.js';
import type { Values } from './metrics.js';

const VERSION = 1;

/** How likely a target is to reach a bar, given its prediction. */
export interface BarModel {
  /** Reached when target ≥ bar. */
  readonly bar: number;
  /** Share of hits by prediction, ascending in both. */
  readonly blocks: readonly IsotonicBlock[];
  /** No probability is said to be below or above these. */
  readonly least: number;
  readonly most: number;
  /** The probability for every prediction, never falling as predictions rise. */
  probability(predicted: Values): Float64Array;
  toJSON(): BarJson;
}

/** A {@link BarModel} as plain data. */
export interface BarJson {
  readonly version: number;
  readonly bar: number;
  readonly blocks: readonly IsotonicBlock[];
}

/**
 * The probability that a target reaches a bar, from predictions of rows that the model had not seen and what became of
 * them: isotonic regression of hit or miss on the prediction, so that a higher prediction never means a lower chance
 * (Zadrozny and Elkan 2002). A block of n rows without a hit, or with hits only, does not prove 0 or 1: probabilities stay
 * between 1 / (n + 2) of the lowest block and 1 − 1 / (n + 2) of the highest (Laplace's rule).
 *
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`; `bad-option` for a bar that is not finite
 */
export function fitBar(actual: Values, predicted: Values, bar: number): BarModel {
  if (!Number.isFinite(bar)) throw new LearnError('bad-option', `bar must be a finite number, found ${bar}`);
  checkLists({ actual, predicted });
  return barModel(bar, isotonic(predicted, hitsOf(actual, bar)));
}

/** 1 where the target reaches the bar, else 0. */
export function hitsOf(actual: Values, bar: number): Uint8Array {
  const hits = new Uint8Array(actual.length);
  for (let row = 0; row < hits.length; row++) if (actual[row]! >= bar) hits[row] = 1;
  return hits;
}

function barModel(bar: number, blocks: readonly IsotonicBlock[]): BarModel {
  const least = 1 / (blocks[0]!.rows + 2);
  const most = 1 - 1 / (blocks.at(-1)!.rows + 2);
  return {
    bar,
    blocks,
    least,
    most,
    probability: (predicted) => {
      const out = new Float64Array(predicted.length);
      for (let i = 0; i < out.length; i++)
        out[i] = Math.min(most, Math.max(least, isotonicAt(blocks, predicted[i]!)));
      return out;
    },
    toJSON: () => ({ version: VERSION, bar, blocks }),
  };
}

/** @throws LearnError `bad-model` */
export function barFromJSON(json: unknown): BarModel {
  const bad = (what: string) => new LearnError('bad-model', `not a readable bar model: ${what}`);
  if (typeof json !== 'object' || json === null) throw bad('it is no object');
  const { version, bar, blocks } = json as Partial<Record<keyof BarJson, unknown>>;
  if (version !== VERSION) throw bad(`its version is ${String(version)}, this library reads ${VERSION}`);
  if (typeof bar !== 'number' || !Number.isFinite(bar)) throw bad(`bar is ${String(bar)}`);
  if (!Array.isArray(blocks) || blocks.length === 0) throw bad('blocks are missing');
  const read = blocks.map((block: unknown, i): IsotonicBlock => {
    const { from, to, value, rows } = (block ?? {}) as Partial<IsotonicBlock>;
    if (![from, to, value, rows].every(Number.isFinite))
      throw bad(`blocks[${i}] has no from, to, value and rows`);
    return { from: from!, to: to!, value: value!, rows: rows! };
  });
  read.forEach(({ from, to, value, rows }, i) => {
    const before = read[i - 1];
    const rising = !before || (before.to < from && before.value <= value);
    if (!(from <= to && rising && rows >= 1 && value >= 0 && value <= 1))
      throw bad(`blocks[${i}] is out of order`);
  });
  return barModel(bar, read);
}

/**
 * Brier score: the mean of (hit − probability)², 0 to 1, less is better.
 * @param hits 0 or 1 a row
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function brier(hits: Values, probabilities: Values): number {
  checkChances(hits, probabilities);
  let sum = 0;
  for (let row = 0; row < hits.length; row++) sum += (hits[row]! - probabilities[row]!) ** 2;
  return sum / hits.length;
}

/**
 * Log loss: the mean of −ln(probability of what happened), 0 or more, less is better. A probability of 0 for what
 * happened counts as 2⁻⁵².
 * @throws LearnError as {@link brier}
 */
export function logLoss(hits: Values, probabilities: Values): number {
  checkChances(hits, probabilities);
  let sum = 0;
  for (let row = 0; row < hits.length; row++) {
    const p = hits[row] === 1 ? probabilities[row]! : 1 - probabilities[row]!;
    sum -= Math.log(Math.max(Number.EPSILON, p));
  }
  return sum / hits.length;
}

/** @throws LearnError `metric-value` for hits other than 0 and 1, and for probabilities beyond them */
export function checkChances(hits: Values, probabilities: Values): void {
  checkLists({ hits, probabilities });
  checkHits(hits);
  for (let row = 0; row < probabilities.length; row++)
    if (!(probabilities[row]! >= 0 && probabilities[row]! <= 1))
      throw new LearnError(
        'metric-value',
        `probabilities has ${probabilities[row]} in row ${row} (counting from 0), expected 0 to 1`,
      );
}
