/** The features that make up how a track sounds, and along which it may be changed; key, mode and metre are not lengths. */
export const SOUND_AXES = [
  'danceability',
  'energy',
  'loudness',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
  'duration_min',
] as const;

/** The sounds of tracks: column by column, NaN is missing. `TrackRows` have them, and so does what an app loads. */
export interface Sounds {
  readonly rows: number;
  readonly audio: Readonly<Record<string, ArrayLike<number>>>;
}

/** The sound of every track on axes of one scale: distances are in standard deviations of the catalogue. */
export interface SoundSpace {
  /** Audio features that the catalogue has, of {@link SOUND_AXES}. */
  readonly axes: readonly string[];
  readonly rows: number;
  /** Rows × axes; 0, the mean, where a value is missing. */
  readonly values: Float32Array;
  readonly centre: Float64Array;
  readonly scale: Float64Array;
}

/** The space of a catalogue. Durations are measured in ratios: a minute more is much for a short track. */
export function soundSpace(tracks: Sounds): SoundSpace {
  const axes = SOUND_AXES.filter((name) => hasValues(tracks.audio[name]));
  const { rows } = tracks;
  const width = axes.length;
  const values = new Float32Array(rows * width);
  const centre = new Float64Array(width);
  const scale = new Float64Array(width).fill(1);
  axes.forEach((name, axis) => {
    const column = tracks.audio[name]!;
    let known = 0;
    let mean = 0;
    let squares = 0;
    for (let row = 0; row < rows; row++) {
      const value = stretched(name, column[row]!);
      if (Number.isNaN(value)) continue;
      known++;
      const away = value - mean;
      mean += away / known;
      squares += away * (value - mean);
    }
    centre[axis] = mean;
    const sd = Math.sqrt(squares / Math.max(1, known));
    if (sd > 0) scale[axis] = sd;
    for (let row = 0; row < rows; row++) {
      const value = stretched(name, column[row]!);
      values[row * width + axis] = Number.isNaN(value) ? 0 : (value - mean) / scale[axis]!;
    }
  });
  return { axes, rows, values, centre, scale };
}

/** A sound given in the units of its features, placed in the space. NaN becomes the mean. */
export function placed(space: SoundSpace, sound: ArrayLike<number>): Float32Array {
  return Float32Array.from(space.axes, (name, axis) => {
    const value = stretched(name, sound[axis]!);
    return Number.isNaN(value) ? 0 : (value - space.centre[axis]!) / space.scale[axis]!;
  });
}

/** The sound of a track in the units of its features, by axis; NaN is missing. */
export function soundOf(tracks: Sounds, space: SoundSpace, row: number): Float64Array {
  return Float64Array.from(space.axes, (name) => tracks.audio[name]![row]!);
}

/** Squared distance between a point and a row of the space. */
export function squaredDistance(space: SoundSpace, point: Float32Array, row: number): number {
  const { values, axes } = space;
  const at = row * axes.length;
  let sum = 0;
  for (let axis = 0; axis < axes.length; axis++) {
    const away = values[at + axis]! - point[axis]!;
    sum += away * away;
  }
  return sum;
}

function stretched(name: string, value: number): number {
  return name === 'duration_min' ? Math.log(Math.max(value, 0.01)) : value;
}

function hasValues(column: ArrayLike<number> | undefined): boolean {
  if (!column) return false;
  for (let row = 0; row < column.length; row++) if (!Number.isNaN(column[row]!)) return true;
  return false;
}
