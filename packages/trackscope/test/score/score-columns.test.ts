import {
  AUDIO_FEATURES,
  contextCounts,
  fixedFeatures,
  genreKey,
  PAIR_MARK,
  publishedKey,
  type QueryColumns,
  trackRows,
  vocabularyOf,
} from '@trackscope/catalogue';
import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import type { TrackInput } from '../../src/score/contract.js';
import { scoredColumns, scoredTracks } from '../../src/score/scored-tracks.js';
import { columnsBetween, columnsOfInputs, DistinctValues } from '../../src/score/track-columns.js';
import { codedTracks, madeCatalogue } from '../honest/made.js';

const made = madeCatalogue(20, 4);
const coded = codedTracks(made);
const vocabulary = vocabularyOf(coded, contextCounts(coded));
const random = createRandom(7);
const pick = <T>(values: readonly T[]): T => values[Math.floor(random.next() * values.length)]!;

const ARTISTS = [...new Set(made.flatMap(({ artists }) => artists))];
const ODD = [
  '',
  ' ',
  'Nobody',
  'NOBODY ',
  'Σίσυφος',
  'İstanbul',
  `a${PAIR_MARK}b`,
  'x;y',
  ...ARTISTS.slice(0, 2),
];
const TITLES = [
  '',
  'Love - Live',
  'Vol. 2 (Remix)',
  'été 1999',
  'Мир [Deluxe]',
  ...made.slice(0, 9).map((t) => t.title),
];
const GENRES = [...new Set(made.flatMap(({ genres }) => genres))];

/** Known and unknown names in all the forms that people write, with gaps. */
function oddTrack(): TrackInput {
  const some = <T>(values: readonly T[], most: number) =>
    Array.from({ length: Math.floor(random.next() * (most + 1)) }, () => pick(values));
  const known = pick(made);
  return {
    ...(random.next() < 0.1 ? {} : { title: pick([...TITLES, known.title]) }),
    ...(random.next() < 0.1
      ? {}
      : { album: pick(['', ' ', 'Greatest Hits 2010', known.album, known.album.toUpperCase()]) }),
    ...(random.next() < 0.1
      ? {}
      : { artists: random.next() < 0.5 ? known.artists : some([...ODD, ...ARTISTS], 4) }),
    ...(random.next() < 0.1
      ? {}
      : { genres: random.next() < 0.5 ? known.genres : some([...GENRES, 'zydeco', '', 'Hip-Hop'], 3) }),
    sound: Object.fromEntries(
      AUDIO_FEATURES.filter(() => random.next() < 0.8).map((name) => [name, random.next()]),
    ),
  };
}

/** What the catalogue itself makes of columns of texts, row by row: the slow twin. */
function byTheCatalogue(inputs: readonly TrackInput[]) {
  const known = (name: string) =>
    vocabulary.genres.includes(name)
      ? name
      : (vocabulary.genres.find((genre) => genreKey(genre) === name) ??
        vocabulary.genres.findLast((genre) => genreKey(genre) === genreKey(name)) ??
        name);
  const columns: Record<string, Float64Array | string[]> = {
    track: Float64Array.from(inputs.keys()),
    popularity: new Float64Array(inputs.length).fill(Number.NaN),
    primary_artist: inputs.map(({ artists }) => (artists?.[0] ?? '').trim().toLowerCase()),
    artists_key: inputs.map(({ artists }) => publishedKey(artists?.join(';') ?? '')),
    performers: inputs.map(({ artists }) =>
      (artists ?? []).map((name) => name.trim().toLowerCase()).join(PAIR_MARK),
    ),
    album: inputs.map(({ album }) => (album ?? '').trim().toLowerCase()),
    track_name: inputs.map(({ title }) => title ?? ''),
    album_name: inputs.map(({ album }) => album ?? ''),
    genres: inputs.map(({ genres }) => (genres ?? []).map(known).join(PAIR_MARK)),
  };
  for (const name of AUDIO_FEATURES) {
    columns[name] = Float64Array.from(inputs, ({ sound }) => sound?.[name] ?? Number.NaN);
  }
  const tracks = trackRows(inputs.length, columns as QueryColumns, vocabulary);
  return { tracks, fixed: fixedFeatures(tracks, vocabulary) };
}

/** The same tracks as a file gives them: equal texts are one value. */
function folded(inputs: readonly TrackInput[]) {
  const columns = columnsOfInputs(inputs);
  const fold = <T>(values: readonly T[]) => {
    const distinct = new DistinctValues<T>(values.length);
    values.forEach((value, row) => {
      distinct.set(row, JSON.stringify(value), () => value);
    });
    return distinct.taken(values.length);
  };
  return {
    ...columns,
    albums: fold(columns.albums.values),
    artists: fold(columns.artists.values),
    genres: fold(columns.genres.values),
  };
}

const CODINGS = [
  'primary',
  'billing',
  'album',
  'albumOfArtist',
  'firstGenre',
  'genreSet',
  'artistInGenre',
  'albumInGenre',
] as const;
const LISTS = ['performers', 'genres', 'titleWords', 'albumWords'] as const;
const inputs = Array.from({ length: 2000 }, oddTrack);

function expectSame(found: ReturnType<typeof scoredTracks>, expected: ReturnType<typeof scoredTracks>): void {
  for (const name of CODINGS) expect(found.tracks[name].codes, name).toEqual(expected.tracks[name].codes);
  for (const name of LISTS) {
    expect(found.tracks[name].starts, name).toEqual(expected.tracks[name].starts);
    expect(found.tracks[name].codes, name).toEqual(expected.tracks[name].codes);
  }
  expect(Object.keys(found.fixed.columns)).toEqual(Object.keys(expected.fixed.columns));
  for (const [name, column] of Object.entries(expected.fixed.columns)) {
    expect(found.fixed.columns[name], name).toEqual(column);
  }
}

describe('tracks in columns', () => {
  const expected = byTheCatalogue(inputs);

  it('have the codes and features that the catalogue gives their texts, also when repeated texts are one', () => {
    expectSame(scoredTracks(inputs, vocabulary), expected);
    const columns = folded(inputs);
    expect(columns.artists.values.length).toBeLessThan(inputs.length / 2);
    expectSame(scoredColumns(columns, vocabulary), expected);
    // Both kinds of rows are there.
    for (const name of ['primary', 'album', 'firstGenre'] as const) {
      const codes = expected.tracks[name].codes;
      expect([codes.some((code) => code < 0), codes.some((code) => code >= 0)], name).toEqual([true, true]);
    }
  });

  it('can be taken in parts', () => {
    const part = scoredColumns(columnsBetween(folded(inputs), 700, 1300), vocabulary);
    expectSame(part, byTheCatalogue(inputs.slice(700, 1300)));
  });
});
