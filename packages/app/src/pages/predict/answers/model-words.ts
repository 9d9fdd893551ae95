import type { HonestName, UnitName } from '@trackscope/catalogue';
import type { Evaluation } from 'trackscope/browser';
import { fixed, list, modelWords } from 'trackscope/figures';

/** What people call a model. */
export function modelTitle(model: string): string {
  return TITLES[model] ?? model;
}

const TITLES: Readonly<Record<string, string>> = {
  boosted: 'boosted trees',
  glassbox: 'glass box',
  linear: 'linear',
  forest: 'forest',
};

/** What models must beat, in a sentence; null where nothing was judged. */
export function baselineWords(
  evaluation: Evaluation | null,
  protocol: HonestName,
  unit: UnitName,
): string | null {
  const found = (evaluation?.evaluation ?? []).filter(
    (entry) =>
      entry.baseline === true && entry.protocol === protocol && entry.unit === unit && entry.r2 > 0.005,
  );
  if (found.length === 0) return null;
  const said = found.map(
    ({ model, r2 }) =>
      `${fixed(r2, 2)} for always naming the mean of the ${WHOSE[model] ?? modelWords(model)}`,
  );
  return `For comparison, R² is ${list(said)}.`;
}

const WHOSE: Readonly<Record<string, string>> = { 'genre-mean': 'genre', 'artist-mean': 'artist' };
