import { distinctOfCode, rowsOfCode, valuesOfRows } from './codes.js';
import type { UnitName } from './protocol.js';
import type { TrackRows } from './track-rows.js';

/** The rows that are modelled, and what is to be predicted of each. */
export interface UnitRows {
  readonly unit: UnitName;
  /** Row numbers of {@link TrackRows} with a known popularity, rising. */
  readonly rows: Uint32Array;
  /** By row number of {@link TrackRows}: the popularity of the track, or of the best release of its recording. */
  readonly target: Float64Array;
}

/**
 * The rows of a unit. A recording stands for all its releases with the popularity of the best; which release lends it
 * title, album and artist is chosen without looking at popularity: the one whose album has the fewest artists, then
 * the most tracks of its own, then the first in the catalogue.
 */
export function unitRows(tracks: TrackRows, unit: UnitName): UnitRows {
  const known = Uint32Array.from({ length: tracks.rows }, (_, row) => row).filter(
    (row) => !Number.isNaN(tracks.popularity[row]),
  );
  if (unit === 'track') return { unit, rows: known, target: tracks.popularity };
  const { album, albumOfArtist, primary } = tracks;
  const artists = valuesOfRows(album, distinctOfCode(album, primary), 1);
  const size = valuesOfRows(albumOfArtist, rowsOfCode(albumOfArtist), 1);
  const { codes, size: recordings } = tracks.recordings;
  const best = new Float64Array(recordings).fill(Number.NaN);
  const chosen = new Int32Array(recordings).fill(-1);
  for (const row of known) {
    const recording = codes[row]!;
    const other = chosen[recording]!;
    best[recording] = Math.max(other < 0 ? 0 : best[recording]!, tracks.popularity[row]!);
    const better =
      other < 0 ||
      artists[row]! < artists[other]! ||
      (artists[row] === artists[other] && size[row]! > size[other]!);
    if (better) chosen[recording] = row;
  }
  const rows = Uint32Array.from(chosen.filter((row) => row >= 0)).sort();
  const target = new Float64Array(tracks.rows);
  for (let row = 0; row < target.length; row++) target[row] = best[codes[row]!] ?? Number.NaN;
  return { unit, rows, target };
}
