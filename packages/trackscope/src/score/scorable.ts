import { type HonestName, PROTOCOLS, type UnitName } from '@trackscope/catalogue';
import { featuresFileName, VOCABULARY_FILE } from './file-names.js';

/** Models that were trained on the same rows and features, and answer together. */
export interface ScorableSet {
  readonly protocol: HonestName;
  readonly unit: UnitName;
  /** The strongest first. */
  readonly models: readonly string[];
}

/** In the order in which they are told; others come after. */
const MODEL_ORDER = ['boosted', 'glassbox', 'linear', 'forest'];
const UNITS: readonly UnitName[] = ['recording', 'track'];

/**
 * The sets of honest models that a workspace holds whole, by its list of files: recordings before tracks, protocols in
 * their usual order.
 */
export function scorable(manifestFiles: readonly string[]): ScorableSet[] {
  const files = new Set(manifestFiles);
  if (!files.has(`models/${VOCABULARY_FILE}`)) return [];
  return PROTOCOLS.flatMap(({ name: protocol }) =>
    UNITS.flatMap((unit): ScorableSet[] => {
      if (!files.has(`models/${featuresFileName(protocol, unit)}`)) return [];
      const ending = `.${protocol}.${unit}.json`;
      const models = manifestFiles
        .filter((name) => name.startsWith('models/') && name.endsWith(ending))
        .map((name) => name.slice('models/'.length, -ending.length))
        .sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
      return models.length > 0 ? [{ protocol, unit, models }] : [];
    }),
  );
}

function place(model: string): number {
  const found = MODEL_ORDER.indexOf(model);
  return found < 0 ? MODEL_ORDER.length : found;
}
