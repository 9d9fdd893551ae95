import {
  type Coding,
  type FixedFeatures,
  fixedFeatures,
  type TrackRows,
  type Vocabulary,
} from '@trackscope/catalogue';
import { codedTracks } from './coded-tracks.js';
import type { TrackInput } from './contract.js';
import { contextOfRelease, forgetsAlbum } from './release.js';
import { columnsOfInputs, type TrackColumns } from './track-columns.js';

/** Tracks to be scored, coded in the words of a catalogue, with the features that need no label. */
export interface ScoredTracks {
  readonly tracks: TrackRows;
  readonly fixed: FixedFeatures;
}

/** Tracks that are not of the catalogue: artists, albums and words that it lacks are strangers. */
export function scoredTracks(inputs: readonly TrackInput[], vocabulary: Vocabulary): ScoredTracks {
  const tracks = codedTracks(columnsOfInputs(inputs), vocabulary);
  forgetAlbums(tracks, inputs);
  const fixed = fixedFeatures(tracks, vocabulary);
  inputs.forEach(({ release, genres }, row) => {
    if (!release || release.kind === 'as-written') return;
    const value = (name: string) => fixed.columns[name]?.[row] ?? Number.NaN;
    const context = contextOfRelease(release, new Set(genres).size, value, vocabulary);
    for (const [name, number] of Object.entries(context)) {
      const column = fixed.columns[name];
      if (column) column[row] = number;
    }
  });
  return { tracks, fixed };
}

/** The same of tracks in columns. */
export function scoredColumns(columns: TrackColumns, vocabulary: Vocabulary): ScoredTracks {
  const tracks = codedTracks(columns, vocabulary);
  return { tracks, fixed: fixedFeatures(tracks, vocabulary) };
}

/** An album that is the track's alone, or has no name, is none that the catalogue knows. */
function forgetAlbums(
  { album, albumOfArtist, albumInGenre }: TrackRows,
  inputs: readonly TrackInput[],
): void {
  const codings: readonly Coding[] = [album, albumOfArtist, albumInGenre];
  inputs.forEach((input, row) => {
    if (forgetsAlbum(input)) for (const { codes } of codings) codes[row] = -1;
  });
}
