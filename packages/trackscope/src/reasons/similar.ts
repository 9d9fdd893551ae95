import type { TrackRows } from '@trackscope/catalogue';
import { type SoundSpace, squaredDistance } from './sound-space.js';

/** A track that sounds like another. */
export interface SimilarTrack {
  /** Row number of the tracks. */
  readonly row: number;
  /** In standard deviations of the catalogue, over all axes together. */
  readonly distance: number;
}

export interface SimilarOptions {
  /** How many, 1 or more. Default 5. */
  readonly count?: number;
  /** Rows to look among. Default: all. */
  readonly among?: Uint32Array;
  /** Rows to leave out beside the track's own work. */
  readonly except?: (row: number) => boolean;
}

/**
 * The tracks nearest in sound: exact, by looking at all of them, nearest first and then in catalogue order. Releases of the
 * track's own recording or song are left out, and of every other work only the nearest release is named.
 */
export function similarTracks(
  tracks: TrackRows,
  space: SoundSpace,
  row: number,
  options: SimilarOptions = {},
): SimilarTrack[] {
  const { count = 5, among, except } = options;
  const { codes } = tracks.works;
  const width = space.axes.length;
  if (width === 0) return [];
  const point = space.values.subarray(row * width, (row + 1) * width);
  const found: { row: number; squared: number }[] = [];
  const candidates = among?.length ?? tracks.rows;
  for (let i = 0; i < candidates; i++) {
    const other = among ? among[i]! : i;
    if (other === row || codes[other] === codes[row] || except?.(other)) continue;
    const squared = squaredDistance(space, point, other);
    if (found.length === count && squared >= found[count - 1]!.squared) continue;
    const twin = found.findIndex((known) => codes[known.row] === codes[other]);
    if (twin >= 0) {
      if (found[twin]!.squared <= squared) continue;
      found.splice(twin, 1);
    }
    const place = found.findIndex((known) => known.squared > squared);
    found.splice(place < 0 ? found.length : place, 0, { row: other, squared });
    if (found.length > count) found.pop();
  }
  return found.map(({ row: other, squared }) => ({ row: other, distance: Math.sqrt(squared) }));
}
