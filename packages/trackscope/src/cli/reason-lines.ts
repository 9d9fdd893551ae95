import { signedPoints } from '@trackscope/catalogue';
import type { ReasonGroup } from '../reasons/contributions.js';

const MOST_REASONS = 3;
/** Points below which a reason is told only when its family has no larger one. */
const TOLD = 0.25;

/** What a prediction is made of: its parts as they are, and rounded so that they add up. */
export interface ReasonSum {
  readonly groups: readonly ReasonGroup[];
  readonly held: number;
  readonly rounded: {
    readonly prediction: number;
    readonly base: number;
    readonly groups: readonly number[];
  };
}

/** Base and families, rounded so that they add up to the prediction; below each family its largest reasons. */
export function reasonLines({ groups, rounded, held }: ReasonSum): string[] {
  const line = (points: string, text: string) => `  ${points.padStart(6)}  ${text}`;
  const lines = [line(rounded.base.toFixed(1), 'what the model says of a track of which it knows nothing')];
  groups.forEach(({ title, reasons }, i) => {
    lines.push(line(signed(rounded.groups[i]!), title));
    reasons.forEach(({ text, points }, r) => {
      const told = r === 0 || (r < MOST_REASONS && Math.abs(points) >= TOLD);
      if (told) lines.push(`            ${text}: ${signedPoints(points)}`);
    });
  });
  if (held !== 0) lines.push(line(signed(held), 'to stay within 0 to 100'));
  lines.push(line(`= ${rounded.prediction.toFixed(1)}`, ''));
  return lines.map((text) => text.trimEnd());
}

/** Points with their sign, one decimal. */
export function signed(points: number): string {
  return `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
}

/** A probability for people. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return 'under 1 %';
  return share > 0.99 && share < 1 ? 'over 99 %' : `${(share * 100).toFixed(0)} %`;
}
