import type { GlassboxOptions } from './options.js';

export type GlassboxObjective = GlassboxOptions['objective'];

/** Least p (1 − p): beyond it a step would be taken on rows that are as good as settled. */
const LEAST_VARIANCE = 1e-6;

/** The probability of a log odds. */
export function sigmoid(margin: number): number {
  return 1 / (1 + Math.exp(-margin));
}

/** What a prediction on the scale of the target is on the additive scale. */
export function toMargin(objective: GlassboxObjective, value: number): number {
  if (objective === 'squared') return value;
  const p = Math.min(1 - LEAST_VARIANCE, Math.max(LEAST_VARIANCE, value));
  return Math.log(p / (1 - p));
}

/** What an additive sum is on the scale of the target. */
export function fromMargin(objective: GlassboxObjective, margin: number): number {
  return objective === 'squared' ? margin : sigmoid(margin);
}

/** Rows with what is to be said of them. */
export interface LossRows {
  readonly target: Float64Array;
  /** Undefined when all are 1. */
  readonly weights: Float64Array | undefined;
  /** What has been said so far, on the additive scale. */
  readonly margin: Float64Array;
}

/**
 * Working residuals and weights of every row, so that the loss is a weighted square near the margin (Newton's step):
 * for squared error the residual itself, for logistic loss (y − p) / (p (1 − p)) with weight × p (1 − p).
 */
export function workingRows(
  objective: GlassboxObjective,
  rows: LossRows,
  residual: Float64Array,
  weights: Float64Array,
): void {
  const { target, margin } = rows;
  if (objective === 'squared') {
    for (let i = 0; i < target.length; i++) residual[i] = target[i]! - margin[i]!;
    if (rows.weights) weights.set(rows.weights);
    return;
  }
  for (let i = 0; i < target.length; i++) {
    const p = sigmoid(margin[i]!);
    const variance = Math.max(LEAST_VARIANCE, p * (1 - p));
    residual[i] = (target[i]! - p) / variance;
    weights[i] = (rows.weights ? rows.weights[i]! : 1) * variance;
  }
}

/** Mean loss of rows `from` to `to`: squared error, or the log loss with nature's logarithm. */
export function meanLoss(objective: GlassboxObjective, rows: LossRows, from: number, to: number): number {
  const { target, margin, weights } = rows;
  let sum = 0;
  let total = 0;
  for (let i = from; i < to; i++) {
    const w = weights ? weights[i]! : 1;
    const m = margin[i]!;
    const y = target[i]!;
    // log(1 + e^m) − y m, without overflow
    const loss =
      objective === 'squared' ? (y - m) ** 2 : Math.max(m, 0) + Math.log1p(Math.exp(-Math.abs(m))) - y * m;
    sum += w * loss;
    total += w;
  }
  return total > 0 ? sum / total : 0;
}
