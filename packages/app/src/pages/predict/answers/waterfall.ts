import { FAMILY_TITLES, type Family } from '@trackscope/catalogue';
import type { Answer, AnswerReason } from 'trackscope/browser';

/** One step from where every track starts to the prediction. */
export interface WaterfallStep {
  readonly key: string;
  readonly title: string;
  /** What it gives, in points; null for the first and last, which are levels. */
  readonly points: number | null;
  /** Where it starts and ends on the scale, in points. */
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly AnswerReason[];
}

export interface Waterfall {
  readonly steps: readonly WaterfallStep[];
  /** Ends of the scale, in points. */
  readonly low: number;
  readonly high: number;
}

const ORDER = Object.keys(FAMILY_TITLES) as readonly Family[];
/** The scale changes by so many points only, so that it stands still under a moving hand. */
const GRAIN = 20;
const LEAST = 0.05;

/**
 * Steps from the base through the families, in an order that stays, to the prediction; null where an answer has no
 * reasons.
 */
export function waterfallOf(answer: Answer): Waterfall | null {
  const { reasons, prediction } = answer;
  if (!reasons) return null;
  const steps: WaterfallStep[] = [
    { key: 'base', title: 'An average track', points: null, from: 0, to: reasons.base, reasons: [] },
  ];
  let at = reasons.base;
  const add = (key: string, title: string, points: number, own: readonly AnswerReason[]) => {
    steps.push({ key, title, points, from: at, to: at + points, reasons: own });
    at += points;
  };
  const families = [...reasons.families].sort((a, b) => ORDER.indexOf(a.family) - ORDER.indexOf(b.family));
  for (const { family, title, points, reasons: own } of families) add(family, capital(title), points, own);
  if (Math.abs(reasons.held) >= LEAST) add('held', 'Held within 0 to 100', reasons.held, []);
  steps.push({ key: 'prediction', title: 'Prediction', points: null, from: 0, to: prediction, reasons: [] });
  let [low, high] = [prediction, prediction];
  for (const { points, from, to } of steps) {
    low = Math.min(low, points === null ? to : from, to);
    high = Math.max(high, points === null ? to : from, to);
  }
  return {
    steps,
    low: Math.floor(low / GRAIN) * GRAIN,
    high: Math.max(Math.ceil(high / GRAIN) * GRAIN, Math.floor(low / GRAIN) * GRAIN + GRAIN),
  };
}

/** The strongest reasons, and what all others give together. */
export function strongest(
  reasons: readonly AnswerReason[],
  count = 8,
): { readonly shown: readonly AnswerReason[]; readonly others: number; readonly points: number } {
  const sorted = [...reasons].sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  const rest = sorted.slice(count);
  return {
    shown: sorted.slice(0, count),
    others: rest.length,
    points: rest.reduce((sum, { points }) => sum + points, 0),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
