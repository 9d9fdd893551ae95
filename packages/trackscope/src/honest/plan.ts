import { type HonestName, PROTOCOLS, type Protocol, type UnitName } from '@trackscope/catalogue';
import { boosted } from '@trackscope/learn';
import type { BaselineName } from '../workspace/format.js';
import { HONEST_MODELS, type HonestModel, type HonestSettings, settingsFor } from './settings.js';

export const UNITS: readonly UnitName[] = ['recording', 'track'];
export const BASELINES: readonly BaselineName[] = ['mean', 'genre-mean', 'artist-mean'];

/** What is fitted and judged under one protocol and unit: data, to be printed, tested and then run. */
export interface HonestPlan {
  readonly protocol: Protocol;
  readonly unit: UnitName;
  readonly models: readonly HonestSettings[];
  readonly baselines: readonly BaselineName[];
  /** Into how many folds the rows are divided. */
  readonly folds: number;
  /** How many of these are judged. */
  readonly judged: number;
  /** How often the folds are drawn anew. */
  readonly repeats: number;
  readonly seed: number;
  /** True when fewer folds are judged than there are. */
  readonly quick: boolean;
  /** Models that are kept for prediction: fitted once more on all rows, or when quick as they were judged. */
  readonly kept: readonly HonestModel[];
}

export interface HonestWishes {
  readonly protocols?: readonly HonestName[];
  readonly units?: readonly UnitName[];
  readonly models?: readonly HonestModel[];
  readonly folds?: number;
  readonly repeats?: number;
  readonly seed?: number;
  readonly quick?: boolean;
}

/** Models worth keeping: the most accurate, and those that can be read. A forest is large and no better. */
const KEPT: readonly HonestModel[] = ['boosted', 'linear', 'glassbox'];
/** A quick look keeps its models by recording as they were judged: fitted on four fifths of the rows. */
const QUICK_KEPT: Readonly<Record<UnitName, readonly HonestModel[]>> = {
  recording: ['boosted', 'linear'],
  track: [],
};
const QUICK_MODELS: readonly HonestModel[] = ['linear', 'boosted'];
const QUICK_UNITS: readonly UnitName[] = ['recording'];

/** Decides what is fitted and judged. */
export function planHonest(wishes: HonestWishes = {}): HonestPlan[] {
  const { folds = 5, repeats = 1, seed = 0, quick = false } = wishes;
  const models = (wishes.models ?? HONEST_MODELS).filter((model) => !quick || QUICK_MODELS.includes(model));
  const protocols = PROTOCOLS.filter(({ name }) => wishes.protocols?.includes(name) ?? true);
  return protocols.flatMap((protocol) =>
    (wishes.units ?? (quick ? QUICK_UNITS : UNITS)).map((unit) => ({
      protocol,
      unit,
      models: models.map((model) => (quick ? quickly : asTheyAre)(settingsFor(protocol, model))),
      baselines: BASELINES,
      folds,
      judged: quick ? 1 : folds,
      repeats,
      seed,
      quick,
      kept: models.filter((model) => (quick ? QUICK_KEPT[unit] : KEPT).includes(model)),
    })),
  );
}

function asTheyAre(settings: HonestSettings): HonestSettings {
  return settings;
}

/** A quick look takes two steps in five, each a quarter larger: up to 0.01 of R² for more than half of the time. */
function quickly(settings: HonestSettings): HonestSettings {
  if (settings.model !== 'boosted') return settings;
  const { nEstimators, learningRate } = { ...boosted.defaults, ...settings.options };
  const fewer = { nEstimators: Math.ceil(0.4 * nEstimators), learningRate: Math.min(1, 1.25 * learningRate) };
  return {
    ...settings,
    options: { ...settings.options, ...fewer },
    why: `${settings.why}, in two steps of five, a quarter larger, for a quick look`,
  };
}

/** The plan in words: what is fitted, on how many folds, and why. */
export function describeHonestPlan(plans: readonly HonestPlan[]): string {
  const lines = plans.flatMap((plan) => {
    const { protocol, unit, folds, judged, repeats } = plan;
    const together = protocol.heldOutTogether === 'works' ? 'songs and recordings' : 'artists';
    const times = repeats > 1 ? `, ${repeats} times over` : '';
    return [
      `${protocol.name}, by ${unit}: ${judged} of ${folds} folds${times}, ${together} held out together`,
      `  knows ${protocol.families.join(', ')}`,
      ...plan.models.map(({ model, why, options }) => {
        const how = plan.quick ? '; kept as it was judged' : '; fitted once more on all rows and kept';
        const kept = plan.kept.includes(model) ? how : '';
        const set = Object.entries(options)
          .map(([name, value]) => `${name} ${String(value)}`)
          .join(', ');
        return `  ${model}: ${why}${kept} (${set})`;
      }),
      `  beside ${plan.baselines.join(', ')}`,
    ];
  });
  const fits = plans.reduce(
    (n, p) => n + p.models.length * p.judged * p.repeats + (p.quick ? 0 : p.kept.length),
    0,
  );
  return `${lines.join('\n')}\n${fits} fits in all\n`;
}
