import { encoderGroups, foldFeatures, protocolPlan } from '@trackscope/catalogue';
import { auc, type BoostedOptions, boosted, brier, type FitRun, r2, takeRows } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { Spread, TwoPartEntry } from '../workspace/format.js';
import type { HonestData } from './data.js';
import { predictHonest } from './fit.js';
import { rowsOf } from './judge.js';
import type { HonestPlan } from './plan.js';

/** A zero weighs p(1 − p) in the first model, about a tenth where a tenth are zeros: leaves of as many rows as the second's. */
const ROW_WEIGHT = 0.1;

/**
 * Judges the zero spike both ways under one plan: the boosted model on its own, and beside it a chance of zero with a
 * popularity of the rest. All three are fitted with the plan's settings on the same folds.
 * @throws LearnError `split-folds`; RangeError for a plan without a boosted model
 */
export async function twoPart(
  data: HonestData,
  plan: HonestPlan,
  run: FitRun = {},
  onFold: () => void = () => undefined,
): Promise<TwoPartEntry> {
  const { tracks, fixed } = data;
  const { protocol } = plan;
  const settings = plan.models.find(({ model }) => model === 'boosted');
  if (settings?.model !== 'boosted')
    throw new RangeError('a two-part view needs the boosted model in its plan');
  const unit = data.units[plan.unit];
  const groups = encoderGroups(tracks, protocol);
  const division = protocolPlan(tracks, unit, protocol, plan.folds, plan.seed);
  const folds: FoldOfBoth[] = [];
  for (const fold of division.folds.slice(0, plan.judged)) {
    run.signal?.throwIfAborted();
    const { train, test } = rowsOf(unit, fold);
    const features = foldFeatures(tracks, fixed, protocol.families, unit.target, groups, train, test);
    const sides = { train: features.train, test: features.test };
    const targets = { learned: pick(unit.target, train), actual: pick(unit.target, test) };
    folds.push(await judgeBoth(sides, targets, settings.options, run));
    onFold();
  }
  const each = (of: (fold: FoldOfBoth) => number) => folds.map(of);
  const rows = each((fold) => fold.rows).reduce((a, b) => a + b, 0);
  const overRows = (of: (fold: FoldOfBoth) => number) =>
    folds.reduce((sum, fold) => sum + of(fold) * fold.rows, 0) / rows;
  const aucs = each((fold) => fold.auc);
  return {
    protocol: protocol.name,
    unit: plan.unit,
    model: 'boosted',
    folds: folds.length,
    rows,
    zeroShare: overRows((fold) => fold.zeroShare),
    auc: aucs.every(Number.isFinite) ? spreadOf(aucs).mean : null,
    brier: overRows((fold) => fold.brier),
    brierShare: overRows((fold) => fold.brierShare),
    r2: spreadOf(each((fold) => fold.r2)),
    r2Single: spreadOf(each((fold) => fold.r2Single)),
    gain: spreadOf(each((fold) => fold.r2 - fold.r2Single)),
  };
}

interface FoldOfBoth {
  readonly rows: number;
  readonly zeroShare: number;
  /** NaN where a fold has no zero or nothing else. */
  readonly auc: number;
  readonly brier: number;
  readonly brierShare: number;
  readonly r2: number;
  readonly r2Single: number;
}

type Table = Parameters<typeof takeRows>[0];

async function judgeBoth(
  { train, test }: { train: Table; test: Table },
  { learned, actual }: { learned: Float64Array; actual: Float64Array },
  options: Partial<BoostedOptions>,
  run: FitRun,
): Promise<FoldOfBoth> {
  const zeros = (values: Float64Array) => Float64Array.from(values, (value) => (value === 0 ? 1 : 0));
  const share = (values: Float64Array) => values.reduce((a, b) => a + b, 0) / values.length;
  const known = zeros(learned);
  const truth = zeros(actual);
  const single = predictHonest({ model: await boosted.fit(train, learned, options, run), fills: null }, test);
  const some = Uint32Array.from(known.keys()).filter((row) => known[row] === 0);
  const usual = share(known);
  // Without a zero, or without anything else, there is nothing to tell apart: the share says it all.
  const chance =
    usual === 0 || usual === 1
      ? new Float64Array(test.rows).fill(usual)
      : (await boosted.fit(train, known, asChance(options), run)).predict(test);
  const rest =
    some.length === 0
      ? new Float64Array(test.rows)
      : predictHonest(
          {
            model: await boosted.fit(takeRows(train, some), pick(learned, some), options, run),
            fills: null,
          },
          test,
        );
  const expected = rest.map((value, row) => (1 - chance[row]!) * value);
  const zeroShare = share(truth);
  return {
    rows: actual.length,
    zeroShare,
    auc: zeroShare > 0 && zeroShare < 1 ? auc(truth, chance) : Number.NaN,
    brier: brier(truth, chance),
    brierShare: brier(truth, new Float64Array(test.rows).fill(usual)),
    r2: r2(actual, expected),
    r2Single: r2(actual, single),
  };
}

function asChance({ minChildWeight = 1, ...options }: Partial<BoostedOptions>): Partial<BoostedOptions> {
  return { ...options, objective: 'logistic', minChildWeight: minChildWeight * ROW_WEIGHT };
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}
