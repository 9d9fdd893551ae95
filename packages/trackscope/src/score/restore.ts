import type { Family } from '@trackscope/catalogue';
import { boosted, forest, glassbox, LearnError, linear } from '@trackscope/learn';
import { type Calibration, calibrationFromJson } from '../honest/calibration.js';
import type { FittedHonest } from '../honest/fit.js';
import { damaged } from './damaged.js';
import type { HonestModelFile } from './model-format.js';

/** A model with what it knows of its own errors. */
export interface RestoredModel {
  readonly file: HonestModelFile;
  readonly fitted: FittedHonest;
  readonly calibration: Calibration;
}

/**
 * The model of a parsed file.
 *
 * @param name of the file, for messages
 * @throws UserError `model-damaged`
 */
export function restoreModel(file: HonestModelFile, name: string): RestoredModel {
  try {
    const fitted = fittedOf(file);
    const schema = fitted.model.schema;
    if (
      schema.length !== file.columns.length ||
      schema.some((column, i) => column.name !== file.columns[i]!.name)
    ) {
      throw damaged(name, 'its columns are not those of its learner');
    }
    return { file, fitted, calibration: calibrationFromJson(file.calibration) };
  } catch (cause) {
    if (cause instanceof LearnError || cause instanceof TypeError) throw damaged(name, cause.message, cause);
    throw cause;
  }
}

function fittedOf(file: HonestModelFile): FittedHonest {
  switch (file.learner) {
    case 'linear':
      return { model: linear.fromJSON(file.body), fills: file.fills ?? {} };
    case 'boosted':
      return { model: boosted.fromJSON(file.body), fills: null };
    case 'glassbox':
      return { model: glassbox.fromJSON(file.body), fills: null };
    case 'forest':
      return { model: forest.fromJSON(file.body), fills: null };
  }
}

/** Family of each column of a model. */
export function familiesOf({ columns }: HonestModelFile): Family[] {
  return columns.map(({ family }) => family as Family);
}
