import { BoostedModel, type BoostedParts, glassbox, linear } from '@trackscope/learn';
import type { FittedHonest } from './fit.js';
import type { Fills } from './linear-scale.js';

/** A fitted model on its way between threads: classes do not survive the trip. */
export type WireModel =
  | { readonly learner: 'boosted'; readonly parts: BoostedParts }
  | { readonly learner: 'glassbox'; readonly json: unknown }
  | { readonly learner: 'linear'; readonly json: unknown; readonly fills: Fills };

/** What can be posted of a model; null for a forest, which is large. */
export function toWire({ model, fills }: FittedHonest): WireModel | null {
  switch (model.learner) {
    case 'boosted': {
      const { schema, trees, options, bestRound, history } = model;
      return { learner: 'boosted', parts: { schema, trees, options, bestRound, history } };
    }
    case 'glassbox':
      return { learner: 'glassbox', json: model.toJSON() };
    case 'linear':
      return { learner: 'linear', json: model.toJSON(), fills: fills! };
    default:
      return null;
  }
}

/** The model that was posted. */
export function fromWire(wire: WireModel): FittedHonest {
  switch (wire.learner) {
    case 'boosted':
      return { model: new BoostedModel(wire.parts), fills: null };
    case 'glassbox':
      return { model: glassbox.fromJSON(wire.json), fills: null };
    case 'linear':
      return { model: linear.fromJSON(wire.json), fills: wire.fills };
  }
}
