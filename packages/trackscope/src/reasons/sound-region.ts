import type { UsualRange } from '@trackscope/catalogue';
import { placed, type SoundSpace, type Sounds, squaredDistance } from './sound-space.js';

/** Where the sound of a group of tracks lies: feature by feature, and all together. */
export interface SoundRegion {
  /** A genre, or what stands for all tracks. */
  readonly name: string;
  readonly tracks: number;
  /** By axis of the space. */
  readonly usual: readonly UsualRange[];
  /** By axis: where 98 % of the group lie. */
  readonly seen: readonly { readonly low: number; readonly high: number }[];
  /** Rows that stand for the group, at most {@link MOST_MEMBERS}, evenly taken. */
  readonly members: Uint32Array;
  /** How far 99 of 100 of the members are from their {@link NEIGHBOURS}th nearest, in standard deviations. */
  readonly rarityLimit: number;
}

const MOST_MEMBERS = 1000;
/** A place with this many tracks near it is not a stray one. */
const NEIGHBOURS = 5;

/** Fewest tracks from which a range can be told. */
export const LEAST_TRACKS = 20;

/** The region of some tracks; null when they are fewer than {@link LEAST_TRACKS}. */
export function soundRegion(
  tracks: Sounds,
  space: SoundSpace,
  name: string,
  rows: Uint32Array,
): SoundRegion | null {
  if (rows.length < LEAST_TRACKS || space.axes.length === 0) return null;
  const sorted = space.axes.map((axis) =>
    Float64Array.from(rows, (row) => tracks.audio[axis]![row]!)
      .filter((value) => !Number.isNaN(value))
      .sort(),
  );
  const usual = sorted.map((values) => ({
    low: quantile(values, 0.05),
    lowerQuarter: quantile(values, 0.25),
    median: quantile(values, 0.5),
    upperQuarter: quantile(values, 0.75),
    high: quantile(values, 0.95),
  }));
  const seen = sorted.map((values) => ({ low: quantile(values, 0.01), high: quantile(values, 0.99) }));
  const members = evenly(rows, MOST_MEMBERS);
  const width = space.axes.length;
  const distances = Float64Array.from(members, (row) =>
    neighbourDistance(space, members, space.values.subarray(row * width, (row + 1) * width), row),
  ).sort();
  return { name, tracks: rows.length, usual, seen, members, rarityLimit: quantile(distances, 0.99) };
}

/** How far a sound is from its fifth nearest track of the region, in standard deviations: large for odd combinations. */
export function rarity(
  space: SoundSpace,
  region: SoundRegion,
  sound: ArrayLike<number>,
  except = -1,
): number {
  return neighbourDistance(space, region.members, placed(space, sound), except);
}

/** Evenly taken values of a longer list, its first and last among them. */
export function evenly(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return Uint32Array.from(
    { length: most },
    (_, i) => rows[Math.round((i * (rows.length - 1)) / (most - 1))]!,
  );
}

/** Linear interpolation between order statistics; NaN of nothing. */
export function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

function neighbourDistance(
  space: SoundSpace,
  members: Uint32Array,
  point: Float32Array,
  except: number,
): number {
  const nearest = new Float64Array(NEIGHBOURS).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < members.length; i++) {
    if (members[i] === except) continue;
    const squared = squaredDistance(space, point, members[i]!);
    if (squared >= nearest[NEIGHBOURS - 1]!) continue;
    let place = NEIGHBOURS - 1;
    for (; place > 0 && nearest[place - 1]! > squared; place--) nearest[place] = nearest[place - 1]!;
    nearest[place] = squared;
  }
  return Math.sqrt(nearest[NEIGHBOURS - 1]!);
}
