import type { FoldFeatures } from '@trackscope/catalogue';
import type { FittedHonest } from '../honest/fit.js';
import type { HonestPlan } from '../honest/plan.js';
import type { ModelDrivers } from '../workspace/format.js';
import { DriverMeter, type DriverSizes } from './driver-meter.js';
import { explainBoosted } from './explainable.js';
import type { MeasureRun } from './fold-measures.js';

/** Gathers what boosted models lean on while protocols are judged: one meter for each protocol and unit. */
export class DriverMeters {
  private readonly meters = new Map<string, DriverMeter>();

  constructor(private readonly sizes: Partial<DriverSizes> = {}) {}

  /**
   * Measures the model of one fold; any but a boosted one is passed over. Curves are drawn of recordings only: those of
   * tracks look the same.
   *
   * @param features of the fold, the held-out rows among them
   * @param actual popularity of the held-out rows, in points
   */
  async add(
    plan: Pick<HonestPlan, 'protocol' | 'unit'>,
    { model }: FittedHonest,
    features: Pick<FoldFeatures, 'test' | 'families'>,
    actual: Float64Array,
    run: MeasureRun = {},
  ): Promise<void> {
    if (model.learner !== 'boosted') return;
    const { protocol, unit } = plan;
    const key = `${protocol.name} ${unit}`;
    let meter = this.meters.get(key);
    if (!meter) {
      const sizes = unit === 'recording' ? this.sizes : { ...this.sizes, curveRows: 0 };
      meter = new DriverMeter({ protocol: protocol.name, unit, model: 'boosted' }, sizes);
      this.meters.set(key, meter);
    }
    const boosted = explainBoosted(model, features.families);
    await meter.add({ model: boosted, held: features.test, target: actual }, run);
  }

  results(): ModelDrivers[] {
    return [...this.meters.values()].flatMap((meter) => meter.result() ?? []);
  }
}
