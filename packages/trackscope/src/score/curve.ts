import { AUDIO_FEATURES } from '@trackscope/catalogue';
import type { NumericColumn, Table } from '@trackscope/learn';
import { UserError } from '../errors/user-error.js';
import type { FeatureCurve } from './contract.js';
import type { PreparedTrack } from './prepared-track.js';
import type { FeatureSpread, UsualSound } from './usual-sound.js';
import type { Voice } from './voice.js';

/** Points of a curve, beside the one where the track is. */
const POINTS = 32;
/** A curve goes as far as all but one in two hundred tracks do, at each end. */
const END = 0.005;

/**
 * What a model says as one audio feature moves, all else as it is.
 * @throws UserError `bad-input` for a column that is no audio feature of the catalogue
 */
export function curveOf(
  track: PreparedTrack,
  column: string,
  voice: Voice,
  place: number | undefined,
  usual: UsualSound,
): FeatureCurve {
  const overall = usual.overall(column);
  if (place === undefined || !overall) {
    throw new UserError(
      'bad-input',
      `there is no curve of "${column}": the catalogue has no such audio feature`,
      `There are ${AUDIO_FEATURES.join(', ')}.`,
    );
  }
  const spread = (track.genre === '' ? null : usual.ofGenre(track.genre, column)) ?? overall;
  const values = gridOf(overall, track.row[place]!);
  const predicted = voice.many(repeated(track, values.length, new Map([[place, Float32Array.from(values)]])));
  const { low, high } = voice.intervals(
    predicted,
    values.map(() => track.genre),
  );
  const shares = densities(spread, values);
  return {
    column,
    model: voice.summary.model,
    points: values.map((value, i) => ({
      value,
      prediction: predicted[i]!,
      low: low[i]!,
      high: high[i]!,
      density: shares[i]!,
    })),
  };
}

/** Evenly over what the catalogue has, or every value of whole numbers; where the track is stands among them. */
function gridOf(spread: FeatureSpread, current: number): number[] {
  const values = new Set<number>();
  if (spread.whole) for (let value = spread.min; value <= spread.max; value++) values.add(value);
  else {
    const [from, to] = [spread.quantile(END), spread.quantile(1 - END)];
    for (let i = 0; i < POINTS; i++) values.add(from + (i / (POINTS - 1)) * (to - from));
  }
  if (!Number.isNaN(current)) values.add(current);
  return [...values].sort((a, b) => a - b);
}

/** The row of a track again and again, with values of their own in some places. */
export function repeated(
  { features }: PreparedTrack,
  rows: number,
  moved: ReadonlyMap<number, Float32Array>,
): Table {
  const columns = features().columns.map((column, place): NumericColumn => {
    if (column.kind !== 'numeric') throw new TypeError(`column ${column.name} is not numeric`);
    return { ...column, values: moved.get(place) ?? new Float32Array(rows).fill(column.values[0]!) };
  });
  return { rows, columns };
}

/** Share of the tracks nearest to each value; all of them together are 1. */
function densities({ below }: FeatureSpread, values: readonly number[]): number[] {
  let before = 0;
  return values.map((value, i) => {
    const next = values[i + 1];
    // A track as near to two values counts with the lower.
    const until = next === undefined ? 1 : below((value + next) / 2);
    const share = Math.max(0, until - before);
    before = until;
    return share;
  });
}
