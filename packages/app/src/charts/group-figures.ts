import type { GroupProfile, Profile } from '@trackscope/catalogue';
import { columnWords, fixed, percent } from 'trackscope/figures';

/** What one group is like in one respect, with how sure that is. */
export interface GroupFigure {
  readonly name: string;
  readonly macro: string;
  /** Tracks of the group, and those with a value. */
  readonly tracks: number;
  readonly n: number;
  /** Mean, or share where the feature is a yes or no, with its 95 % interval. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Null where the values are yes or no. */
  readonly box: {
    readonly min: number;
    readonly q1: number;
    readonly median: number;
    readonly q3: number;
    readonly max: number;
  } | null;
  /** Sample standard deviation; null where it is not known. */
  readonly sd: number | null;
}

/** Groups with fewer tracks are marked: their figures are hardly more than a hint. */
export const FEW_TRACKS = 100;

/** Shares of tracks at the ends of the scale, beside the features of the profile. */
const SHARES = ['share70', 'shareZero'] as const;
const SHARE_TITLES: Readonly<Record<string, string>> = {
  share70: 'Share of tracks at 70 and over',
  shareZero: 'Share of tracks at zero',
};
/** Yes or no: quartiles of them say nothing. */
const BINARY: ReadonlySet<string> = new Set(['explicit', 'mode', ...SHARES]);
/** Keys go round: B is next to C, and a mean of them is none. */
const LEFT_OUT: ReadonlySet<string> = new Set(['key']);

export function isShare(feature: string): boolean {
  return BINARY.has(feature);
}

/** Every feature by which groups can be compared, popularity first. */
export function featuresOf({
  genres,
  macroGenres,
}: Pick<Profile, 'genres' | 'macroGenres'>): readonly string[] {
  const groups = [...genres, ...macroGenres];
  const names = new Set(groups.flatMap((group) => Object.keys(group.features)));
  const shares = SHARES.filter((share) => groups.some((group) => group[share] !== null));
  const own = [...names].filter((name) => !LEFT_OUT.has(name));
  const rest = own.filter((name) => name !== 'popularity');
  return own.includes('popularity') ? ['popularity', ...shares, ...rest] : rest;
}

export function featureTitle(feature: string): string {
  if (feature === 'mode') return 'Share in a major key';
  if (feature === 'explicit') return 'Share of explicit tracks';
  return SHARE_TITLES[feature] ?? columnWords.axisTitle(feature);
}

/** A value of a feature in words, with decimals that suit a mean. */
export function featureValue(feature: string, value: number): string {
  if (isShare(feature)) return percent(value, 1);
  return fixed(value, Math.max(1, columnWords.decimals(feature)));
}

/** One group in one respect; null where it has no value at all. */
export function figureOf(group: GroupProfile, feature: string): GroupFigure | null {
  const { name, macro, tracks } = group;
  if (feature === 'share70' || feature === 'shareZero') {
    const share = group[feature];
    if (!share) return null;
    const { value, low, high, n } = share;
    return { name, macro, tracks, n, mean: value, low, high, box: null, sd: null };
  }
  const own = group.features[feature];
  if (!own || !(own.mean.n > 0)) return null;
  const { min, q1, median, q3, max, mean, sd = null } = own;
  return {
    name,
    macro,
    tracks,
    n: mean.n,
    mean: mean.value,
    low: mean.low,
    high: mean.high,
    box: isShare(feature) ? null : { min, q1, median, q3, max },
    sd,
  };
}

/** What a list of groups can be put in order by. */
export const SORTS = ['median', 'mean', 'q1', 'q3', 'min', 'max', 'iqr', 'sd', 'tracks', 'name'] as const;
export type Sort = (typeof SORTS)[number];

export const SORT_TITLES: Readonly<Record<Sort, string>> = {
  median: 'Median',
  mean: 'Mean',
  q1: 'First quartile',
  q3: 'Third quartile',
  min: 'Least',
  max: 'Most',
  iqr: 'Width of the middle half',
  sd: 'Standard deviation',
  tracks: 'Number of tracks',
  name: 'Name',
};

/** The number that a group is put in order by; where it has none, the mean. */
export function sortNumber(figure: GroupFigure, sort: Exclude<Sort, 'name'>): number {
  const { box } = figure;
  if (sort === 'tracks') return figure.tracks;
  if (sort === 'sd') return figure.sd ?? figure.mean;
  if (sort === 'mean' || !box) return figure.mean;
  return sort === 'iqr' ? box.q3 - box.q1 : box[sort];
}

export function sorted(
  figures: readonly GroupFigure[],
  sort: Sort,
  descending: boolean,
): readonly GroupFigure[] {
  const sign = descending ? -1 : 1;
  const byName = (a: GroupFigure, b: GroupFigure) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  if (sort === 'name') return [...figures].sort((a, b) => sign * byName(a, b));
  return [...figures].sort((a, b) => sign * (sortNumber(a, sort) - sortNumber(b, sort)) || byName(a, b));
}

/**
 * Where the picture begins and ends: every quartile, mean and interval is in it; single tracks further out than one and a
 * half times a group's middle half are not, or a few would squeeze all others.
 */
export function extentOf(figures: readonly GroupFigure[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { box, low: from, high: to } of figures) {
    const reach = box ? 1.5 * (box.q3 - box.q1) : 0;
    low = Math.min(low, from, box ? Math.max(box.min, box.q1 - reach) : from);
    high = Math.max(high, to, box ? Math.min(box.max, box.q3 + reach) : to);
  }
  if (!(low < high)) return Number.isFinite(low) ? [low - 0.5, low + 0.5] : [0, 1];
  return [low, high];
}
