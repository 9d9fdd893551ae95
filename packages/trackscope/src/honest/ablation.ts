import { FAMILY_TITLES, type Family, protocolNamed } from '@trackscope/catalogue';
import type { AblationStep } from '../workspace/format.js';
import { type HonestData, whyNot } from './data.js';
import { type HonestRun, judge } from './judge.js';
import { type HonestPlan, planHonest } from './plan.js';

const ORDER: readonly Family[] = ['sound', 'genre', 'title', 'context', 'artist', 'album'];
const PROTOCOLS_SHOWN = ['known-artist', 'new-artist'] as const;

/** Plans that add one family after the other, for the boosted model. */
export function planAblation(plan: HonestPlan): HonestPlan[] {
  const known = ORDER.filter((family) => plan.protocol.families.includes(family));
  return known.map((_, i) => ({
    ...plan,
    protocol: { ...plan.protocol, families: known.slice(0, i + 1) },
    models: plan.models.filter(({ model }) => model === 'boosted'),
    baselines: [],
    kept: [],
  }));
}

/** What each family of features brings: R² as they are added, under the protocols that know most. */
export async function ablation(
  data: HonestData,
  folds: number,
  run: HonestRun = {},
  onStep: (done: number, total: number) => void = () => undefined,
): Promise<AblationStep[]> {
  const plans = planHonest({ protocols: PROTOCOLS_SHOWN, models: ['boosted'], folds })
    .filter((plan) => whyNot(data, protocolNamed(plan.protocol.name), plan.unit, folds) === null)
    .flatMap(planAblation);
  const steps: AblationStep[] = [];
  for (const plan of plans) {
    let columns = 0;
    const [found] = await judge(data, plan, {
      ...run,
      onModel: async ({ features }) => {
        columns = features.families.length;
      },
    });
    const scores = found!.folds.map((fold) => fold.r2);
    const mean = scores.reduce((sum, r2) => sum + r2, 0) / scores.length;
    const squares = scores.reduce((sum, r2) => sum + (r2 - mean) ** 2, 0);
    steps.push({
      protocol: plan.protocol.name,
      unit: plan.unit,
      model: 'boosted',
      families: plan.protocol.families.map((family) => FAMILY_TITLES[family]),
      columns,
      folds: scores.length,
      r2: mean,
      r2Sd: scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : null,
    });
    onStep(steps.length, plans.length);
  }
  return steps;
}
