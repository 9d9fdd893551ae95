import {
  type BoostedModel,
  boosted,
  type FitRun,
  type ForestModel,
  forest,
  type GlassboxModel,
  glassbox,
  type LinearModel,
  linear,
  type Table,
} from '@trackscope/learn';
import { type Fills, linearTable } from './linear-scale.js';
import { type LinearInput, linearInput } from './linear-share.js';
import type { HonestSettings } from './settings.js';

/** A fitted model, with what stands in for missing numbers where it cannot take them. */
export type FittedHonest =
  | { readonly model: LinearModel; readonly fills: Fills }
  | { readonly model: ForestModel | BoostedModel | GlassboxModel; readonly fills: null };

/**
 * Fits one model as its settings say.
 *
 * @param linearOf what a linear model is fitted on, shared by fits on the same rows. Default: made for this one
 */
export async function fitHonest(
  settings: HonestSettings,
  train: Table,
  target: Float64Array,
  run: FitRun,
  linearOf: (train: Table) => LinearInput = linearInput,
): Promise<FittedHonest> {
  switch (settings.model) {
    case 'linear': {
      const { table, fills, products } = linearOf(train);
      return { model: await linear.fit(table, target, settings.options, { ...run, products }), fills };
    }
    case 'forest':
      return { model: await forest.fit(train, target, settings.options, run), fills: null };
    case 'glassbox':
      return { model: await glassbox.fit(train, target, settings.options, run), fills: null };
    case 'boosted':
      return { model: await boosted.fit(train, target, settings.options, run), fills: null };
  }
}

/** Predictions in points, kept within 0 to 100: popularity has no other values. */
export function predictHonest({ model, fills }: FittedHonest, data: Table): Float64Array {
  const out = model.predict(fills ? linearTable(data, fills) : data);
  for (let i = 0; i < out.length; i++) out[i] = Math.max(0, Math.min(100, out[i]!));
  return out;
}
