import {
  AUDIO_FEATURES,
  foldFeatures,
  protocolNamed,
  type TrackRows,
  trackRows,
} from '@trackscope/catalogue';
import { type BoostedModel, boosted, createRandom, type Table } from '@trackscope/learn';
import { type HonestData, honestData } from '../../src/honest/data.js';
import { type ExplainableTrees, explainBoosted } from '../../src/reasons/explainable.js';

/** Points that each thing is worth in a synthetic catalogue. */
export interface Effects {
  /** From energy 0 to energy 1. */
  readonly energy: number;
  /** From one genre to the next; there are four. */
  readonly genre: number;
  /** On a compilation of many artists. */
  readonly compilation: number;
}

export interface SyntheticOptions extends Partial<Effects> {
  readonly tracks?: number;
  /** Audio features that the catalogue lacks. */
  readonly without?: readonly string[];
}

/**
 * Tracks whose popularity is 40, plus so much for energy (straight), genre and compilation, plus noise of two points.
 * Nothing else matters. Each artist has six tracks and an album of its own; every third track is on one of ten
 * compilations instead.
 */
export function syntheticTracks(options: SyntheticOptions = {}): TrackRows {
  const { tracks: rows = 1800, energy = 20, genre = 5, compilation = -15, without = [] } = options;
  const random = createRandom(7);
  const audio = Object.fromEntries(
    AUDIO_FEATURES.map((name) => [name, Float64Array.from({ length: rows }, () => random.next())]),
  );
  for (let i = 0; i < rows; i++) {
    audio.loudness![i] = -20 + 15 * audio.loudness![i]!;
    audio.tempo![i] = 80 + 80 * audio.tempo![i]!;
    audio.duration_min![i] = 2 + 4 * audio.duration_min![i]!;
    audio.explicit![i] = Math.round(audio.explicit![i]!);
  }
  const texts = (of: (i: number) => string) => Array.from({ length: rows }, (_, i) => of(i));
  const artist = (i: number) => `artist ${Math.floor(i / 6)}`;
  const compiled = (i: number) => i % 3 === 0;
  const genreOf = (i: number) => Math.floor(i / 6) % 4;
  const popularity = Float64Array.from({ length: rows }, (_, i) => {
    const noise = 2 * (random.next() + random.next() + random.next() - 1.5);
    const sound = energy * (audio.energy![i]! - 0.5);
    return Math.max(
      0,
      Math.min(100, 40 + sound + genre * genreOf(i) + (compiled(i) ? compilation : 0) + noise),
    );
  });
  for (const name of without) audio[name]!.fill(Number.NaN);
  const album = (i: number) => (compiled(i) ? `Hits ${i % 10}` : `Album of ${artist(i)}`);
  return trackRows(rows, {
    ...audio,
    track: Float64Array.from({ length: rows }, (_, i) => i),
    popularity,
    recording: Float64Array.from({ length: rows }, (_, i) => i),
    song: Float64Array.from({ length: rows }, (_, i) => i),
    primary_artist: texts(artist),
    artists_key: texts(artist),
    performers: texts(artist),
    album: texts((i) => album(i).toLowerCase()),
    track_name: texts((i) => `Song ${i}`),
    album_name: texts(album),
    genres: texts((i) => `genre ${genreOf(i)}`),
  });
}

/** A model fitted on all tracks but every fifth, and those as held out. */
export interface Fitted {
  readonly data: HonestData;
  readonly boosted: BoostedModel;
  readonly model: ExplainableTrees;
  readonly held: Table;
  readonly target: Float64Array;
  readonly heldRows: Uint32Array;
}

export async function fitSynthetic(tracks: TrackRows, protocol: string): Promise<Fitted> {
  const data = honestData(tracks);
  const { families } = protocolNamed(protocol);
  const rows = data.units.recording.rows;
  const train = rows.filter((row) => row % 5 !== 2);
  const heldRows = rows.filter((row) => row % 5 === 2);
  const { target } = data.units.recording;
  const made = foldFeatures(tracks, data.fixed, families, target, tracks.works.codes, train, heldRows);
  const model = await boosted.fit(
    made.train,
    Float64Array.from(train, (row) => target[row]!),
    { nEstimators: 150, learningRate: 0.1, maxDepth: 4, minChildWeight: 10, seed: 0 },
  );
  return {
    data,
    boosted: model,
    model: explainBoosted(model, made.families),
    held: made.test,
    target: Float64Array.from(heldRows, (row) => target[row]!),
    heldRows,
  };
}

/** Every number in a document, however deep; what is not finite among them is a fault. */
export function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(numbersOf);
}
