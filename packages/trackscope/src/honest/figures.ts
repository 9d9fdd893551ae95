import type { TrackRows } from '@trackscope/catalogue';
import {
  ascendingOrder,
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
import { bandsOf, groupFigures, historiesOf, type RowGroups } from './groups.js';
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
  // Whatever is asked of some rows takes them in this order, so that they need not be sorted again.
  const order = ascendingOrder(found.predicted);
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
    ...ranking(found, order, bar),
    classes: classesOf(found),
    ...(found.baseline ? {} : intervalFigures(tracks, plan, found, order, bar)),
  };
}

function classesOf({ actual, predicted }: OutOfFold): ClassesEntry {
  // Predictions are whole points here, as popularity is: 40.4 is 40, which is low.
  const { confusion, accuracy, macroF1, baseline } = classReport(actual, predicted.map(Math.round), CLASSES);
  return { ...CLASSES, confusion, accuracy, macroF1, commonest: baseline.accuracy };
}

function ranking(found: OutOfFold, order: Uint32Array, bar: number): Partial<EvaluationEntry> {
  const figures = foldsOf(found.fold, order).map((rows) =>
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
  order: Uint32Array,
  bar: number,
): Partial<EvaluationEntry> {
  const { actual, predicted, rows, history } = found;
  const fold = found.fold.some((of) => of > 0) ? found.fold : halves(tracks, rows);
  const parts = foldsOf(fold, order);
  if (parts.length < 2) return {};
  const unseen = unseenRows(tracks, protocol, found);
  const intervals: Intervals = { low: new Float64Array(rows.length), high: new Float64Array(rows.length) };
  const chances = new Float64Array(rows.length);
  for (const part of parts) {
    const calibration = calibrate(taken(unseen, without(order, fold, part)), bar);
    const held = taken(unseen, part);
    const made = intervalsOf(calibration, held.predicted, namesOf(held.genres));
    const chance = calibration.bar.probability(held.predicted);
    for (let at = 0; at < part.length; at++) {
      intervals.low[part[at]!] = made.low[at]!;
      intervals.high[part[at]!] = made.high[at]!;
      chances[part[at]!] = chance[at]!;
    }
  }
  const hits = hitsOf(actual, bar);
  const whole = coverage(actual, intervals);
  const by = (groups: RowGroups) => groupFigures(actual, predicted, intervals, groups);
  return {
    coverage90: whole.coverage,
    width90: whole.width,
    coverageBy: {
      genre: by(unseen.genres),
      band: by(bandsOf(actual)),
      history: by(historiesOf(history)),
    },
    brier: brier(hits, chances),
    calibration: calibrationCurve(hits, chances).map(({ mean, rows: size, share, low, high }) => {
      return { mean, rows: size, share, low, high };
    }),
  };
}

/** The rows at some positions. */
function taken({ actual, predicted, genres, clusters }: Required<UnseenRows>, at: Uint32Array) {
  return {
    actual: pick(actual, at),
    predicted: pick(predicted, at),
    genres: { levels: genres.levels, codes: codesAt(genres.codes, at) },
    clusters: codesAt(clusters, at),
  };
}

function codesAt(codes: Int32Array, at: Uint32Array): Int32Array {
  const out = new Int32Array(at.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[at[i]!]!;
  return out;
}

function namesOf({ levels, codes }: RowGroups): string[] {
  return Array.from(codes, (code) => levels[code]!);
}

/** The positions of each fold, in this order. */
function foldsOf(fold: Uint8Array, order: Uint32Array): Uint32Array[] {
  const sizes = new Uint32Array(256);
  for (let i = 0; i < fold.length; i++) sizes[fold[i]!]!++;
  const parts = Array.from(sizes, (size) => new Uint32Array(size));
  sizes.fill(0);
  for (let i = 0; i < order.length; i++) {
    const of = fold[order[i]!]!;
    parts[of]![sizes[of]!] = order[i]!;
    sizes[of]!++;
  }
  return parts.filter(({ length }) => length > 0);
}

/** The positions of all folds but one, in this order. */
function without(order: Uint32Array, fold: Uint8Array, part: Uint32Array): Uint32Array {
  const own = fold[part[0]!]!;
  const others = new Uint32Array(order.length - part.length);
  for (let i = 0, at = 0; at < others.length; i++) if (fold[order[i]!] !== own) others[at++] = order[i]!;
  return others;
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
