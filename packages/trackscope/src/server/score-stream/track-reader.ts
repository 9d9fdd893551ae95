import { type ColumnMatch, durationUnitOf, matchColumns, PER_MINUTE } from '@trackscope/catalogue';
import type { TrackInput } from '../../score/contract.js';
import { Refusal } from '../problem.js';
import { textOf } from './cell-texts.js';
import type { WrongCell } from './cell-values.js';
import { artistsIn, genresIn, matchedCells } from './matched-cells.js';

/** What a row says of a track, or what is wrong with it. */
export type ReadTrack = { readonly track: TrackInput } | WrongCell;

/** Turns the values of a row, in the order of the columns, into a track. */
export type TrackReader = (values: readonly unknown[]) => ReadTrack;

/**
 * Matches columns as `trackscope run` does: by our names, then by synonyms, case and separators aside. None is needed,
 * but there must be one.
 * @throws Refusal `no-columns` when none is known or several could be the same one of ours
 */
export function matchInput(names: readonly string[]): ColumnMatch {
  const match = matchColumns(names);
  const ambiguous = match.problems.find((problem) => problem.kind === 'ambiguous');
  if (ambiguous?.kind === 'ambiguous')
    throw new Refusal(
      'no-columns',
      `several columns could be ${ambiguous.column}: ${ambiguous.theirs.join(', ').slice(0, 300)}; keep one of them`,
    );
  if (!match.used.some(({ ours }) => ours !== 'track_id' && ours !== 'popularity'))
    throw new Refusal(
      'no-columns',
      `expected columns such as artists, track_name, track_genre or energy; found ${names.join(', ').slice(0, 300) || 'none'}`,
    );
  return match;
}

/** The unit of durations: by the column's name, or by the median of the first rows. */
export function minutesDivisor(
  match: ColumnMatch,
  firstRows: readonly (readonly unknown[] | null)[],
): number {
  if (match.durationUnit !== 'unknown') return PER_MINUTE[match.durationUnit];
  const column = match.used.find(({ ours }) => ours === 'duration_min');
  if (!column || column.theirs === 'duration_min') return 1;
  const values = firstRows
    .map((row) => Number(row?.[column.index] ?? Number.NaN))
    .filter((value) => Number.isFinite(value) && value > 0)
    .sort((a, b) => a - b);
  return PER_MINUTE[durationUnitOf(values.length > 0 ? values[values.length >> 1]! : null)];
}

/** Reads tracks out of rows whose columns are matched, one by one. */
export function trackReader(match: ColumnMatch, perMinute: number, decimalComma: boolean): TrackReader {
  const { title, album, artists, genre, numbers } = matchedCells(match, perMinute, decimalComma);
  // Copying an object that has all names is several times faster than adding them one by one.
  const whole: Record<string, number> = Object.fromEntries(numbers.map(({ reader }) => [reader.name, 0]));
  return (values) => {
    const sound = { ...whole };
    for (const { reader, theirs, index } of numbers) {
      const value = reader.read(values[index]);
      if (typeof value === 'number') sound[reader.name] = value;
      else if (value === null) delete sound[reader.name];
      else return { wrong: `${theirs}: ${value.wrong}` };
    }
    return {
      track: {
        ...(title < 0 ? {} : { title: textOf(values[title]) }),
        ...(album < 0 ? {} : { album: textOf(values[album]) }),
        ...(artists < 0 ? {} : { artists: artistsIn(values[artists]) }),
        ...(genre < 0 ? {} : { genres: genresIn(values[genre]) }),
        sound,
      },
    };
  };
}
