import { type FoldFeatures, protocolPlan, type UnitRows } from '@trackscope/catalogue';
import type { WorkerPool } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { BaselineName } from '../workspace/format.js';
import type { HonestData } from './data.js';
import type { FittedHonest } from './fit.js';
import { type FoldFigures, type FoldJob, type FoldPart, type FoldRun, judgeFold } from './fold-job.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel } from './settings.js';

export type { FoldFigures } from './fold-job.js';

/** What surrounds the judging. */
export interface HonestRun {
  readonly pool?: WorkerPool;
  readonly signal?: AbortSignal;
  /** Called after every fit. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Called with every model of the first draw, fold after fold in the order of the plans; forests, which are large, are left
   * out.
   */
  readonly onModel?: (found: JudgedModel) => Promise<void>;
}

/** A model of one fold beside what it was judged on. */
export interface JudgedModel {
  readonly plan: HonestPlan;
  readonly fitted: FittedHonest;
  /** Features of the held-out rows. */
  readonly features: FoldPart['features'];
  /** Popularity of the held-out rows, in points. */
  readonly actual: Float64Array;
}

/** One fold, with rows as row numbers of the tracks. */
export interface JudgedFold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  readonly features: FoldFeatures;
}

/** Predictions for rows that the model had not seen, from the first draw of the folds. */
export interface OutOfFold {
  readonly model: HonestModel | BaselineName;
  readonly baseline: boolean;
  readonly folds: readonly FoldFigures[];
  /** Row numbers of the tracks that were held out, fold after fold. */
  readonly rows: Uint32Array;
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
  /** Which fold held each row out. */
  readonly fold: Uint8Array;
  /** Training tracks of each row's artist. */
  readonly history: Float64Array;
}

/**
 * Judges every model of a plan on the same folds, with the same features, in this thread (fits may use the pool).
 * @throws LearnError `split-folds` when there are fewer groups than folds
 */
export async function judge(data: HonestData, plan: HonestPlan, run: HonestRun = {}): Promise<OutOfFold[]> {
  const jobs = foldJobs(data, [plan], false);
  const total = plan.models.length * jobs.length;
  let done = 0;
  const around: FoldRun = {
    ...(run.pool ? { pool: run.pool } : {}),
    ...(run.signal ? { signal: run.signal } : {}),
    onFit: () => run.onProgress?.(++done, total),
  };
  const [found] = await gatherFolds(data, [plan], jobs, (job) => judgeFold(data, job, around), run);
  return found!;
}

/**
 * The folds of plans that hold the same rows out, one job a fold.
 *
 * @param plans of one unit, with the same split; the first knows all families of the others
 * @param audited whether the first fold is audited
 * @param keeps whether the models of the first fold that a quick plan keeps are handed back
 * @throws LearnError `split-folds` when there are fewer groups than folds
 */
export function foldJobs(
  data: HonestData,
  plans: readonly HonestPlan[],
  audited: boolean,
  keeps = false,
): FoldJob[] {
  const { protocol, unit, folds, judged, repeats, seed } = plans[0]!;
  const rows = data.units[unit];
  return Array.from({ length: repeats }, (_, repeat) => {
    const division = protocolPlan(data.tracks, rows, protocol, folds, seed + repeat);
    return division.folds.slice(0, judged).map((parts, fold): FoldJob => {
      const first = repeat === 0 && fold === 0;
      const of = plans.map(({ protocol, models, baselines, kept, quick }) => {
        return { protocol, models, baselines, kept: keeps && quick && first ? kept : [] };
      });
      const alone = judged * repeats === 1;
      return { unit, plans: of, repeat, fold, ...rowsOf(rows, parts), audited: audited && first, alone };
    });
  }).flat();
}

/**
 * Puts together what the folds of some plans gave, in their order, whoever judged them.
 * @returns what was found under each plan
 */
export async function gatherFolds(
  data: HonestData,
  plans: readonly HonestPlan[],
  jobs: readonly FoldJob[],
  partsOf: (job: FoldJob, index: number) => Promise<readonly FoldPart[]>,
  run: Pick<HonestRun, 'onModel'> = {},
): Promise<OutOfFold[][]> {
  const found = plans.map(() => new Map<OutOfFold['model'], Gathered>());
  for (const [index, job] of jobs.entries()) {
    const parts = await partsOf(job, index);
    for (const [p, { models, features, actual }] of parts.entries()) {
      for (const { name, figures, predicted, fitted } of models) {
        const gathered = found[p]!.get(name) ?? { folds: [], predicted: [] };
        found[p]!.set(name, gathered);
        gathered.folds.push(figures);
        if (job.repeat > 0) continue;
        gathered.predicted.push(predicted);
        if (fitted) await run.onModel?.({ plan: plans[p]!, fitted, features, actual });
      }
    }
  }
  const drawn = jobs.filter(({ repeat }) => repeat === 0);
  const rows = joined(
    drawn.map(({ test }) => test),
    Uint32Array,
  );
  const fold = joined(
    drawn.map(({ test }, i) => new Uint8Array(test.length).fill(i)),
    Uint8Array,
  );
  const history = joined(
    drawn.map(({ train, test }) => artistTracks(data, train, test)),
    Float64Array,
  );
  const actual = pick(data.units[plans[0]!.unit].target, rows);
  return found.map((models, p) =>
    [...models].map(([model, { folds, predicted }]) => ({
      model,
      baseline: plans[p]!.baselines.some((name) => name === model),
      folds,
      rows,
      actual,
      predicted: joined(predicted, Float64Array),
      fold,
      history,
    })),
  );
}

interface Gathered {
  readonly folds: FoldFigures[];
  readonly predicted: Float64Array[];
}

/** Row numbers of the tracks, from positions in the unit. */
export function rowsOf(
  unit: UnitRows,
  fold: { readonly train: Uint32Array; readonly test: Uint32Array },
): { train: Uint32Array; test: Uint32Array } {
  const at = (positions: Uint32Array) => positions.map((i) => unit.rows[i]!);
  return { train: at(fold.train), test: at(fold.test) };
}

function artistTracks({ tracks }: HonestData, train: Uint32Array, test: Uint32Array): Float64Array {
  const { codes, size } = tracks.primary;
  const counts = new Float64Array(size);
  for (const row of train) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return Float64Array.from(test, (row) => (codes[row]! < 0 ? 0 : counts[codes[row]!]!));
}

type Numbers = Uint32Array | Uint8Array | Float64Array;

function joined<T extends Numbers>(parts: readonly T[], kind: new (length: number) => T): T {
  const out = new kind(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
