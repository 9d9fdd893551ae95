import type { Family } from '@trackscope/catalogue';
import type { BoostedModel, GlassboxModel, LinearModel } from '@trackscope/learn';
import type { FittedHonest } from '../honest/fit.js';
import { type Explainable, explainBoosted, explainGlassbox, explainLinear } from './explainable.js';

/** A fitted model as one whose predictions come apart; null for one whose do not. */
export function explainableOf(
  learner: string,
  { model, fills }: FittedHonest,
  families: readonly Family[],
): Explainable | null {
  switch (learner) {
    case 'boosted':
      return explainBoosted(model as BoostedModel, families);
    case 'glassbox':
      return explainGlassbox(model as GlassboxModel, families);
    case 'linear':
      return explainLinear(model as LinearModel, families, fills ?? {});
    default:
      return null;
  }
}
