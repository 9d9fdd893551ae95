import { type Family, protocolNamed, type UnitName } from '@trackscope/catalogue';
import type { BoostedModel, GlassboxModel } from '@trackscope/learn';
import { UserError } from '../errors/user-error.js';
import { intervalsOf } from '../honest/calibration.js';
import type { HonestPredictor } from '../honest/predict.js';
import type { StoredModel } from './explain-track.js';
import { type Explainable, explainBoosted, explainGlassbox } from './explainable.js';

/** Models that can say what each column gave. */
export const EXPLAINED_MODELS = ['boosted', 'glassbox'] as const;

/**
 * What the explanation of a track needs of an honest model of a workspace.
 * @throws UserError `cannot-explain` for a model whose predictions do not come apart
 */
export function storedModel({ file, fitted, calibration }: HonestPredictor): StoredModel {
  const families = file.columns.map(({ family }) => family as Family);
  return {
    protocol: protocolNamed(file.protocol),
    unit: file.unit as UnitName,
    synthetic: file.training.synthetic,
    model: explainable(file.learner, fitted.model, families),
    interval: (prediction, genre) => {
      const { low, high } = intervalsOf(calibration, Float64Array.of(prediction), [genre]);
      return { low: low[0]!, high: high[0]! };
    },
    chance: {
      bar: calibration.bar.bar,
      of: (prediction) => calibration.bar.probability(Float64Array.of(prediction))[0]!,
    },
  };
}

function explainable(
  learner: string,
  model: HonestPredictor['fitted']['model'],
  families: readonly Family[],
): Explainable {
  if (learner === 'boosted') return explainBoosted(model as BoostedModel, families);
  if (learner === 'glassbox') return explainGlassbox(model as GlassboxModel, families);
  throw new UserError(
    'cannot-explain',
    `predictions of ${learner} models are not taken apart here`,
    `Explain with --model ${EXPLAINED_MODELS.join(' or ')}.`,
  );
}
