import { type FeatureMaker, featuresOf } from './prepared-track.js';
import type { ScoredTracks } from './scored-tracks.js';
import type { Voice } from './voice.js';

/** What one model says of many tracks, one entry a track. */
export interface ScoredRows {
  readonly model: string;
  /** Points. */
  readonly predicted: Float64Array;
  /** 90 % interval. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Of reaching the bar, 0 to 1. */
  readonly chance: Float64Array;
}

/** Tracks whose features are made at once: enough to be fast, few enough to stay in the cache. */
const BLOCK = 4096;

/**
 * Scores tracks block by block.
 *
 * @param block gives tracks from one row up to another
 */
export function answerRows(
  maker: FeatureMaker,
  voices: readonly Voice[],
  count: number,
  block: (from: number, to: number) => ScoredTracks,
  bar: number | undefined,
): ScoredRows[] {
  const column = () => new Float64Array(count);
  const out = voices.map(({ summary }) => ({
    model: summary.model,
    predicted: column(),
    low: column(),
    high: column(),
    chance: column(),
  }));
  for (let from = 0; from < count; from += BLOCK) {
    const { features, genres } = featuresOf(maker, block(from, Math.min(count, from + BLOCK)));
    voices.forEach((voice, v) => {
      const predicted = voice.many(features);
      const { low, high } = voice.intervals(predicted, genres);
      const rows = out[v]!;
      rows.predicted.set(predicted, from);
      rows.low.set(low, from);
      rows.high.set(high, from);
      rows.chance.set(voice.chances.ofAll(predicted, bar ?? voice.bar), from);
    });
  }
  return out;
}
