import { type Family, protocolNamed, type UnitName } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { intervalsOf } from '../honest/calibration.js';
import type { FittedHonest } from '../honest/fit.js';
import type { HonestPredictor } from '../honest/predict.js';
import { chancesOf } from '../score/chance.js';
import { familiesOf } from '../score/restore.js';
import type { StoredModel } from './explain-track.js';
import type { Explainable } from './explainable.js';
import { explainableOf } from './explainable-of.js';

/** Models that can say what each column gave. */
export const EXPLAINED_MODELS = ['boosted', 'glassbox', 'linear'] as const;

/**
 * What the explanation of a track needs of an honest model of a workspace.
 * @throws UserError `cannot-explain` for a model whose predictions do not come apart
 */
export function storedModel({ file, fitted, calibration }: HonestPredictor): StoredModel {
  const chances = chancesOf(calibration);
  return {
    protocol: protocolNamed(file.protocol),
    unit: file.unit as UnitName,
    synthetic: file.training.synthetic,
    model: explainable(file.learner, fitted, familiesOf(file)),
    interval: (prediction, genre) => {
      const { low, high } = intervalsOf(calibration, Float64Array.of(prediction), [genre]);
      return { low: low[0]!, high: high[0]! };
    },
    chance: { bar: calibration.bar.bar, of: chances.of },
  };
}

function explainable(learner: string, fitted: FittedHonest, families: readonly Family[]): Explainable {
  const found = explainableOf(learner, fitted, families);
  if (found) return found;
  throw new UserError(
    'cannot-explain',
    `predictions of ${learner} models are not taken apart here`,
    `Explain with --model ${EXPLAINED_MODELS.join(' or ')}.`,
  );
}
