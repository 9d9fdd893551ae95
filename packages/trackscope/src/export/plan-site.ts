import { UserError } from '../errors/user-error.js';
import { BROWSER_LISTINGS } from '../queries/listings.js';
import { featuresFileName, honestFileName, VOCABULARY_FILE } from '../score/file-names.js';
import { scorable } from '../score/scorable.js';
import type { Manifest } from '../workspace/format.js';
import { compactable } from './compact-models.js';

/** What a site is made of, before anything is written. */
export interface SitePlan {
  /** Documents that the app reads. */
  readonly documents: readonly string[];
  /** Models that answer in the app, with their features and vocabulary. */
  readonly scorerFiles: readonly string[];
  /** Published models that get a small form. */
  readonly compact: readonly string[];
  /** Published models that are small as they are. */
  readonly small: readonly string[];
  /** Every kept model's file. */
  readonly models: readonly string[];
  /** Files that are copied beside the app. */
  readonly beside: readonly string[];
}

const DOCUMENTS = ['quality.json', 'profile.json', 'evaluation.json', 'explain.json', 'audit.json'];
const BESIDE = ['report.html', 'MODEL_CARD.md'];

/**
 * @throws UserError `too-many-listings` when no browser could hold the catalogue
 */
export function planSite({ files, rows }: Manifest): SitePlan {
  if (rows.listings > BROWSER_LISTINGS) {
    throw new UserError(
      'too-many-listings',
      `a static site holds at most ${BROWSER_LISTINGS} listings, and this workspace has ${rows.listings}`,
      'Show it with: trackscope serve',
    );
  }
  const scorerFiles = new Set<string>();
  for (const { protocol, unit, models } of scorable(files)) {
    scorerFiles.add(`models/${VOCABULARY_FILE}`).add(`models/${featuresFileName(protocol, unit)}`);
    for (const model of models) scorerFiles.add(`models/${honestFileName(model, protocol, unit)}`);
  }
  const isModel = (name: string) =>
    /^models\/.*\.json$/.test(name) &&
    !name.endsWith('.features.json') &&
    !name.endsWith(`/${VOCABULARY_FILE}`);
  return {
    documents: DOCUMENTS.filter((name) => files.includes(name)),
    scorerFiles: [...scorerFiles],
    compact: compactable(files),
    small: files.filter((name) => name === 'models/linear.published.json'),
    models: files.filter(isModel),
    beside: BESIDE.filter((name) => files.includes(name)),
  };
}
