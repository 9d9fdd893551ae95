export const VOCABULARY_FILE = 'vocabulary.json';

/** The file name of a feature recipe, without the folder. */
export function featuresFileName(protocol: string, unit: string): string {
  return `${protocol}.${unit}.features.json`;
}

/** The file name of an honest model, without the folder. */
export function honestFileName(model: string, protocol: string, unit: string): string {
  return `${model}.${protocol}.${unit}.json`;
}
