import type { TrackRows } from '@trackscope/catalogue';

/** Row numbers of the tracks that are listed under a genre, by its code. */
export function rowsOfGenre({ genres, rows }: TrackRows, code: number): Uint32Array {
  const found: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let at = genres.starts[row]!; at < genres.starts[row + 1]!; at++) {
      if (genres.codes[at] === code) found.push(row);
    }
  }
  return Uint32Array.from(found);
}

/** Code in `tracks.genres` of the genre under which a track is first listed; −1 when it has none. */
export function firstGenreOf({ genres }: TrackRows, row: number): number {
  return genres.starts[row + 1]! > genres.starts[row]! ? genres.codes[genres.starts[row]!]! : -1;
}
