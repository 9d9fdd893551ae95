import type { TrackRows } from '@trackscope/catalogue';
import {
  brier,
  calibrationCurve,
  classReport,
  coverage,
  hitsOf,
  type Intervals,
  rankingFigures,
} from '@trackscope/learn';
import { pick } from '../modelling/fit.js';
import type { ClassesEntry, EvaluationEntry } from '../workspace/format.js';
import { calibrate, DEFAULT_BAR, intervalsOf, type UnseenRows, unseenRows } from './calibration.js';
import { bandName, groupFigures, historyName } from './groups.js';
import type { OutOfFold } from './judge.js';
import type { HonestPlan } from './plan.js';

/** Classes of popularity as the published project suggests them: 0–40, 41–70, 71–100. */
const CLASSES = { names: ['low', 'medium', 'high'], cuts: [40, 70] };

/** The figures of one model, from its predictions of rows that it had not seen. */
export function entryOf(
  tracks: TrackRows,
  plan: HonestPlan,
  found: OutOfFold,
  bar = DEFAULT_BAR,
): EvaluationEntry {
  const { folds } = found;
  const mean = (of: (fold: OutOfFold['folds'][number]) => number) =>
    folds.reduce((sum, fold) => sum + of(fold), 0) / folds.length;
  const r2 = mean((fold) => fold.r2);
  return {
    protocol: plan.protocol.name,
    unit: plan.unit,
    model: found.model,
    rows: found.rows.length,
    trainRows: Math.round(mean((fold) => fold.trainRows)),
    folds: plan.judged,
    repeats: plan.repeats,
    mae: mean((fold) => fold.mae),
    rmse: mean((fold) => fold.rmse),
    r2,
    r2Sd:
      folds.length > 1
        ? Math.sqrt(folds.reduce((sum, fold) => sum + (fold.r2 - r2) ** 2, 0) / (folds.length - 1))
        : null,
    fitSeconds: mean((fold) => fold.fitSeconds),
    predictSeconds: mean((fold) => fold.predictSeconds),
    ...(found.baseline ? { baseline: true } : {}),
    ...(plan.quick ? { quick: true } : {}),
    ...ranking(found, bar),
    classes: classesOf(found),
    ...(found.baseline ? {} : intervalFigures(tracks, plan, found, bar)),
  };
}

function classesOf({ actual, predicted }: OutOfFold): ClassesEntry {
  // Predictions are whole points here, as popularity is: 40.4 is 40, which is low.
  const { confusion, accuracy, macroF1, baseline } = classReport(actual, predicted.map(Math.round), CLASSES);
  return { ...CLASSES, confusion, accuracy, macroF1, commonest: baseline.accuracy };
}

function ranking(found: OutOfFold, bar: number): Partial<EvaluationEntry> {
  const parts = foldsOf(found.fold);
  const figures = parts.map((rows) =>
    rankingFigures(pick(found.actual, rows), pick(found.predicted, rows), { bar }),
  );
  const mean = (values: readonly number[]) => {
    return values.every(Number.isFinite) ? values.reduce((sum, v) => sum + v, 0) / values.length : null;
  };
  const at = (k: number) =>
    mean(figures.map((f) => (f.rows < k ? Number.NaN : f.precision.find((p) => p.k === k)!.share)));
  return {
    bar,
    hitRate: mean(figures.map((f) => f.base)) ?? 0,
    spearman: mean(figures.map((f) => f.spearman)),
    precisionAt50: at(50),
    precisionAt100: at(100),
    precisionAt500: at(500),
    liftAt500: at(500) === null ? null : mean(figures.map((f) => f.precision.find((p) => p.k === 500)!.lift)),
    hitsInTop10: mean(figures.map((f) => f.found.find((s) => s.share === 0.1)!.found)),
  };
}

/** Intervals and chances for each fold, calibrated on the others; on the halves of it when there is but one. */
function intervalFigures(
  tracks: TrackRows,
  { protocol }: HonestPlan,
  found: OutOfFold,
  bar: number,
): Partial<EvaluationEntry> {
  const { actual, predicted, rows, history } = found;
  const unseen = unseenRows(tracks, protocol, found);
  const { genres } = unseen;
  const parts = foldsOf(found.fold.some((fold) => fold > 0) ? found.fold : halves(tracks, rows));
  if (parts.length < 2) return {};
  const intervals: Intervals = { low: new Float64Array(rows.length), high: new Float64Array(rows.length) };
  const chances = new Float64Array(rows.length);
  for (const part of parts) {
    const inside = new Uint8Array(rows.length);
    for (const i of part) inside[i] = 1;
    const others = Uint32Array.from(rows.keys()).filter((i) => inside[i] === 0);
    const of = (at: Uint32Array): UnseenRows => ({
      actual: pick(actual, at),
      predicted: pick(predicted, at),
      genres: Array.from(at, (i) => genres[i]!),
      clusters: Int32Array.from(at, (i) => unseen.clusters[i]!),
    });
    const calibration = calibrate(of(others), bar);
    const held = of(part);
    const made = intervalsOf(calibration, held.predicted, held.genres);
    const chance = calibration.bar.probability(held.predicted);
    part.forEach((i, at) => {
      intervals.low[i] = made.low[at]!;
      intervals.high[i] = made.high[at]!;
      chances[i] = chance[at]!;
    });
  }
  const hits = hitsOf(actual, bar);
  const whole = coverage(actual, intervals);
  const by = (groups: readonly string[]) => groupFigures(actual, predicted, intervals, groups);
  return {
    coverage90: whole.coverage,
    width90: whole.width,
    coverageBy: {
      genre: by(genres),
      band: by(Array.from(actual, bandName)),
      history: by(Array.from(history, historyName)),
    },
    brier: brier(hits, chances),
    calibration: calibrationCurve(hits, chances).map(({ mean, rows: size, share, low, high }) => {
      return { mean, rows: size, share, low, high };
    }),
  };
}

/** Positions of each fold. */
function foldsOf(fold: Uint8Array): Uint32Array[] {
  const positions = Uint32Array.from(fold.keys());
  return [...new Set(fold)].sort().map((f) => positions.filter((i) => fold[i] === f));
}

/** Two parts that never split an artist's works. */
function halves({ artistGroups }: TrackRows, rows: Uint32Array): Uint8Array {
  const side = new Map<number, number>();
  return Uint8Array.from(rows, (row) => {
    const group = artistGroups[row]!;
    const known = side.get(group) ?? side.size % 2;
    side.set(group, known);
    return known;
  });
}
