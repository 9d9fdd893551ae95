import type { ColumnProfile, GroupProfile } from '@trackscope/catalogue';
import { expect, it } from 'vitest';
import { baseOf, recordDraft } from '../../src/pages/predict/desk/bases.js';
import { contrastingGenres, medianSound } from '../../src/pages/predict/desk/examples.js';
import { choiceTitle, featuresOf, usualSound } from '../../src/pages/predict/desk/features.js';
import { clock, minutesOf } from '../../src/pages/predict/desk/minutes.js';
import { chanceWords, shownValue, signed } from '../../src/pages/predict/desk/values.js';
import { barsPath, binsFor, evenBars } from '../../src/pages/predict/inputs/histogram-path.js';

function column(name: string, values: Partial<ColumnProfile>): ColumnProfile {
  return {
    name,
    count: 100,
    missing: 0,
    distinct: 50,
    zeros: 0,
    mean: 0,
    sd: 1,
    skew: 0,
    min: 0,
    q1: 0.25,
    median: 0.5,
    q3: 0.75,
    max: 1,
    histogram: { start: 0, step: 0.5, counts: [40, 60] },
    ...values,
  };
}

const columns = [
  column('popularity', {}),
  column('duration_min', {
    min: 0.1,
    median: 3.554925,
    max: 87,
    histogram: { start: 0, step: 7, counts: [90, 10], above: 3 },
  }),
  column('key', {
    max: 11,
    median: 5,
    histogram: { start: 0, step: 1, counts: [5, 1, 0, 0, 0, 0, 0, 80, 0, 0, 0, 14] },
  }),
  column('explicit', { histogram: { start: 0, step: 1, counts: [91, 9] } }),
  column('energy', { median: 0.676 }),
  column('loudness', {
    min: -49,
    median: -7.185,
    max: 4,
    histogram: { start: -36, step: 1, counts: Array(40).fill(1) },
  }),
];

function genre(name: string, energy: number, tracks = 100): GroupProfile {
  const spread = { min: 0, q1: 0, q3: 1, max: 1, mean: { value: energy, low: 0, high: 1, n: tracks } };
  return {
    name,
    macro: name,
    tracks,
    shareZero: null,
    share70: null,
    features: { energy: { ...spread, median: energy }, key: { ...spread, median: 3.5 } },
  };
}

it('sets features by what the catalogue has: medians, the most frequent key, ends of the histogram', () => {
  const features = featuresOf({ columns });
  expect(features.map(({ name }) => name)).toEqual(['energy', 'loudness', 'duration_min', 'key', 'explicit']);
  expect(usualSound(features)).toEqual({
    energy: 0.68,
    loudness: -7.2,
    duration_min: 3.55,
    key: 7,
    explicit: 0,
  });
  const [energy, loudness, duration, key] = features;
  expect([energy!.from, energy!.to, loudness!.from, loudness!.to, duration!.from, duration!.to]).toEqual([
    0, 1, -36, 4, 0, 14,
  ]);
  expect([duration!.seenFrom, duration!.seenTo]).toEqual([0.1, 87]);
  expect(key!.choices).toHaveLength(12);
  expect(key!.choices[1]).toEqual({ value: 1, title: 'C♯/D♭', share: 0.01 });
});

it('says values as musicians do', () => {
  const [energy, loudness, duration, key, explicit] = featuresOf({ columns });
  expect([
    shownValue(energy!, 0.5),
    shownValue(loudness!, -7.2),
    shownValue(duration!, 3.55),
    shownValue(key!, 10),
    shownValue(explicit!, 1),
  ]).toEqual(['0.50', '−7.2 dB', '3:33 min', 'A♯/B♭', 'explicit']);
  expect([choiceTitle('key', -1), choiceTitle('mode', 0), choiceTitle('time_signature', 3)]).toEqual([
    'none found',
    'minor',
    '3/4',
  ]);
  expect([signed(3.24), signed(-0.06), signed(-0.04), signed(0)]).toEqual(['+3.2', '−0.1', '±0.0', '±0.0']);
  expect([0, 0.004, 0.5, 0.995, 1, null].map(chanceWords)).toEqual([
    'under 1\u202f%',
    'under 1\u202f%',
    '50\u202f%',
    'over 99\u202f%',
    'certain',
    '–',
  ]);
});

