import type { QualityReport } from '@trackscope/catalogue';
import type { BoostedOptions, ForestOptions, LinearOptions } from '@trackscope/learn';
import type { ModelName, ProtocolName, ProtocolNote, Unit } from '../workspace/format.js';

/** One model to be fitted and judged under one protocol: data, not code. */
export type FitPlan = {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: ModelName;
} & (
  | {
      readonly learner: 'linear';
      readonly features: 'published-linear';
      readonly options: Partial<LinearOptions>;
    }
  | {
      readonly learner: 'forest';
      readonly features: 'published-trees';
      readonly options: Partial<ForestOptions>;
    }
  | {
      readonly learner: 'boosted';
      readonly features: 'published-trees';
      readonly options: Partial<BoostedOptions>;
    }
);

/** The published settings, one for one. */
const PUBLISHED_PLANS: readonly FitPlan[] = [
  published({ model: 'linear', learner: 'linear', features: 'published-linear', options: {} }),
  published({
    model: 'boosted',
    learner: 'boosted',
    features: 'published-trees',
    options: {
      nEstimators: 400,
      learningRate: 0.05,
      maxDepth: 6,
      subsample: 0.8,
      colsampleBytree: 0.8,
      seed: 42,
    },
  }),
  published({
    model: 'boosted-tuned',
    learner: 'boosted',
    features: 'published-trees',
    options: {
      nEstimators: 750,
      learningRate: 0.029235310218284155,
      maxDepth: 11,
      subsample: 0.9746919954946938,
      colsampleBytree: 0.9238004184558861,
      gamma: 1.7433299364586468,
      minChildWeight: 1,
      seed: 42,
    },
  }),
  published({
    model: 'forest',
    learner: 'forest',
    features: 'published-trees',
    options: { nEstimators: 300, seed: 42 },
  }),
];

/** Every model that a run can fit. */
export const MODEL_NAMES = PUBLISHED_PLANS.map((p) => p.model);

/** What is said beside every figure of a protocol. */
export const PROTOCOL_NOTES: Readonly<Record<'published', ProtocolNote>> = {
  published: {
    protocol: 'published',
    title: 'Published',
    optimistic: true,
    note:
      'Optimistic: one random split of the listings, with tracks of one recording on both sides, and (for the tree ' +
      'models) an artist mean that was computed over all rows, held-out ones included.',
  },
};

/** Fewest published rows on which a split and a fit make sense. */
const LEAST_ROWS = 50;

/** Decides what is fitted on a catalogue, and says what is not, and why. */
export function planModels(
  quality: QualityReport,
  wanted: readonly ModelName[],
): { fits: FitPlan[]; skipped: { what: string; why: string }[] } {
  const rows = quality.rows.published;
  const missing = quality.absent.map((a) => a.column);
  const why = missing.includes('popularity')
    ? 'the catalogue has no popularity, so there is nothing to learn'
    : rows === null
      ? `the published features need ${missing.join(', ')}, which the catalogue does not have`
      : rows < LEAST_ROWS
        ? `${rows} complete rows are too few; at least ${LEAST_ROWS} are needed`
        : null;
  if (why) return { fits: [], skipped: wanted.map((model) => ({ what: `model ${model}`, why })) };
  return { fits: PUBLISHED_PLANS.filter((p) => wanted.includes(p.model)), skipped: [] };
}

function published<P extends Omit<FitPlan, 'protocol' | 'unit'>>(
  plan: P,
): P & { protocol: 'published'; unit: 'listing' } {
  return { ...plan, protocol: 'published', unit: 'listing' };
}
