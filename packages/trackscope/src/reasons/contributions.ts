import {
  FAMILY_TITLES,
  type Family,
  type ReasonFacts,
  reasonTopic,
  reasonWords,
  roundedParts,
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

/** What a model says of one row, taken apart. */
export interface TakenApart {
  /** Points, not held to 0–100. */
  readonly predicted: number;
  readonly bias: number;
  /** By column. */
  readonly values: ArrayLike<number>;
}

/**
 * What each column gave to the prediction of one row, gathered by topic and family. The parts add up to the prediction;
 * what rounding leaves is given to the largest.
 *
 * @param row one row with the columns of the model
 * @throws Error when the contributions of a model do not add up to its prediction: a bug
 */
export function contributionsOf(model: Explainable, row: Table, facts: ReasonFacts): Contributions {
  const apart = { predicted: model.predict(row)[0]!, ...model.contributions(row) };
  return gathered(model, apart, (topic) => reasonWords(topic, facts));
}

/**
 * Contributions of columns, gathered as by {@link contributionsOf}.
 *
 * @param wordsOf a topic in words
 */
export function gathered(
  model: Pick<Explainable, 'columns' | 'families' | 'method'>,
  { predicted, bias, values }: TakenApart,
  wordsOf: (topic: string) => string,
): Contributions {
  const sums = new Map<string, { family: Family; points: number }>();
  let total = bias;
  const topics = topicsOf(model.columns);
  for (let i = 0; i < topics.length; i++) {
    const known = sums.get(topics[i]!);
    if (known) known.points += values[i]!;
    else sums.set(topics[i]!, { family: model.families[i]!, points: values[i]! });
    total += values[i]!;
  }
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

const knownTopics = new WeakMap<readonly string[], readonly string[]>();

function topicsOf(columns: readonly string[]): readonly string[] {
  let topics = knownTopics.get(columns);
  if (!topics) {
    topics = columns.map(reasonTopic);
    knownTopics.set(columns, topics);
  }
  return topics;
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

/** Base and groups rounded to one decimal so that with `held` they still add up to the prediction. */
export function roundedSum({
  base,
  held,
  groups,
  prediction,
}: Pick<Contributions, 'base' | 'held' | 'prediction' | 'groups'>) {
  const [roundedBase, ...parts] = roundedParts([base, ...groups.map(({ points }) => points), held]);
  return {
    prediction: Number(prediction.toFixed(1)),
    base: roundedBase!,
    groups: parts.slice(0, groups.length),
  };
}
