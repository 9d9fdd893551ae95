import { createRandom } from '@trackscope/learn';
import {
  codedTracks,
  type MadeTrack,
  madeCatalogue,
} from '../../../catalogue/test/features/small-catalogue.js';
import { type HonestData, honestData } from '../../src/honest/data.js';
import { type HonestPlan, type HonestWishes, planHonest } from '../../src/honest/plan.js';

export { codedTracks, type MadeTrack, madeCatalogue };

/** Everything that protocols train on, from made-up tracks. */
export function madeData(tracks: readonly MadeTrack[] = madeCatalogue()): HonestData {
  return honestData(codedTracks(tracks));
}

/** Plans whose models are small, so that tests are quick. */
export function smallPlans(wishes: HonestWishes = {}): HonestPlan[] {
  return planHonest(wishes).map((plan) => ({
    ...plan,
    models: plan.models.map((settings): HonestPlan['models'][number] => {
      switch (settings.model) {
        case 'boosted':
          return { ...settings, options: { ...settings.options, nEstimators: 30 } };
        case 'forest':
          return { ...settings, options: { ...settings.options, nEstimators: 10 } };
        case 'glassbox':
          return { ...settings, options: { ...settings.options, rounds: 10, pairs: 2 } };
        default:
          return settings;
      }
    }),
  }));
}

/** The same numbers in another order. */
export function permuted(values: Float64Array, seed: number): Float64Array {
  const order = createRandom(seed).permutation(values.length);
  return Float64Array.from(order, (i) => values[i]!);
}
