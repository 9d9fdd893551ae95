import { actualAgainstPredicted, errorsByBand } from '../modelling/errors-by-band.js';
import type { ModelExplanation } from '../workspace/format.js';
import type { FittedHonest } from './fit.js';
import type { OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel } from './settings.js';

type Importance = ModelExplanation['importance'];
type PlanName = Pick<HonestPlan, 'protocol' | 'unit'>;

interface Sums {
  readonly kind: Importance['kind'];
  readonly values: Map<string, number>;
  folds: number;
}

/**
 * What models of honest protocols lean on and where they err, gathered while they are judged: of the boosted model for
 * every unit, and of the glass box for recordings.
 */
export class ModelPanels {
  private readonly sums = new Map<string, Sums>();

  /** Adds the model of one fold; those that are not shown are passed over. */
  add({ protocol, unit }: PlanName, { model }: FittedHonest): void {
    const shown = model.learner === 'boosted' || (model.learner === 'glassbox' && unit === 'recording');
    if (!shown) return;
    const boosted = model.learner === 'boosted';
    const key = keyOf(protocol.name, unit, model.learner);
    const sums = this.sums.get(key) ?? {
      kind: boosted ? ('gain' as const) : ('contribution' as const),
      values: new Map<string, number>(),
      folds: 0,
    };
    this.sums.set(key, sums);
    const items = boosted
      ? model.importance('gain').map(({ column, value }) => ({ name: column, value }))
      : model.importance();
    // Gains are shares of a model's own sum, so that every fold counts alike.
    const scale = boosted ? items.reduce((sum, { value }) => sum + value, 0) || 1 : 1;
    for (const { name, value } of items) sums.values.set(name, (sums.values.get(name) ?? 0) + value / scale);
    sums.folds++;
  }

  /** @param unseen predictions of held-out rows, by plan */
  results(unseen: ReadonlyMap<HonestPlan, readonly OutOfFold[]>): ModelExplanation[] {
    return [...unseen].flatMap(([{ protocol, unit }, judged]) =>
      judged.flatMap(({ model, baseline, actual, predicted }) => {
        if (baseline) return [];
        const sums = this.sums.get(keyOf(protocol.name, unit, model as HonestModel));
        if (!sums) return [];
        return {
          protocol: protocol.name,
          unit,
          model: model as HonestModel,
          importance: importanceOf(sums),
          scatter: actualAgainstPredicted(actual, predicted),
          bands: errorsByBand(actual, predicted),
        };
      }),
    );
  }
}

function keyOf(protocol: string, unit: string, model: HonestModel): string {
  return `${protocol} ${unit} ${model}`;
}

function importanceOf({ kind, values, folds }: Sums): Importance {
  const items = [...values].map(([name, sum]) => ({ name, value: sum / folds }));
  return { kind, items: items.sort((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1)) };
}
