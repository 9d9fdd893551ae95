import { describe, expect, it } from 'vitest';
import { exploreOf } from '../src/pages/overview/where-filter.js';

describe('exploreOf', () => {
  it('reads genres, artists, albums and ranges', () => {
    expect(
      exploreOf("first_of_track AND list_contains(track_genres, 'rock-n-roll') AND popularity >= 70"),
    ).toEqual({
      genre: 'rock-n-roll',
      popularity: '70..100',
    });
    expect(exploreOf("first_of_track AND list_contains(artist_list, 'Guns N'' Roses')")).toEqual({
      artist: "Guns N' Roses",
    });
    expect(exploreOf("first_of_track AND album_name = 'SOUR'")).toEqual({ q: 'SOUR' });
    expect(
      exploreOf('first_of_track AND popularity IS NOT NULL AND duration_min >= 3 AND duration_min < 4'),
    ).toEqual({
      duration_min: '3..4',
    });
    expect(
      exploreOf('first_of_track AND popularity IS NOT NULL AND energy >= 0.5 AND valence < 0.5'),
    ).toEqual({
      energy: '0.5..1',
      valence: '0..0.5',
    });
    expect(exploreOf('first_of_track AND popularity IS NOT NULL AND explicit')).toEqual({ explicit: 'yes' });
    expect(exploreOf('first_of_track AND popularity = 0')).toEqual({ popularity: '0..0' });
  });

  it('says nothing where all tracks are meant, or more than a filter can say', () => {
    expect(exploreOf('first_of_track AND popularity IS NOT NULL AND "energy" IS NOT NULL')).toBeNull();
    expect(exploreOf('first_of_track AND (tempo = 0 OR time_signature = 0)')).toBeNull();
    expect(
      exploreOf('first_of_track AND recording IN (SELECT recording FROM listings WHERE popularity > 0)'),
    ).toBeNull();
  });
});
