import {
  encoderGroups,
  type FoldFeatures,
  foldFeatures,
  protocolPlan,
  type UnitRows,
} from '@trackscope/catalogue';
import { metrics, type WorkerPool } from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { BaselineName } from '../workspace/format.js';
import { baseline } from './baselines.js';
import type { HonestData } from './data.js';
import { type FittedHonest, fitHonest, predictHonest } from './fit.js';
import type { HonestPlan } from './plan.js';
import type { HonestModel } from './settings.js';

/** What surrounds the judging. */
export interface HonestRun {
  readonly pool?: WorkerPool;
  readonly signal?: AbortSignal;
  /** Called after every fit. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called with the first fold's features before anything is fitted on them. */
  readonly onFold?: (fold: JudgedFold) => Promise<void>;
  /** Called with every model of the first draw once it has predicted its held-out rows. */
  readonly onModel?: (found: JudgedModel) => Promise<void>;
}

/** A model of one fold beside what it was judged on. */
export interface JudgedModel {
  readonly fitted: FittedHonest;
  readonly features: FoldFeatures;
  /** Popularity of the held-out rows, in points. */
  readonly actual: Float64Array;
}

/** One fold, with rows as row numbers of the tracks. */
export interface JudgedFold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  readonly features: FoldFeatures;
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

interface Gathered {
  readonly baseline: boolean;
  readonly folds: FoldFigures[];
  readonly predicted: Float64Array[];
}

/**
 * Judges every model of a plan on the same folds, with the same features.
 * @throws LearnError `split-folds` when there are fewer groups than folds
 */
export async function judge(data: HonestData, plan: HonestPlan, run: HonestRun = {}): Promise<OutOfFold[]> {
  const { tracks, fixed } = data;
  const { protocol, folds, judged, repeats, seed } = plan;
  const unit = data.units[plan.unit];
  const { target } = unit;
  const groups = encoderGroups(tracks, protocol);
  const found = new Map<HonestModel | BaselineName, Gathered>();
  const held: Uint32Array[] = [];
  const histories: Float64Array[] = [];
  const total = plan.models.length * judged * repeats;
  let done = 0;
  for (let repeat = 0; repeat < repeats; repeat++) {
    const division = protocolPlan(tracks, unit, protocol, folds, seed + repeat);
    for (let fold = 0; fold < judged; fold++) {
      run.signal?.throwIfAborted();
      const { train, test } = rowsOf(unit, division.folds[fold]!);
      const features = foldFeatures(tracks, fixed, protocol.families, target, groups, train, test);
      if (repeat === 0 && fold === 0) await run.onFold?.({ train, test, features });
      const actual = pick(target, test);
      const learned = pick(target, train);
      if (repeat === 0) {
        held.push(test);
        histories.push(artistTracks(data, train, test));
      }
      const keep = (
        name: HonestModel | BaselineName,
        isBaseline: boolean,
        predicted: Float64Array,
        fitSeconds: number,
        predictSeconds: number,
      ) => {
        const gathered = found.get(name) ?? { baseline: isBaseline, folds: [], predicted: [] };
        found.set(name, gathered);
        const sizes = { repeat, fold, trainRows: train.length, fitSeconds, predictSeconds };
        gathered.folds.push({ ...sizes, ...metrics(actual, predicted) });
        if (repeat === 0) gathered.predicted.push(predicted);
      };
      for (const name of plan.baselines) {
        const started = performance.now();
        keep(name, true, baseline(name, tracks, target, train, test), 0, since(started));
      }
      for (const settings of plan.models) {
        const started = performance.now();
        const model = await fitHonest(settings, features.train, learned, around(run));
        const fitSeconds = since(started);
        const fitted = performance.now();
        const predicted = predictHonest(model, features.test);
        keep(settings.model, false, predicted, fitSeconds, since(fitted));
        if (repeat === 0) await run.onModel?.({ fitted: model, features, actual });
        done++;
        run.onProgress?.(done, total);
      }
    }
  }
  const rows = joined(held, Uint32Array);
  const fold = joined(
    held.map((part, i) => new Uint8Array(part.length).fill(i)),
    Uint8Array,
  );
  const history = joined(histories, Float64Array);
  return [...found].map(([model, gathered]) => ({
    model,
    baseline: gathered.baseline,
    folds: gathered.folds,
    rows,
    actual: pick(target, rows),
    predicted: joined(gathered.predicted, Float64Array),
    fold,
    history,
  }));
}

/** Row numbers of the tracks, from positions in the unit. */
export function rowsOf(
  unit: UnitRows,
  fold: { readonly train: Uint32Array; readonly test: Uint32Array },
): { train: Uint32Array; test: Uint32Array } {
  const at = (positions: Uint32Array) => Uint32Array.from(positions, (i) => unit.rows[i]!);
  return { train: at(fold.train), test: at(fold.test) };
}

function artistTracks({ tracks }: HonestData, train: Uint32Array, test: Uint32Array): Float64Array {
  const { codes, size } = tracks.primary;
  const counts = new Float64Array(size);
  for (const row of train) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return Float64Array.from(test, (row) => (codes[row]! < 0 ? 0 : counts[codes[row]!]!));
}

function around({ pool, signal }: HonestRun) {
  return { ...(pool ? { pool } : {}), ...(signal ? { signal } : {}) };
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
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
