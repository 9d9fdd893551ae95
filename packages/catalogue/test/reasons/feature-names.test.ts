import { describe, expect, it } from 'vitest';
import {
  AUDIO_FEATURES,
  FAMILY_TITLES,
  type Family,
  featureName,
  fixedFeatures,
  foldFeatures,
  knownFeatureName,
  trackRows,
} from '../../src/index.js';

/** Twelve tracks, enough for every builder to make its columns. */
function everyColumn(): { names: string[]; families: readonly Family[] } {
  const rows = 12;
  const numbers = (of: (i: number) => number) => Float64Array.from({ length: rows }, (_, i) => of(i));
  const texts = (of: (i: number) => string) => Array.from({ length: rows }, (_, i) => of(i));
  const tracks = trackRows(rows, {
    ...Object.fromEntries(AUDIO_FEATURES.map((name) => [name, numbers((i) => i / 12)])),
    track: numbers((i) => i),
    popularity: numbers((i) => i * 5),
    recording: numbers((i) => i),
    song: numbers((i) => i),
    primary_artist: texts((i) => `artist ${i % 4}`),
    artists_key: texts((i) => `artist ${i % 4}`),
    performers: texts((i) => `artist ${i % 4}`),
    album: texts((i) => `album ${i % 5}`),
    track_name: texts((i) => `Title ${i}`),
    album_name: texts((i) => `Album ${i % 5}`),
    genres: texts((i) => `genre ${i % 3}`),
  });
  const all = Uint32Array.from({ length: rows }, (_, i) => i);
  const families = Object.keys(FAMILY_TITLES) as Family[];
  const made = foldFeatures(
    tracks,
    fixedFeatures(tracks),
    families,
    tracks.popularity,
    tracks.works.codes,
    all,
    new Uint32Array(0),
  );
  return { names: made.train.columns.map((column) => column.name), families: made.families };
}

describe('names of features', () => {
  const { names, families } = everyColumn();

  it('knows every column that the builders make, in every family', () => {
    expect(new Set(families)).toEqual(new Set(Object.keys(FAMILY_TITLES)));
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name) => knownFeatureName(name) === null)).toEqual([]);
  });

  it('gives each a title of its own and one sentence', () => {
    const titles = names.map((name) => featureName(name).title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const name of names) {
      const { title, description } = featureName(name);
      expect(title).toMatch(/^[A-Z]/);
      expect(title).not.toContain('_');
      expect(description, name).toMatch(/^[A-Z1].*\.$/);
    }
  });

  it('lets a column of another go by its own name', () => {
    expect(knownFeatureName('moon_phase')).toBeNull();
    expect(knownFeatureName('artist_moon')).toBeNull();
    expect(featureName('moon_phase').title).toBe('moon phase');
  });
});
