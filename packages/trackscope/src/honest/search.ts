import {
  encoderGroups,
  type FoldFeatures,
  foldFeatures,
  protocolPlan,
  type UnitRows,
} from '@trackscope/catalogue';
import { type Candidate, type FitRun, metrics, type SearchSpace, sampleCandidates } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { ProtocolName, Unit } from '../workspace/format.js';
import type { HonestData } from './data.js';
import { fitHonest, predictHonest } from './fit.js';
import { rowsOf } from './judge.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel, HonestSettings } from './settings.js';

/** What is searched for each model: settings that also fit fast. */
export const SPACES: Readonly<Record<HonestModel, SearchSpace<Record<string, unknown>>>> = {
  linear: { ridge: { choice: [0.1, 1, 10, 100, 1000] } },
  glassbox: {
    learningRate: { choice: [0.1, 0.2, 0.3, 0.4] },
    pairs: { choice: [0, 5, 10, 20] },
    rounds: { choice: [15, 20, 40] },
  },
  forest: {
    maxFeatures: { choice: [0.2, 0.33, 0.5] },
    maxSamples: { choice: [0.3, 0.5, 0.7] },
    minSamplesLeaf: { choice: [3, 5, 8, 12] },
  },
  boosted: {
    colsampleBytree: { choice: [0.25, 0.4, 0.6] },
    lambda: { choice: [1, 5, 20] },
    learningRate: { choice: [0.05, 0.075, 0.1, 0.13] },
    maxDepth: { choice: [5, 6, 7, 8, 9] },
    minChildWeight: { choice: [3, 5, 10, 30, 60] },
    nEstimators: { choice: [150, 200, 250, 300] },
    subsample: { choice: [0.7, 0.8, 1] },
  },
};

/** Parts that the training side is divided into. */
const PARTS = 3;

/** How one set of options did on held-out parts of the training side. */
export interface SearchCandidate {
  readonly options: Candidate;
  /** Mean over the parts that were held out. */
  readonly r2: number;
  /** By part. */
  readonly scores: readonly number[];
  /** Mean seconds of a fit. */
  readonly fitSeconds: number;
}

/** What a search found, and what it is worth on rows that it never saw. */
export interface SearchRecord {
  readonly protocol: ProtocolName;
  readonly unit: Unit;
  readonly model: HonestModel;
  readonly seed: number;
  readonly rows: { readonly searched: number; readonly heldOut: number };
  readonly parts: { readonly of: number; readonly judged: number };
  readonly space: SearchSpace<Record<string, unknown>>;
  /** The settings in use, judged as every candidate is. */
  readonly inUse: SearchCandidate;
  /** Best first. */
  readonly candidates: readonly SearchCandidate[];
  /** R² on the rows that the search never saw: of the settings in use, and of the best candidate. */
  readonly heldOut: { readonly inUse: number; readonly best: number };
}

export interface SearchWishes {
  readonly candidates: number;
  /** How many of the three parts of the training side are held out in turn, 1 to 3. Default: 2. */
  readonly judged?: number;
  /** Of the draw of candidates. */
  readonly seed: number;
}

/**
 * Searches settings for every model of a plan on the training side of its first fold alone: that side is divided by the
 * same groups into three parts, history is encoded anew within them, and every candidate is fitted and judged there. The
 * best and the settings in use are then fitted on the whole training side and judged on the fold's held-out rows.
 * Candidates are drawn as scikit-learn's `ParameterSampler` draws them.
 * @throws LearnError `split-folds`, `search-space`
 */
export async function searchHonest(
  data: HonestData,
  plan: HonestPlan,
  { candidates, judged = 2, seed }: SearchWishes,
  run: FitRun = {},
  onFit: () => void = () => undefined,
): Promise<SearchRecord[]> {
  const { protocol } = plan;
  const unit = data.units[plan.unit];
  const outer = sideOf(
    data,
    plan,
    unit,
    rowsOf(unit, protocolPlan(data.tracks, unit, protocol, plan.folds, plan.seed).folds[0]!),
  );
  const own: UnitRows = { ...unit, rows: outer.train.slice().sort() };
  const parts = protocolPlan(data.tracks, own, protocol, PARTS, plan.seed + 1).folds.slice(0, judged);
  const inner = parts.map((part) => sideOf(data, plan, own, rowsOf(own, part)));
  const records: SearchRecord[] = [];
  for (const settings of plan.models) {
    const space = SPACES[settings.model];
    const score = async (options: Candidate): Promise<SearchCandidate> => {
      const scores: number[] = [];
      let seconds = 0;
      for (const side of inner) {
        run.signal?.throwIfAborted();
        const started = performance.now();
        scores.push(await scoreOf(settings, options, side, run));
        seconds += (performance.now() - started) / 1000;
        onFit();
      }
      const r2 = scores.reduce((a, b) => a + b, 0) / scores.length;
      return { options, r2, scores, fitSeconds: seconds / scores.length };
    };
    const inUse = await score(optionsIn(settings, space));
    const found: SearchCandidate[] = [];
    for (const options of sampleCandidates(space, candidates, seed)) found.push(await score(options));
    found.sort((a, b) => b.r2 - a.r2);
    records.push({
      protocol: protocol.name,
      unit: plan.unit,
      model: settings.model,
      seed,
      rows: { searched: outer.train.length, heldOut: outer.test.length },
      parts: { of: PARTS, judged: inner.length },
      space,
      inUse,
      candidates: found,
      heldOut: {
        inUse: await scoreOf(settings, inUse.options, outer, run),
        best: await scoreOf(settings, found[0]!.options, outer, run),
      },
    });
    onFit();
  }
  return records;
}

/** Fits of a search over these plans, for progress. */
export function searchSteps(plans: readonly HonestPlan[], { candidates, judged = 2 }: SearchWishes): number {
  const each = plans.flatMap(({ models }) =>
    models.map(({ model }) => (sampleCandidates(SPACES[model], candidates, 0).length + 1) * judged + 1),
  );
  return each.reduce((a, b) => a + b, 0);
}

interface Side {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  readonly features: FoldFeatures;
  readonly learned: Float64Array;
  readonly actual: Float64Array;
}

function sideOf(
  { tracks, fixed }: HonestData,
  { protocol }: HonestPlan,
  { target }: UnitRows,
  { train, test }: { train: Uint32Array; test: Uint32Array },
): Side {
  const groups = encoderGroups(tracks, protocol);
  const features = foldFeatures(tracks, fixed, protocol.families, target, groups, train, test);
  return { train, test, features, learned: pick(target, train), actual: pick(target, test) };
}

async function scoreOf(
  settings: HonestSettings,
  options: Candidate,
  side: Side,
  run: FitRun,
): Promise<number> {
  const tried = { ...settings, options: { ...settings.options, ...options } } as HonestSettings;
  const fitted = await fitHonest(tried, side.features.train, side.learned, run);
  return metrics(side.actual, predictHonest(fitted, side.features.test)).r2;
}

/** The options in use, of those that are searched. */
function optionsIn({ options }: HonestSettings, space: object): Candidate {
  const used = options as Candidate;
  return Object.fromEntries(
    Object.keys(space).flatMap((name) => (name in used ? [[name, used[name]!]] : [])),
  );
}
