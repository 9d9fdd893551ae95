import { SOUND_AXES } from '../reasons/sound-space.js';
import type { Listings, NumberColumn } from './listings.js';

/** Tracks that sound alike. */
export interface Neighbours {
  /**
   * Exact: looks at every track. Nearest first, then in catalogue order; of every other recording or song only the nearest
   * release is named. Axes that the sound lacks do not count.
   * @param except a track whose own recording and song are left out; −1 for none
   */
  nearest(
    sound: Readonly<Record<string, number>>,
    count: number,
    except: number,
  ): { readonly track: number; readonly distance: number }[];
}

/** Standardised audio features by track: distances are in standard deviations of the catalogue's tracks. */
export function neighbours(listings: Listings): Neighbours {
  const axes = SOUND_AXES.flatMap((name) => {
    const column = listings.numbers.get(name);
    return column ? [axisOf(name, column, listings.firstListing)] : [];
  });
  const { tracks, recording, song } = listings;
  return {
    nearest(sound, count, except) {
      const used = axes.flatMap((axis) => {
        const value = sound[axis.name];
        if (value === undefined || !Number.isFinite(value)) return [];
        return [{ values: axis.values, point: (stretched(axis.name, value) - axis.mean) / axis.sd }];
      });
      const found: { track: number; squared: number }[] = [];
      if (used.length === 0) return [];
      const sameWork = (a: number, b: number) => recording[a] === recording[b] || song[a] === song[b];
      let limit = Number.POSITIVE_INFINITY;
      for (let track = 0; track < tracks; track++) {
        let squared = 0;
        for (let axis = 0; axis < used.length && squared < limit; axis++) {
          const { values, point } = used[axis]!;
          squared += (values[track]! - point) ** 2;
        }
        if (squared >= limit || (except >= 0 && sameWork(track, except))) continue;
        const twin = found.findIndex((known) => sameWork(known.track, track));
        if (twin >= 0) {
          if (found[twin]!.squared <= squared) continue;
          found.splice(twin, 1);
        }
        const place = found.findIndex((known) => known.squared > squared);
        found.splice(place < 0 ? found.length : place, 0, { track, squared });
        if (found.length > count) found.pop();
        if (found.length === count) limit = found[count - 1]!.squared;
      }
      return found.map(({ track, squared }) => ({ track, distance: Math.sqrt(squared) }));
    },
  };
}

interface Axis {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  /** By track; 0, the mean, where a value is missing. */
  readonly values: Float32Array;
}

function axisOf(name: string, { codes, values }: NumberColumn, first: Uint32Array): Axis {
  const of = Float64Array.from(values, (value) => stretched(name, value));
  let known = 0;
  let sum = 0;
  for (const row of first) {
    const code = codes[row]!;
    if (code === 0) continue;
    known++;
    sum += of[code - 1]!;
  }
  const mean = sum / Math.max(1, known);
  let squares = 0;
  for (const row of first) {
    const code = codes[row]!;
    if (code !== 0) squares += (of[code - 1]! - mean) ** 2;
  }
  const sd = Math.sqrt(squares / Math.max(1, known)) || 1;
  return {
    name,
    mean,
    sd,
    values: Float32Array.from(first, (row) => {
      const code = codes[row]!;
      return code === 0 ? 0 : (of[code - 1]! - mean) / sd;
    }),
  };
}

/** Durations are measured in ratios: a minute more is much for a short track. */
function stretched(name: string, value: number): number {
  return name === 'duration_min' ? Math.log(Math.max(value, 0.01)) : value;
}
