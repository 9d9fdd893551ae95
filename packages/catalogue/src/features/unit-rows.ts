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
  const best = new Map<number, number>();
  const chosen = new Map<number, number>();
  for (const row of known) {
    const recording = tracks.recordings.codes[row]!;
    best.set(recording, Math.max(best.get(recording) ?? 0, tracks.popularity[row]!));
    const other = chosen.get(recording);
    const better =
      other === undefined ||
      artists[row]! < artists[other]! ||
      (artists[row] === artists[other] && size[row]! > size[other]!);
    if (better) chosen.set(recording, row);
  }
  const rows = Uint32Array.from(chosen.values()).sort();
  const target = Float64Array.from(tracks.recordings.codes, (recording) => best.get(recording) ?? Number.NaN);
  return { unit, rows, target };
}
