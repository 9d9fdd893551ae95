import { LearnError } from '../../errors.js';
import type { BoostedOptions } from './options.js';

/** What can be minimised. */
export type Objective = 'squared' | 'absolute' | 'quantile' | 'huber' | 'logistic' | 'poisson' | 'tweedie';

type Values = Float32Array | Float64Array;
type Weights = Values | undefined;

interface ObjectiveKind {
  /** Its number in the kernel. */
  readonly id: number;
  /** From the sum of trees to the scale of the target, and back. */
  readonly link: 'identity' | 'logit' | 'log';
  /** Which targets it takes, in words; undefined for all. */
  readonly takes?: readonly [(y: number) => boolean, string];
  /** Name of the metric that is watched. */
  readonly metric: string;
}

const notNegative = [(y: number) => y >= 0, '0 or more'] as const;

/** Every objective. */
export const objectives: Readonly<Record<Objective, ObjectiveKind>> = {
  squared: { id: 0, link: 'identity', metric: 'rmse' },
  absolute: { id: 1, link: 'identity', metric: 'mae' },
  quantile: { id: 2, link: 'identity', metric: 'quantile' },
  huber: { id: 3, link: 'identity', metric: 'mphe' },
  logistic: { id: 4, link: 'logit', takes: [(y) => y >= 0 && y <= 1, 'from 0 to 1'], metric: 'logloss' },
  poisson: { id: 5, link: 'log', takes: notNegative, metric: 'poisson-nloglik' },
  tweedie: { id: 6, link: 'log', takes: notNegative, metric: 'tweedie-nloglik' },
};

/** The parameter that goes with the objective, for the kernel. */
export function objectiveParam(options: BoostedOptions): number {
  if (options.objective === 'quantile') return Math.fround(options.quantile);
  if (options.objective === 'huber') return Math.fround(options.huberSlope);
  return Math.fround(options.tweediePower);
}

/** From the sum of trees to the scale of the target. */
export function fromMargin(objective: Objective, margin: number): number {
  const { link } = objectives[objective];
  if (link === 'identity') return margin;
  return link === 'log' ? Math.exp(margin) : 1 / (1 + Math.exp(-margin));
}

/** From the scale of the target to the sum of trees. */
export function toMargin(objective: Objective, value: number): number {
  const { link } = objectives[objective];
  if (link === 'identity') return value;
  return link === 'log' ? Math.log(value) : -Math.log(1 / value - 1);
}

/** @throws LearnError `target-value`, naming the row */
export function checkTarget(objective: Objective, target: Values): void {
  const takes = objectives[objective].takes;
  if (!takes) return;
  for (let row = 0; row < target.length; row++) {
    if (!takes[0](target[row]!)) {
      throw new LearnError(
        'target-value',
        `objective "${objective}" needs targets ${takes[1]}; row ${row} (counting from 0) has ${target[row]}`,
      );
    }
  }
}

function mean(values: Values, weights: Weights): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1;
    sum += values[i]! * w;
    total += w;
  }
  return sum / total;
}

/** The quantile of XGBoost's src/common/stats.h: interpolated without weights, a step with them. */
function quantile(values: Values, weights: Weights, level: number): number {
  const order = Float64Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const n = values.length;
  const at = (i: number) => values[order[i]!]!;
  if (weights) {
    let total = 0;
    for (let i = 0; i < n; i++) total = Math.fround(total + weights[order[i]!]!);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum = Math.fround(sum + weights[order[i]!]!);
      if (sum >= Math.fround(total * level)) return at(i);
    }
    return at(n - 1);
  }
  if (level <= 1 / (n + 1)) return at(0);
  if (level >= n / (n + 1)) return at(n - 1);
  const x = level * (n + 1);
  const k = Math.floor(x) - 1;
  return at(k) + (x - 1 - k) * (at(k + 1) - at(k));
}

/** Times the total weight and divided by it, in float32: XGBoost does so to add up over machines, and rounding shows. */
function median(values: Values, weights: Weights): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += weights ? weights[i]! : 1;
  return Math.fround(Math.fround(quantile(values, weights, 0.5) * total) / total);
}

/** One Newton step from 0 (XGBoost's FitStump), for the pseudo-Huber loss. */
function huberStart(values: Values, weights: Weights, slope: number): number {
  let g = 0;
  let h = 0;
  for (let i = 0; i < values.length; i++) {
    const w = weights ? weights[i]! : 1;
    const z = -values[i]!;
    const s = slope * slope;
    const root = Math.sqrt(1 + (z * z) / s);
    g += (w * z) / root;
    h += (w * s) / ((s + z * z) * root);
  }
  return -g / Math.max(h, 1e-6);
}

/**
 * Where predictions start, on the margin scale, as float32.
 * @throws LearnError `bad-option` or `target-value` when the link has no finite value there
 */
export function startMargin(options: BoostedOptions, target: Values, weights: Weights): number {
  const { objective, baseScore } = options;
  let start: number;
  if (baseScore !== 'estimated') start = baseScore;
  else if (objective === 'absolute') start = median(target, weights);
  else if (objective === 'quantile') start = quantile(target, weights, options.quantile);
  else if (objective === 'huber') start = huberStart(target, weights, options.huberSlope);
  else start = mean(target, weights);
  const margin = Math.fround(toMargin(objective, Math.fround(start)));
  if (Number.isFinite(margin)) return margin;
  if (baseScore !== 'estimated') {
    throw new LearnError(
      'bad-option',
      `baseScore ${baseScore} is outside the range of objective "${objective}"`,
    );
  }
  throw new LearnError(
    'target-value',
    `objective "${objective}" cannot start from targets that are all ${start}`,
  );
}

function loss(options: BoostedOptions, margin: number, y: number): number {
  const error = margin - y;
  switch (options.objective) {
    case 'squared':
      return error * error;
    case 'absolute':
      return Math.abs(error);
    case 'quantile':
      return error >= 0 ? (1 - options.quantile) * error : -options.quantile * error;
    case 'huber': {
      const s = options.huberSlope;
      return s * s * (Math.sqrt(1 + (error / s) ** 2) - 1);
    }
    case 'logistic': {
      const p = Math.min(1 - 1e-16, Math.max(1e-16, 1 / (1 + Math.exp(-margin))));
      return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
    }
    case 'poisson':
      return Math.exp(margin) - y * margin;
    case 'tweedie': {
      const rho = options.tweediePower;
      return Math.exp((2 - rho) * margin) / (2 - rho) - (y * Math.exp((1 - rho) * margin)) / (1 - rho);
    }
  }
}

/** The watched metric of rows `from` on: smaller is better. Poisson leaves out its constant term. */
export function watchedMetric(
  options: BoostedOptions,
  margins: Float32Array,
  target: Float32Array,
  weights: Float32Array | undefined,
  rows: Uint32Array,
): number {
  let sum = 0;
  let total = 0;
  for (const row of rows) {
    const w = weights ? weights[row]! : 1;
    sum += w * loss(options, margins[row]!, target[row]!);
    total += w;
  }
  const value = sum / total;
  return options.objective === 'squared' ? Math.sqrt(value) : value;
}
