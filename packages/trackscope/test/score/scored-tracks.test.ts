import { contextCounts, fixedFeatures, vocabularyOf } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import type { Release, TrackInput } from '../../src/score/contract.js';
import { scoredTracks } from '../../src/score/scored-tracks.js';
import { codedTracks, type MadeTrack, madeCatalogue } from '../honest/made.js';

const made = madeCatalogue(20, 4);
const tracks = codedTracks(made);
const vocabulary = vocabularyOf(tracks, contextCounts(tracks));

function entered({ artists, title, album, genres }: MadeTrack, row: number): TrackInput {
  const sound = Object.fromEntries(vocabulary.audio.map((name) => [name, tracks.audio[name]![row]!]));
  return { artists, title, album, genres, sound };
}

/** Features of one track under a release situation. */
function featuresOf(input: TrackInput, release?: Release): Record<string, number> {
  const { fixed } = scoredTracks([release ? { ...input, release } : input], vocabulary);
  return Object.fromEntries(Object.entries(fixed.columns).map(([name, column]) => [name, column[0]!]));
}

describe('a track of the catalogue that somebody enters', () => {
  it('has the codes and features that it has in the catalogue, its own releases aside', () => {
    const again = scoredTracks(made.map(entered), vocabulary);
    for (const name of ['primary', 'billing', 'album', 'firstGenre', 'genreSet', 'albumOfArtist'] as const) {
      expect(again.tracks[name].codes, name).toEqual(tracks[name].codes);
    }
    for (const name of ['artistInGenre', 'albumInGenre'] as const) {
      expect(again.tracks[name].codes, name).toEqual(tracks[name].codes);
    }
    for (const name of ['performers', 'genres', 'titleWords', 'albumWords'] as const) {
      expect(again.tracks[name].codes, name).toEqual(tracks[name].codes);
    }
    for (const [name, column] of Object.entries(fixedFeatures(tracks).columns)) {
      const expected = name.startsWith('releases_of_') ? column.map(() => 1) : column;
      expect(again.fixed.columns[name], name).toEqual(expected);
    }
  });
});

describe('a release situation', () => {
  const known = entered(made[0]!, 0);
  const album = made[0]!.album;
  const onAlbum = made.filter((track) => track.album === album);

  it('as written changes nothing', () => {
    expect(featuresOf(known, { kind: 'as-written' })).toEqual(featuresOf(known));
  });

  it('single: alone, under its own title, an album that nobody knows', () => {
    const features = featuresOf(known, { kind: 'single' });
    expect(features).toMatchObject({
      single: 1,
      tracks_on_album: 1,
      tracks_on_own_album: 1,
      artists_on_album: 1,
      genres_on_album: known.genres!.length,
      album_length: known.title!.length,
    });
    const hit = { ...known, title: album };
    const { tracks: coded } = scoredTracks([{ ...hit, release: { kind: 'single' } }], vocabulary);
    // An album of the very name is there; the single is another one.
    expect([coded.album.codes[0], coded.albumOfArtist.codes[0], coded.albumInGenre.codes[0]]).toEqual([
      -1, -1, -1,
    ]);
    expect(coded.primary.codes[0]).toBe(tracks.primary.codes[0]);
  });

  it('album: of the artist alone, of so many tracks', () => {
    const features = featuresOf(known, { kind: 'album', tracks: 12 });
    expect(features).toMatchObject({
      single: 0,
      tracks_on_album: 12,
      tracks_on_own_album: 12,
      artists_on_album: 1,
    });
    expect(features.album_length).toBe(album.length);
    expect(onAlbum.length).not.toBe(12);
  });

  it('compilation: of so many artists, one track of each at least', () => {
    const features = featuresOf(known, { kind: 'compilation', artists: 40 });
    expect(features).toMatchObject({
      single: 0,
      artists_on_album: 40,
      tracks_on_album: 40,
      tracks_on_own_album: 1,
    });
  });

  it('without a name takes the length of a usual one', () => {
    const { album: _, ...nameless } = known;
    const lengths = vocabulary.album.map((name) => name.length).sort((a, b) => a - b);
    const features = featuresOf(nameless, { kind: 'album', tracks: 9 });
    expect(features.album_length).toBe(lengths[Math.floor(lengths.length / 2)]);
    expect(featuresOf(nameless).album_length).toBe(0);
  });

  it('leaves sound, title and artist as they are', () => {
    const plain = featuresOf(known);
    const single = featuresOf(known, { kind: 'single' });
    const touched = Object.keys(plain).filter((name) => plain[name] !== single[name]);
    expect(
      touched.every((name) => /album|single|releases_of/.test(name)),
      touched.join(),
    ).toBe(true);
  });
});
