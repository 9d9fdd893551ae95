import { explore, parseGenreMap } from '@trackscope/catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { listingsFromRows, type Row } from './listings.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => engine.close());

async function profileOf(rows: readonly Row[]) {
  await listingsFromRows(engine, rows);
  return explore(engine);
}

/** Every number in a document; JSON would write NaN and infinities as null. */
function unsoundNumbers(value: unknown, path = '$'): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === undefined) return [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => unsoundNumbers(inner, `${path}.${key}`));
}

const tune: Row = {
  artists: 'Ada;Bo',
  album_name: 'First',
  track_name: 'Song',
  track_genre: 'techno',
  popularity: 50,
  duration_min: 3.5,
  explicit: false,
  danceability: 0.5,
  energy: 0.6,
  key: 3,
  loudness: -7,
  mode: 1,
  speechiness: 0.05,
  acousticness: 0.1,
  instrumentalness: 0,
  liveness: 0.1,
  valence: 0.4,
  tempo: 120,
  time_signature: 4,
};

describe('exploring', () => {
  it('counts a track once in the whole and once in each of its genres', async () => {
    const profile = await profileOf([
      { ...tune, track_id: 'a', popularity: 80 },
      { ...tune, track_id: 'a', popularity: 80, track_genre: 'house' },
      { ...tune, track_id: 'a', popularity: 80, track_genre: 'pop' },
      { ...tune, track_id: 'b', popularity: 20, tempo: 100 },
    ]);
    expect(profile.rows).toEqual({ listings: 4, tracks: 2, recordings: 2, songs: 1 });
    expect(profile.columns.find((c) => c.name === 'popularity')).toMatchObject({
      count: 2,
      mean: 50,
      median: 50,
    });
    expect(profile.genres.map((g) => [g.name, g.tracks, g.features.popularity.median])).toEqual([
      ['house', 1, 80],
      ['pop', 1, 80],
      ['techno', 2, 50],
    ]);
    // House and techno are one macro-genre, in which track a counts once.
    expect(profile.macroGenres.map((g) => [g.name, g.tracks, g.features.popularity.mean.value])).toEqual([
      ['Pop', 1, 80],
      ['House, techno & club', 2, 50],
    ]);
    expect(profile.identity?.genresPerTrack).toEqual([0, 1, 0, 1]);
    expect(profile.text.find((t) => t.name === 'track_genre')?.top[0]).toEqual({ value: 'techno', count: 2 });
    expect(profile.target?.share70).toMatchObject({ value: 0.5, n: 2 });
  });

  it('leaves out what the catalogue lacks', async () => {
    const profile = await profileOf([
      { artists: 'Ada', track_name: 'One', duration_min: 3, energy: 0.2, tempo: 90 },
      { artists: 'Bo', track_name: 'Two', duration_min: 4, energy: 0.8, tempo: 120 },
    ]);
    expect(profile.columns.map((c) => c.name)).toEqual(['duration_min', 'energy', 'tempo']);
    expect(profile.target).toBeNull();
    expect(profile.mood).toEqual({ classes: [], quadrants: [] });
    expect([profile.genres, profile.macroGenres, profile.genreListings]).toEqual([[], [], undefined]);
    expect(profile.text.map((t) => t.name)).toEqual(['artists', 'track_name']);
    expect(unsoundNumbers(profile)).toEqual([]);
  });

  it('ranks by number of tracks where popularity is unknown', async () => {
    const { popularity: _, ...unscored } = tune;
    const rows = Array.from({ length: 12 }, (_, i) => ({
      ...unscored,
      artists: i < 7 ? 'Ada' : 'Bo',
      tempo: 100 + i,
    }));
    const profile = await profileOf(rows);
    expect(profile.leaders.artists).toEqual([
      { name: 'Ada', tracks: 7, meanPopularity: null },
      { name: 'Bo', tracks: 5, meanPopularity: null },
    ]);
    expect(profile.genres[0]).toMatchObject({ tracks: 12, shareZero: null, share70: null });
    expect(profile.mood.classes).toEqual([]);
    expect(profile.mood.quadrants).toHaveLength(4);
    expect(profile.mood.quadrants.find((q) => q.tracks > 0)).toMatchObject({ mean: null, share70: null });
  });

  it.each([
    ['one row', [tune]],
    ['the same row thrice', [tune, tune, tune]],
    ['no rows', []],
    ['a row with nothing in it', [{}]],
    [
      'popularity in some rows only',
      [tune, { ...tune, popularity: 3, energy: 0.1 }, { artists: 'Cy', energy: 0.4 }],
    ],
    [
      'popularity in one row only',
      [{ ...tune }, { artists: 'Cy', energy: 0.4 }, { artists: 'Di', energy: 0.9 }],
    ],
    ['everything at zero', Array.from({ length: 40 }, (_, i) => ({ ...tune, popularity: 0, tempo: i }))],
    ['everything at 100', Array.from({ length: 40 }, (_, i) => ({ ...tune, popularity: 100, tempo: i + 1 }))],
    [
      'forty rows that differ in popularity alone',
      Array.from({ length: 40 }, (_, i) => ({ ...tune, popularity: i })),
    ],
  ] as const)('has a number for every number with %s', async (_, rows) => {
    const profile = await profileOf(rows);
    expect(unsoundNumbers(profile)).toEqual([]);
    expect(profile.columns.every((c) => c.histogram.counts.reduce((a, b) => a + b, 0) === c.count)).toBe(
      true,
    );
  });

  it('sets the classes of popularity as pandas.qcut does', async () => {
    // pandas.qcut([0, 0, 1, 2, 3, 4, 5, 6, 7, 100], 4) has the edges 0, 1.25, 3.5, 5.75, 100.
    const scores = [0, 0, 1, 2, 3, 4, 5, 6, 7, 100];
    const profile = await profileOf(scores.map((popularity, i) => ({ ...tune, popularity, tempo: 90 + i })));
    expect(profile.mood.classes.map((c) => [c.label, c.low, c.high, c.tracks])).toEqual([
      ['Low', 0, 1, 3],
      ['Medium', 2, 3, 2],
      ['High', 4, 5, 2],
      ['Very High', 6, 100, 3],
    ]);
    for (const { grid, tracks } of profile.mood.classes)
      expect(grid.counts.reduce((a, b) => a + b, 0)).toBe(tracks);
    // Energy 0.6 and valence 0.4: column 12, row 8 of twentieths.
    expect(profile.mood.classes[0].grid.counts[8 * 20 + 12]).toBe(3);
  });

  it('draws popularity by value for names and by bin for amounts', async () => {
    const profile = await profileOf(
      Array.from({ length: 60 }, (_, i) => ({
        ...tune,
        popularity: i,
        key: i % 3,
        energy: i / 60,
        tempo: 90 + i,
      })),
    );
    const curve = (name: string) => profile.target?.curves.find((c) => c.column === name);
    expect(curve('key')?.bins.map((b) => [b.low, b.high, b.mean.value, b.mean.n])).toEqual([
      [0, 0, 28.5, 20],
      [1, 1, 29.5, 20],
      [2, 2, 30.5, 20],
    ]);
    const energy = curve('energy');
    expect(energy?.pearson?.value).toBeCloseTo(1, 12);
    expect(energy?.spearman).toBeCloseTo(1, 12);
    expect(energy?.bins.slice(0, 2).map((b) => [b.low, b.high, b.mean.value])).toEqual([
      [0, 0.05, 1],
      [0.05, 0.1, 4],
    ]);
    expect(curve('mode')).toMatchObject({ pearson: null, spearman: null });
  });

  it('finds the twins of tracks at zero', async () => {
    const profile = await profileOf([
      { ...tune, track_name: 'Hit', popularity: 70 },
      { ...tune, track_name: 'Hit (Live)', popularity: 0, tempo: 99 },
      { ...tune, track_name: 'Other', popularity: 0 },
      { ...tune, track_name: 'Flop', popularity: 0, tempo: 77 },
    ]);
    // The live take is the same song, "Other" the same recording, "Flop" neither.
    expect(profile.target?.zerosWithPopularTwin).toMatchObject({ value: 2 / 3, n: 3 });
    expect(profile.identity).toMatchObject({ recordingsOnSeveralReleases: 1, tracksOnSeveralReleases: 2 });
  });

  it('ranks nobody on fewer than five tracks, and credits each artist', async () => {
    const profile = await profileOf(
      Array.from({ length: 9 }, (_, i) => ({
        ...tune,
        artists: i < 5 ? 'Ada;Bo' : 'Bo;Cy',
        album_name: i < 5 ? 'First' : 'Second',
        popularity: i < 5 ? 60 : 90,
        tempo: 80 + i,
      })),
    );
    expect(profile.leaders.artists.map((l) => [l.name, l.tracks, l.meanPopularity?.value])).toEqual([
      ['Bo', 9, (5 * 60 + 4 * 90) / 9],
      ['Ada', 5, 60],
    ]);
    expect(profile.leaders.albums.map((l) => l.name)).toEqual(['First']);
    expect(profile.leaders.minimumTracks).toBe(5);
  });

  it('follows the user’s genres', async () => {
    await listingsFromRows(engine, [tune, { ...tune, track_genre: 'gamelan', tempo: 1 }]);
    const steps: string[] = [];
    const profile = await explore(engine, {
      genreMap: parseGenreMap('gamelan,Percussion', 'mine.csv'),
      onProgress: ({ done, total, step }) => steps.push(`${done}/${total} ${step}`),
    });
    expect(profile.macroGenres.map((g) => g.name).sort()).toEqual(['House, techno & club', 'Percussion']);
    expect(steps[0]).toBe('0/6 reading the columns');
    expect(steps).toHaveLength(6);
  });
});
