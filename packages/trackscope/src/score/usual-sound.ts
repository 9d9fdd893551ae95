import type { Histogram, Profile, Quartiles, UsualRange } from '@trackscope/catalogue';

/** How a sound feature is spread over some tracks. */
export interface FeatureSpread {
  /** Least and greatest value. */
  readonly min: number;
  readonly max: number;
  readonly tracks: number;
  /** Share of the tracks at or below a value. */
  below(value: number): number;
  /** The value that a share of the tracks does not exceed. */
  quantile(share: number): number;
  readonly usual: UsualRange;
  /** All values are whole numbers: flags, keys, beats. */
  readonly whole: boolean;
}

/** What a catalogue's profile says of its sounds. */
export interface UsualSound {
  /** Of the whole catalogue; null for a feature that it lacks. */
  overall(column: string): FeatureSpread | null;
  /** Of a genre with enough tracks; null for others. */
  ofGenre(genre: string, column: string): FeatureSpread | null;
}

/** Genres with fewer tracks say too little of what is usual. */
const LEAST_TRACKS = 20;
/** Straight lines in each quarter of a genre. */
const PIECES = 16;

/** Nothing is known of what is usual. */
export const UNKNOWN_SOUND: UsualSound = { overall: () => null, ofGenre: () => null };

/**
 * Reads spreads from a profile. That of a genre is estimated: of all distributions with the genre's five-number summary it is
 * the one nearest to the catalogue's, which within each quarter of the genre lie as the catalogue's tracks do.
 */
export function usualSound(profile: Pick<Profile, 'columns' | 'genres'>): UsualSound {
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const genres = new Map(profile.genres.map((genre) => [genre.name, genre]));
  const kept = new Map<string, FeatureSpread | null>();
  function keep(key: string, made: () => FeatureSpread | null): FeatureSpread | null {
    const found = kept.get(key);
    if (found !== undefined) return found;
    const spread = made();
    kept.set(key, spread);
    return spread;
  }
  function overall(name: string): FeatureSpread | null {
    return keep(name, () => {
      const column = columns.get(name);
      if (!column || column.count === 0) return null;
      const { min, max, count, histogram } = column;
      return isWhole(histogram, min, max)
        ? spreadOfSteps(wholeSteps(histogram, min, max), count, true)
        : spreadOfSteps(histogramSteps(histogram, min, max), count, false);
    });
  }
  function ofGenre(genre: string, name: string): FeatureSpread | null {
    return keep(`${genre}\u001f${name}`, () => {
      const tracks = genres.get(genre)?.tracks ?? 0;
      const feature = genres.get(genre)?.features[name];
      const whole = overall(name);
      if (!feature || !whole || tracks < LEAST_TRACKS) return null;
      if (!whole.whole) return spreadOfSteps(quarterSteps(whole, feature), tracks, false);
      // Five numbers do not tell how often each key occurs; of a flag, the mean says all.
      return whole.min >= 0 && whole.max <= 1 ? flagSpread(feature.mean.value, tracks) : null;
    });
  }
  return { overall, ofGenre };
}

/** A distribution function: from one value to the next it rises on a straight line; a jump is a value that stands twice. */
interface Steps {
  readonly values: readonly number[];
  /** Share of the tracks at or below each value, 0 to 1. */
  readonly shares: readonly number[];
}

function spreadOfSteps({ values, shares }: Steps, tracks: number, whole: boolean): FeatureSpread {
  function below(value: number): number {
    let after = values.length;
    while (after > 0 && values[after - 1]! > value) after--;
    if (after === 0) return 0;
    if (after === values.length) return 1;
    const [from, to] = [values[after - 1]!, values[after]!];
    const along = whole ? 0 : (value - from) / (to - from);
    return shares[after - 1]! + along * (shares[after]! - shares[after - 1]!);
  }
  function quantile(share: number): number {
    const after = shares.findIndex((own) => own >= share);
    if (after <= 0) return values[Math.max(0, after)]!;
    const [from, to] = [shares[after - 1]!, shares[after]!];
    if (whole || !(to > from)) return values[after]!;
    return values[after - 1]! + ((share - from) / (to - from)) * (values[after]! - values[after - 1]!);
  }
  const usual: UsualRange = {
    low: quantile(0.05),
    lowerQuarter: quantile(0.25),
    median: quantile(0.5),
    upperQuarter: quantile(0.75),
    high: quantile(0.95),
  };
  return { min: values[0]!, max: values.at(-1)!, tracks, below, quantile, usual, whole };
}

function flagSpread(mean: number, tracks: number): FeatureSpread {
  return spreadOfSteps({ values: [0, 1], shares: [1 - mean, 1] }, tracks, true);
}

function isWhole({ start, step }: Histogram, min: number, max: number): boolean {
  return step === 1 && [start, min, max].every(Number.isInteger);
}

function wholeSteps({ start, counts }: Histogram, min: number, max: number): Steps {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const values: number[] = [];
  const shares: number[] = [];
  let seen = 0;
  counts.forEach((n, i) => {
    seen += n;
    if (start + i < min || start + i > max) return;
    values.push(start + i);
    shares.push(seen / total);
  });
  return { values, shares };
}

function histogramSteps(
  { start, step, counts, below = 0, above = 0 }: Histogram,
  min: number,
  max: number,
): Steps {
  const total = counts.reduce((sum, n) => sum + n, 0);
  const end = start + step * counts.length;
  const values = [below > 0 ? min : Math.max(min, start)];
  const shares = [0];
  let seen = 0;
  const add = (value: number, n: number) => {
    seen += n;
    values.push(value);
    shares.push(seen / total);
  };
  if (below > 0) add(start, below);
  counts.forEach((n, i) => {
    const outer = (i === 0 ? below : 0) + (i === counts.length - 1 ? above : 0);
    const edge = start + step * (i + 1);
    if (edge > values.at(-1)!) add(above > 0 ? edge : Math.min(edge, max), n - outer);
    else seen += n - outer;
  });
  if (above > 0) add(Math.max(end, max), above);
  return { values, shares };
}

/** Within each quarter of a group its tracks lie as those of the whole catalogue do. */
function quarterSteps(whole: FeatureSpread, { min, q1, median, q3, max }: Quartiles): Steps {
  const knots = [min, q1, median, q3, max];
  const values = [min];
  const shares = [0];
  for (let quarter = 0; quarter < 4; quarter++) {
    const [from, to] = [knots[quarter]!, knots[quarter + 1]!];
    const [first, last] = [whole.below(from), whole.below(to)];
    for (let i = 1; i <= PIECES; i++) {
      const value = from + (i / PIECES) * (to - from);
      const share = last > first ? (whole.below(value) - first) / (last - first) : i / PIECES;
      values.push(value);
      shares.push((quarter + share) / 4);
    }
  }
  return { values, shares };
}
