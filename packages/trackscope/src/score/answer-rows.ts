import type { TrackInput } from './contract.js';
import { type FeatureMaker, featuresOf } from './prepared-track.js';
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

/** Scores tracks block by block. */
export function answerRows(
  maker: FeatureMaker,
  voices: readonly Voice[],
  inputs: readonly TrackInput[],
  bar: number | undefined,
): ScoredRows[] {
  const count = inputs.length;
  const column = () => new Float64Array(count);
  const out = voices.map(({ summary }) => ({
    model: summary.model,
    predicted: column(),
    low: column(),
    high: column(),
    chance: column(),
  }));
  for (let from = 0; from < count; from += BLOCK) {
    const { features, genres } = featuresOf(maker, inputs.slice(from, from + BLOCK));
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
