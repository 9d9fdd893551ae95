import {
  type Family,
  featuresFrom,
  type HistoryTable,
  historyOf,
  historySources,
  type Vocabulary,
} from '@trackscope/catalogue';
import { type Table, table } from '@trackscope/learn';
import { genresOf } from '../honest/calibration.js';
import { artistKey, knownGenre } from './coded-tracks.js';
import type { TrackInput } from './contract.js';
import { type ScoredTracks, scoredTracks } from './scored-tracks.js';

/** One track made ready to be scored: a row of features whose sound can be moved without making the others anew. */
export interface PreparedTrack {
  readonly input: TrackInput;
  /** The features, in the order of the columns. Moves with the sound. */
  readonly row: Float32Array;
  /** The same as a table of one row, over the same memory; made when it is first asked for. */
  readonly features: () => Table;
  /** First genre as the catalogue knows it; '' for none. */
  readonly genre: string;
  /** Names that the catalogue lacks. */
  readonly strangers: {
    readonly artists: readonly string[];
    readonly genres: readonly string[];
    readonly album: boolean;
  };
  /** Reasons in words, by topic, as far as they were needed. */
  readonly words: Map<string, string>;
}

/** What makes features of tracks. */
export interface FeatureMaker {
  readonly vocabulary: Vocabulary;
  readonly families: readonly Family[];
  readonly tables: readonly HistoryTable[];
}

/** Features of many tracks, and their first genres. */
export function featuresOf(
  { families, tables }: FeatureMaker,
  { tracks, fixed }: ScoredTracks,
): { features: Table; genres: string[] } {
  const rows = Uint32Array.from(tracks.track.keys());
  return { features: featuresFrom(tracks, fixed, families, tables, rows), genres: genresOf(tracks, rows) };
}

/** Makes one track ready. */
export function prepareTrack(maker: FeatureMaker, input: TrackInput): PreparedTrack {
  const made = scoredTracks([input], maker.vocabulary);
  const { tracks } = made;
  const row = rowOf(maker, made);
  const unknown = (names: readonly string[], codes: Int32Array) =>
    names.filter((name, i) => name.trim() !== '' && codes[i] === -1);
  return {
    input,
    row,
    features: tableOver(row, maker, made),
    genre: genresOf(tracks, FIRST)[0]!,
    strangers: {
      artists: unknown(oncePerKey(input.artists, artistKey), tracks.performers.codes),
      genres: unknown(
        oncePerKey(input.genres, (name) => knownGenre(name, maker.vocabulary)),
        tracks.genres.codes,
      ),
      album: (input.album ?? '').trim() !== '' && tracks.album.codes[0] === -1,
    },
    words: new Map(),
  };
}

const FIRST = Uint32Array.of(0);

/** What `featuresFrom` gives for the one track, without a column for each number. */
function rowOf({ families, tables }: FeatureMaker, { tracks, fixed }: ScoredTracks): Float32Array {
  const row: number[] = [];
  for (const name in fixed.columns) {
    if (families.includes(fixed.family[name]!)) row.push(fixed.columns[name]![0]!);
  }
  historySources(tracks, families).forEach((source, s) => {
    for (const values of historyOf(tables[s]!, source, FIRST)) row.push(values[0]!);
  });
  return new Float32Array(row);
}

/** A row as a table, over its memory: most models do without. */
function tableOver(
  row: Float32Array,
  { families, tables }: FeatureMaker,
  { tracks, fixed }: ScoredTracks,
): () => Table {
  let made: Table | undefined;
  return () => {
    made ??= table(
      featuresFrom(tracks, fixed, families, tables, FIRST).columns.map(({ name }, i) => ({
        kind: 'numeric',
        name,
        values: row.subarray(i, i + 1),
      })),
    );
    return made;
  };
}

/**
 * The same track with another sound, over the same memory: only the columns of sound change.
 *
 * @param places place in the row of each audio feature
 */
export function moveSound(
  track: PreparedTrack,
  input: TrackInput,
  places: ReadonlyMap<string, number>,
): PreparedTrack {
  for (const [name, place] of places) {
    const value = Math.fround(input.sound?.[name] ?? Number.NaN);
    if (Object.is(track.row[place], value)) continue;
    track.row[place] = value;
    track.words.delete(name);
  }
  return { ...track, input };
}

/** Whether two tracks differ in sound alone. */
export function differInSoundOnly(a: TrackInput, b: TrackInput): boolean {
  return (
    a.title === b.title &&
    a.album === b.album &&
    sameList(a.artists, b.artists) &&
    sameList(a.genres, b.genres) &&
    sameRelease(a.release, b.release)
  );
}

function sameList(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

function sameRelease(a: TrackInput['release'], b: TrackInput['release']): boolean {
  const size = (release: TrackInput['release']) =>
    release?.kind === 'album' ? release.tracks : release?.kind === 'compilation' ? release.artists : 0;
  return (a?.kind ?? 'as-written') === (b?.kind ?? 'as-written') && size(a) === size(b);
}

/** The first name of each key, as lists are coded. */
function oncePerKey(names: readonly string[] = [], key: (name: string) => string): string[] {
  const keys = names.map(key);
  return names.filter((_, i) => keys.indexOf(keys[i]!) === i);
}
