import {
  type Audit,
  encoderGroups,
  type FoldFeatures,
  featuresOfFamilies,
  foldFeatures,
  type UnitName,
} from '@trackscope/catalogue';
import { type FitRun, metrics } from '@trackscope/learn';
import { auditHonest } from '../audit/honest-audit.js';
import { pick } from '../modelling/fit.js';
import type { BaselineName } from '../workspace/format.js';
import { baseline } from './baselines.js';
import type { HonestData } from './data.js';
import { type FinalPart, finalPart } from './final-job.js';
import { type FittedHonest, fitHonest, predictHonest } from './fit.js';
import { shareLinear } from './linear-share.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel } from './settings.js';
import { tableBins } from './table-bins.js';

/** One fold to be judged under one protocol or several that hold the same rows out; can be posted to a worker. */
export interface FoldJob {
  readonly unit: UnitName;
  /** The first knows all families that the others know, so that features are made once. */
  readonly plans: readonly (Pick<HonestPlan, 'protocol' | 'models' | 'baselines'> & {
    /** Models of this very fold that are to be kept. */
    readonly kept: readonly HonestModel[];
  })[];
  readonly repeat: number;
  readonly fold: number;
  /** Row numbers of the tracks. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** Whether the fold is audited before anything is fitted. */
  readonly audited: boolean;
  /** Whether it is the only fold of its unit, so that nothing is made for others to come. */
  readonly alone: boolean;
}

/** One model's figures on one fold. */
export interface FoldFigures {
  readonly repeat: number;
  readonly fold: number;
  readonly rows: number;
  readonly trainRows: number;
  readonly mae: number;
  readonly rmse: number;
  readonly r2: number;
  readonly fitSeconds: number;
  readonly predictSeconds: number;
}

/** A model or baseline that was judged on a fold. */
export interface FoldModel {
  readonly name: HonestModel | BaselineName;
  readonly figures: FoldFigures;
  /** Points, one for each held-out row. */
  readonly predicted: Float64Array;
  /** Null for baselines, and for forests, which are large and asked for by nobody. */
  readonly fitted: FittedHonest | null;
}

/** What one protocol made of a fold. */
export interface FoldPart {
  readonly models: readonly FoldModel[];
  /** Features of the held-out rows. */
  readonly features: Pick<FoldFeatures, 'test' | 'families'>;
  /** Popularity of the held-out rows, in points. */
  readonly actual: Float64Array;
  /** What is kept of this fold; null for nothing. */
  readonly final: FinalPart | null;
}

/** What surrounds the judging of a fold. */
export interface FoldRun extends Pick<FitRun, 'pool' | 'signal'> {
  /** Called before anything is fitted; what it throws ends the judging. */
  readonly onAudit?: (plan: number, audit: Audit) => void;
  /** Called after every fit. */
  readonly onFit?: () => void;
}

/**
 * Judges the models of all plans of a job. Features, bins and products are made once, for the protocol that knows most; the
 * others take their part of them.
 */
export async function judgeFold(data: HonestData, job: FoldJob, run: FoldRun = {}): Promise<FoldPart[]> {
  const { tracks, fixed } = data;
  const { plans, train, test } = job;
  const { target } = data.units[job.unit];
  const { protocol: widest } = plans[0]!;
  const groups = encoderGroups(tracks, widest);
  const whole = foldFeatures(tracks, fixed, widest.families, target, groups, train, test);
  const parts = plans.map(({ protocol }) =>
    protocol === widest ? whole : featuresOfFamilies(whole, tracks, fixed, protocol.families),
  );
  if (job.audited) {
    let audit: Audit | null = null;
    for (const [i, features] of parts.entries()) {
      run.signal?.throwIfAborted();
      const fold = { train, test, features };
      const made = await auditHonest(data, plans[i]!.protocol, job.unit, fold, around(run), audit);
      audit ??= made;
      run.onAudit?.(i, made);
    }
  }
  const learned = pick(target, train);
  const actual = pick(target, test);
  const bins = tableBins(whole.train, job.alone ? undefined : { columns: fixed.columns, rows: train });
  const linearOf = shareLinear(whole.train);
  const found: FoldPart[] = [];
  for (const [i, features] of parts.entries()) {
    const { models, baselines, kept } = plans[i]!;
    const own = features === whole ? bins : bins.pick(features.train.columns.map(({ name }) => name));
    const judged: FoldModel[] = [];
    const keeping: [HonestModel, FittedHonest][] = [];
    const keep = (
      name: FoldModel['name'],
      predicted: Float64Array,
      fitted: FittedHonest | null,
      fitSeconds: number,
      predictSeconds: number,
    ) => {
      const of = { repeat: job.repeat, fold: job.fold, trainRows: train.length, fitSeconds, predictSeconds };
      judged.push({ name, predicted, fitted, figures: { ...of, ...metrics(actual, predicted) } });
    };
    for (const name of baselines) {
      const started = performance.now();
      keep(name, baseline(name, tracks, target, train, test), null, 0, since(started));
    }
    for (const settings of models) {
      const started = performance.now();
      run.signal?.throwIfAborted();
      const fitRun = { ...around(run), bins: own };
      const fitted = await fitHonest(settings, features.train, learned, fitRun, linearOf);
      const fitSeconds = since(started);
      if (kept.includes(settings.model)) keeping.push([settings.model, fitted]);
      const ready = performance.now();
      const predicted = predictHonest(fitted, features.test);
      keep(settings.model, predicted, settings.model === 'forest' ? null : fitted, fitSeconds, since(ready));
      run.onFit?.();
    }
    found.push({
      models: judged,
      features: { test: features.test, families: features.families },
      actual,
      final: keeping.length > 0 ? finalPart(features, learned, keeping) : null,
    });
  }
  return found;
}

function around({ pool, signal }: FoldRun): Pick<FitRun, 'pool' | 'signal'> {
  return { ...(pool ? { pool } : {}), ...(signal ? { signal } : {}) };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}
