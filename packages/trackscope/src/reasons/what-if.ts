import { columnSpec, soundValue } from '@trackscope/catalogue';
import { rarity, type SoundRegion } from './sound-region.js';
import type { SoundSpace } from './sound-space.js';

/** Predictions for sounds, everything else about the track as it is: axis values in, points out. */
export type SoundPredictor = (sounds: readonly Float64Array[]) => ArrayLike<number>;

/** What the model says of a changed sound. */
export interface WhatIf {
  readonly prediction: number;
  /** Against the track as it is, in points. */
  readonly change: number;
  /** Where the catalogue has seen nothing like it, and the model guesses. */
  readonly warnings: readonly string[];
}

/**
 * Predicts a changed sound.
 *
 * @param changes new values by audio feature; each must be an axis of the space
 * @throws RangeError for a feature that is none
 */
export function whatIf(
  predict: SoundPredictor,
  space: SoundSpace,
  region: SoundRegion | null,
  current: Float64Array,
  changes: Readonly<Record<string, number>>,
): WhatIf {
  const sound = current.slice();
  for (const [name, value] of Object.entries(changes)) {
    const axis = space.axes.indexOf(name);
    if (axis < 0 || !Number.isFinite(value)) {
      throw new RangeError(
        `cannot set ${name} to ${value}; expected a number for one of ${space.axes.join(', ')}`,
      );
    }
    sound[axis] = value;
  }
  const predicted = predict([current, sound]);
  return {
    prediction: predicted[1]!,
    change: predicted[1]! - predicted[0]!,
    warnings: region ? outside(space, region, current, sound) : ['nothing is known of what is usual here'],
  };
}

/** What is unlike the region in a changed sound; what the track has of itself is not held against it. */
function outside(
  space: SoundSpace,
  region: SoundRegion,
  current: Float64Array,
  sound: Float64Array,
): string[] {
  const warnings = space.axes.flatMap((name, axis) => {
    const { low, high } = region.seen[axis]!;
    const value = sound[axis]!;
    if (value === current[axis] || !(value < low || value > high)) return [];
    const range = `${soundValue(name, low)} to ${soundValue(name, high)}`;
    return [
      `${columnSpec(name).title.toLowerCase()} ${soundValue(name, value)} is outside of what 98 % of ${region.name} has (${range})`,
    ];
  });
  const found = rarity(space, region, sound);
  if (warnings.length === 0 && found > Math.max(region.rarityLimit, rarity(space, region, current))) {
    warnings.push(
      `each value is usual for ${region.name}, all together are not: the nearest tracks are ` +
        `${found.toFixed(1)} standard deviations away, against ${region.rarityLimit.toFixed(1)} for 99 % of ${region.name}`,
    );
  }
  return warnings;
}
