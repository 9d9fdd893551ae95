import type { Protocol } from '@trackscope/catalogue';
import type { BoostedOptions, ForestOptions, GlassboxOptions, LinearOptions } from '@trackscope/learn';

/** The models that are judged under honest protocols. */
export const HONEST_MODELS = ['linear', 'glassbox', 'boosted', 'forest'] as const;
export type HonestModel = (typeof HONEST_MODELS)[number];

/** How one model is fitted under one protocol, and why so. */
export type HonestSettings =
  | { readonly model: 'linear'; readonly options: Partial<LinearOptions>; readonly why: string }
  | { readonly model: 'forest'; readonly options: Partial<ForestOptions>; readonly why: string }
  | { readonly model: 'glassbox'; readonly options: Partial<GlassboxOptions>; readonly why: string }
  | { readonly model: 'boosted'; readonly options: Partial<BoostedOptions>; readonly why: string };

/**
 * Where the artist or the release context is known there is much to learn. From our own search under each honest protocol
 * (docs/settings.md): large leaves come within 0.004 of deep trees with small ones, and fit in two fifths of the time.
 */
const DEEP: Partial<BoostedOptions> = {
  nEstimators: 150,
  learningRate: 0.13,
  maxDepth: 7,
  minChildWeight: 60,
  colsampleBytree: 0.4,
  // As many as the glass box has, so that both read the same bins; twice as many gain nothing.
  maxBin: 128,
  seed: 0,
};

/** Where little is known, smaller leaves follow noise: tracks of one artist are alike, and the artist is new. */
const CALM: Partial<BoostedOptions> = {
  nEstimators: 200,
  learningRate: 0.06,
  maxDepth: 7,
  minChildWeight: 30,
  subsample: 0.8,
  colsampleBytree: 0.4,
  maxBin: 128,
  seed: 0,
};

/** The settings of a model under a protocol. */
export function settingsFor(protocol: Protocol, model: HonestModel): HonestSettings {
  switch (model) {
    case 'linear':
      return {
        model,
        options: { ridge: 1 },
        why: 'the simplest model, on the same columns with counts on a log scale',
      };
    case 'forest':
      return {
        model,
        options: {
          nEstimators: 12,
          maxSamples: 0.5,
          minSamplesLeaf: 8,
          maxFeatures: 0.2,
          maxBin: 128,
          seed: 0,
        },
        why: 'a second kind of trees, few of them, each on half of the rows: as a check, not to win',
      };
    case 'glassbox':
      return protocol.name === 'at-release-new'
        ? {
            model,
            options: { rounds: 20, learningRate: 0.1, pairs: 5, seed: 0 },
            why: 'a curve for each feature and five pairs, which can be read, in small steps, since little is known',
          }
        : {
            model,
            options: { rounds: 20, learningRate: 0.3, pairs: 10, seed: 0 },
            why: 'a curve for each feature and ten pairs, which can be read',
          };
    case 'boosted':
      return protocol.name === 'at-release-new'
        ? {
            model,
            options: CALM,
            why: 'many small steps with large leaves, since little is known of a new artist',
          }
        : {
            model,
            options: DEEP,
            why: 'the most accurate, with settings from our own search (docs/settings.md)',
          };
  }
}
