import type { Latent } from './latent.js';
import { normalCdf, type Random } from './random.js';
import { type DemoStatistics, quantileAt, quantileOverDecades } from './statistics.js';
import type { World } from './world.js';

/** The audio features of every recording, in the published file's units. */
export interface Sound {
  readonly duration_ms: Int32Array;
  readonly explicit: Uint8Array;
  readonly danceability: Float64Array;
  readonly energy: Float64Array;
  readonly key: Uint8Array;
  readonly loudness: Float64Array;
  readonly mode: Uint8Array;
  readonly speechiness: Float64Array;
  readonly acousticness: Float64Array;
  readonly instrumentalness: Float64Array;
  readonly liveness: Float64Array;
  readonly valence: Float64Array;
  readonly tempo: Float64Array;
  readonly time_signature: Uint8Array;
}

/** Turns latent values into features through the quantiles of each recording's genre. */
export function makeSound(world: World, statistics: DemoStatistics, latent: Latent, random: Random): Sound {
  const { genre } = world.recordings;
  const count = genre.length;
  const decimals = () => new Float64Array(count);
  const sound: Sound = {
    duration_ms: new Int32Array(count),
    explicit: new Uint8Array(count),
    danceability: decimals(),
    energy: decimals(),
    key: new Uint8Array(count),
    loudness: decimals(),
    mode: new Uint8Array(count),
    speechiness: decimals(),
    acousticness: decimals(),
    instrumentalness: decimals(),
    liveness: decimals(),
    valence: decimals(),
    tempo: decimals(),
    time_signature: new Uint8Array(count),
  };
  const { knots, units, features } = statistics;
  const overDecades = features.map((f) => f === 'instrumentalness' || f === 'duration_ms');
  const afterFeatures = features.length + 1;
  const values = new Float64Array(features.length);
  const shifts = fillerShifts(world, statistics);
  for (let r = 0; r < count; r++) {
    const g = genre[r]!;
    const from = r * latent.width;
    const quantiles = statistics.quantiles[g]!;
    const shift = shifts[g]![world.recordings.filler[r]!];
    for (let f = 0; f < features.length; f++) {
      const u = normalCdf(latent.recordings[from + 1 + f]! + (shift?.[f] ?? 0));
      const quantile = overDecades[f] ? quantileOverDecades : quantileAt;
      values[f] = quantile(knots, quantiles, f * knots.length, u) * units[f]!;
    }
    sound.duration_ms[r] = Math.round(values[0]! * 60000);
    sound.danceability[r] = significant(values[1]!);
    sound.energy[r] = significant(values[2]!);
    sound.loudness[r] = Math.round(values[3]! * 1000) / 1000;
    sound.speechiness[r] = significant(values[4]!);
    sound.acousticness[r] = significant(values[5]!);
    sound.instrumentalness[r] = significant(values[6]!);
    sound.liveness[r] = significant(values[7]!);
    sound.valence[r] = significant(values[8]!);
    sound.tempo[r] = Math.round(values[9]! * 1000) / 1000;
    sound.explicit[r] =
      normalCdf(latent.recordings[from + afterFeatures]!) > 1 - statistics.explicit[g]! ? 1 : 0;
    const major = normalCdf(latent.recordings[from + afterFeatures + 1]!) > 1 - statistics.major[g]! ? 1 : 0;
    sound.mode[r] = major;
    sound.key[r] = drawKey(statistics.keys[major]!, random);
    const [one, three, five] = statistics.metre[g] as [number, number, number];
    const bar = normalCdf(latent.recordings[from + afterFeatures + 2]!);
    sound.time_signature[r] = bar < one ? 1 : bar < one + three ? 3 : bar > 1 - five ? 5 : 4;
    if (random.chance(statistics.silent[g]!)) silence(sound, r);
  }
  return sound;
}

/** By genre, what regular recordings and those of fillers add to their scores; together they leave the mean alone. */
function fillerShifts(world: World, statistics: DemoStatistics): number[][][] {
  const { genre, filler } = world.recordings;
  const all = new Int32Array(statistics.genres.length);
  const fillers = new Int32Array(statistics.genres.length);
  for (let r = 0; r < genre.length; r++) {
    all[genre[r]!]!++;
    fillers[genre[r]!]! += filler[r]!;
  }
  return statistics.fillerShift.map((shift, g) => {
    const share = all[g]! > 0 ? fillers[g]! / all[g]! : 0;
    return [shift.map((s) => -s * share), shift.map((s) => s * (1 - share))];
  });
}

/** What a failed analysis leaves behind. */
function silence(sound: Sound, r: number): void {
  for (const column of ['danceability', 'speechiness', 'valence', 'tempo', 'time_signature'] as const) {
    sound[column][r] = 0;
  }
}

function drawKey(weights: readonly number[], random: Random): number {
  let sum = 0;
  for (const w of weights) sum += w;
  let at = random.next() * sum;
  let key = 0;
  while (key < 11 && at >= weights[key]!) at -= weights[key++]!;
  return key;
}

/** Three significant digits, as the published shares have; below a millionth, zero. */
function significant(x: number): number {
  if (!(x >= 1e-6)) return 0;
  if (x >= 0.1) return Math.round(Math.min(x, 1) * 1e3) / 1e3;
  let scale = 1e4;
  while (x * scale < 99.95) scale *= 10;
  return Math.round(x * scale) / scale;
}
