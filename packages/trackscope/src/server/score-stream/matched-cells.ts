import { AUDIO_FEATURES, type ColumnMatch, genreKey } from '@trackscope/catalogue';
import { listOf } from './cell-texts.js';
import { type NumberReader, numberReader } from './cell-values.js';

/** Where the values of a row stand that models use; −1 for a text that the file does not have. */
export interface MatchedCells {
  readonly title: number;
  readonly album: number;
  readonly artists: number;
  readonly genre: number;
  readonly numbers: readonly {
    readonly reader: NumberReader;
    readonly theirs: string;
    readonly index: number;
  }[];
}

/** @param perMinute what the file counts durations in, as a divisor */
export function matchedCells(match: ColumnMatch, perMinute: number, decimalComma: boolean): MatchedCells {
  const at = (ours: string) => match.used.find((column) => column.ours === ours)?.index ?? -1;
  return {
    title: at('track_name'),
    album: at('album_name'),
    artists: at('artists'),
    genre: at('track_genre'),
    numbers: match.used
      .filter(({ ours }) => (AUDIO_FEATURES as readonly string[]).includes(ours))
      .map(({ ours, theirs, index }) => ({
        reader: numberReader(ours, perMinute, decimalComma),
        theirs,
        index,
      })),
  };
}

export function artistsIn(cell: unknown): string[] {
  return listOf(cell, ';');
}

export function genresIn(cell: unknown): string[] {
  return listOf(cell, null).map(genreKey);
}