it('chooses genres that sound different, the strangest first, and no tiny ones', () => {
  const genres = [
    genre('middle', 0.5),
    genre('loud', 0.95),
    genre('louder', 1),
    genre('calm', 0.1),
    genre('odd', 9, 10),
  ];
  const features = featuresOf({
    columns: columns.map((one) => (one.name === 'energy' ? { ...one, median: 0.5 } : one)),
  });
  const profile = {
    columns: columns.map((one) => (one.name === 'energy' ? { ...one, median: 0.5 } : one)),
    genres,
  };
  // |1 − 0.5| is the farthest; 0.1 is farthest from it; then 0.5, which is 0.4 from 0.1; 0.95 is 0.05 from 1.
  expect(contrastingGenres(profile, features, 3)).toEqual(['louder', 'calm', 'middle']);
  expect(contrastingGenres(profile, features, 9)).toEqual(['louder', 'calm', 'middle', 'loud']);
  expect(contrastingGenres({ ...profile, genres: [] }, features)).toEqual([]);
});

it('begins from a genre, from what is usual, or from a track', () => {
  const features = featuresOf({ columns });
  expect(medianSound(genre('calm', 0.123456), features)).toMatchObject({
    energy: 0.1235,
    key: 7,
    loudness: -7.2,
  });
  expect(baseOf({ kind: 'genre', genre: 'calm' }, { genres: [genre('calm', 0.1)] }, features)).toMatchObject({
    genres: ['calm'],
    artists: [],
  });
  expect(baseOf({ kind: 'genre', genre: 'nowhere' }, { genres: [] }, features).genres).toEqual([]);
  const row = {
    row: 0,
    trackId: 'x',
    title: 'T',
    artists: 'A;B ; C',
    album: 'L',
    genre: 'g',
    macroGenre: 'm',
    explicit: true,
    values: { energy: Math.fround(0.823), loudness: null, duration_min: 3.25, key: 0 },
  };
  expect(recordDraft({ track: row, genres: ['g', 'h'], releases: [] }, features)).toEqual({
    sound: { energy: 0.823, loudness: null, duration_min: 3.25, key: 0, explicit: 1 },
    title: 'T',
    album: 'L',
    artists: ['A', 'B', 'C'],
    genres: ['g', 'h'],
    release: { kind: 'as-written' },
  });
});

it('reads and writes durations', () => {
  expect([clock(3.55), clock(0), clock(59.999), clock(1 / 60)]).toEqual(['3:33', '0:00', '60:00', '0:01']);
  expect(
    ['3:33', ' 0:07 ', '1:02:03', '3.5', '3,5', '213 s', '3:60', 'long', '', '-1', '3:'].map(minutesOf),
  ).toEqual([3.55, 7 / 60, 62.05, 3.5, 3.5, 3.55, null, null, null, null, null]);
});

it('outlines bars between the ends of a slider, by the root of their counts', () => {
  expect(barsPath(evenBars(0, 1, [4, 1, 0]), 0, 2, 20)).toBe(
    'M0.00,20L0.00,0.00L50.00,0.00L50.00,0.00L50.00,10.00L100.00,10.00L100.00,20Z',
  );
  expect(barsPath(evenBars(0, 1, [0, 0]), 0, 2, 20)).toBe('');
  expect(binsFor(0, 100, 0, 10)).toBe(500);
  expect(binsFor(0, 1, 0, 1)).toBe(50);
  expect(binsFor(0, 1e6, 0, 1)).toBe(1000);
});
