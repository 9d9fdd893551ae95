import {
  FAMILY_TITLES,
  type Family,
  type ReasonFacts,
  reasonTopic,
  reasonWords,
} from '@trackscope/catalogue';
import type { Table } from '@trackscope/learn';
import type { Explainable } from './explainable.js';

/** One thing that moved a prediction. */
export interface Reason {
  /** A column, or what several columns of history tell together. */
  readonly topic: string;
  readonly family: Family;
  /** In words, without the points. */
  readonly text: string;
  /** Points up or down. */
  readonly points: number;
}

/** All that one family moved. */
export interface ReasonGroup {
  readonly family: Family;
  readonly title: string;
  /** Sum of its reasons. */
  readonly points: number;
  /** Largest first. */
  readonly reasons: readonly Reason[];
}

/** A prediction and what it is made of: base + groups + held = prediction. */
export interface Contributions {
  /** In points, within 0 to 100. */
  readonly prediction: number;
  /** What the model says when it knows nothing of a track. */
  readonly base: number;
  /** Added to keep the prediction within 0 to 100; nearly always 0. */
  readonly held: number;
  readonly method: string;
  /** Largest first. */
  readonly groups: readonly ReasonGroup[];
}

/** SHAP values are stored as float32: the sum of some hundred is off by no more than this, in points. */
const ROUNDING = 0.01;

/**
 * What each column gave to the prediction of one row, gathered by topic and family. The parts add up to the prediction;
 * what rounding leaves is given to the largest.
 *
 * @param row one row with the columns of the model
 * @param wordsOf a reason in words; default: made from the facts
 * @throws Error when the contributions of a model do not add up to its prediction: a bug
 */
export function contributionsOf(
  model: Explainable,
  row: Table,
  facts: ReasonFacts,
  wordsOf: (topic: string) => string = (topic) => reasonWords(topic, facts),
): Contributions {
  const predicted = model.predict(row)[0]!;
  const { values, bias } = model.contributions(row);
  const sums = new Map<string, { family: Family; points: number }>();
  let total = bias;
  model.columns.forEach((column, i) => {
    const topic = reasonTopic(column);
    const known = sums.get(topic);
    if (known) known.points += values[i]!;
    else sums.set(topic, { family: model.families[i]!, points: values[i]! });
    total += values[i]!;
  });
  const left = predicted - total;
  if (!(Math.abs(left) < ROUNDING)) {
    throw new Error(`contributions add up to ${total}, the prediction is ${predicted}`);
  }
  const largest = [...sums.values()].reduce<{ points: number } | null>(
    (a, b) => (a && Math.abs(a.points) >= Math.abs(b.points) ? a : b),
    null,
  );
  if (largest) largest.points += left;
  const prediction = Math.max(0, Math.min(100, predicted));
  return {
    prediction,
    base: bias,
    held: prediction - predicted,
    method: model.method,
    groups: groupsOf(sums, wordsOf),
  };
}

function groupsOf(
  sums: ReadonlyMap<string, { readonly family: Family; readonly points: number }>,
  wordsOf: (topic: string) => string,
): ReasonGroup[] {
  const byFamily = new Map<Family, Reason[]>();
  for (const [topic, { family, points }] of sums) {
    const reasons = byFamily.get(family) ?? [];
    byFamily.set(family, reasons);
    reasons.push({ topic, family, text: wordsOf(topic), points });
  }
  return [...byFamily]
    .map(([family, reasons]) => ({
      family,
      title: FAMILY_TITLES[family],
      points: reasons.reduce((sum, { points }) => sum + points, 0),
      reasons: reasons.sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    }))
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
}

/** The largest reasons of all groups together. */
export function largestReasons({ groups }: Contributions, count: number): Reason[] {
  return groups
    .flatMap(({ reasons }) => reasons)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .slice(0, count);
}
