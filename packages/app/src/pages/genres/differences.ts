import { type GroupProfile, wordsOf } from '@trackscope/catalogue';
import { figureOf, isShare } from '../../charts/group-figures.js';

/** How far two groups lie apart in one feature. */
export interface Difference {
  readonly feature: string;
  /** Hedges' g: mean of a minus mean of b, in pooled standard deviations, with its 95 % interval. */
  readonly g: number;
  readonly low: number;
  readonly high: number;
  readonly meanA: number;
  readonly meanB: number;
}

/** Below this size nobody would hear it; from here on clearly; from here on much. Cohen's steps. */
const SMALL = 0.2;
const MEDIUM = 0.5;
const LARGE = 0.8;

/**
 * Hedges' g with the interval g ± 1.96 √((n₁+n₂)/(n₁n₂) + g²/(2(n₁+n₂))), which holds for groups of about twenty and more
 * (Hedges and Olkin 1985). Null with fewer than two values in a group or no spread in either.
 */
export function hedges(
  a: { readonly mean: number; readonly sd: number; readonly n: number },
  b: { readonly mean: number; readonly sd: number; readonly n: number },
): { readonly g: number; readonly low: number; readonly high: number } | null {
  if (!(a.n >= 2 && b.n >= 2)) return null;
  const free = a.n + b.n - 2;
  const pooled = Math.sqrt(((a.n - 1) * a.sd ** 2 + (b.n - 1) * b.sd ** 2) / free);
  if (!(pooled > 0)) return null;
  const g = ((a.mean - b.mean) / pooled) * (1 - 3 / (4 * free - 1));
  const reach = 1.959964 * Math.sqrt((a.n + b.n) / (a.n * b.n) + g ** 2 / (2 * (a.n + b.n)));
  return { g, low: g - reach, high: g + reach };
}

/** Two groups over all features that both have, largest difference first. */
export function differencesOf(
  a: GroupProfile,
  b: GroupProfile,
  features: readonly string[],
): readonly Difference[] {
  const found = features.flatMap((feature): Difference[] => {
    const [inA, inB] = [figureOf(a, feature), figureOf(b, feature)];
    if (!inA || !inB || inA.sd === null || inB.sd === null) return [];
    const effect = hedges({ mean: inA.mean, sd: inA.sd, n: inA.n }, { mean: inB.mean, sd: inB.sd, n: inB.n });
    return effect ? [{ feature, ...effect, meanA: inA.mean, meanB: inB.mean }] : [];
  });
  return found.sort((x, y) => Math.abs(y.g) - Math.abs(x.g));
}

/** How much, as an adverb; null where it is hardly anything or could be chance. */
export function sizeOf({ g, low, high }: Pick<Difference, 'g' | 'low' | 'high'>): string | null {
  const size = Math.abs(g);
  if (size < SMALL || low * high <= 0) return null;
  return size < MEDIUM ? 'somewhat' : size < LARGE ? 'clearly' : 'much';
}

/** `much louder`, `somewhat more often explicit`; null where there is nothing to say. */
export function differenceWords(difference: Difference): string | null {
  const size = sizeOf(difference);
  if (size === null) return null;
  const { more, less } = wordsOf(difference.feature);
  if (!isShare(difference.feature)) return `${size} ${difference.g > 0 ? more : less}`;
  const often = difference.feature === 'mode' ? 'in a major key' : more;
  return `${size} ${difference.g > 0 ? 'more' : 'less'} often ${often}`;
}
