import { describe, expect, it } from 'vitest';
import { closest } from '../../src/ingest/closest.js';
import { dialectOf, splitRecord } from '../../src/ingest/dialect.js';
import { durationUnitOf } from '../../src/ingest/duration.js';
import { encodingOf, Utf8Tally } from '../../src/ingest/encoding.js';
import { matchColumns } from '../../src/ingest/match.js';

/** Headers of catalogues that are in circulation. */
const FEEDS: Record<string, [string, Record<string, string>]> = {
  'thirty thousand songs': [
    'track_id,track_name,track_artist,track_popularity,track_album_id,track_album_name,track_album_release_date,playlist_name,playlist_id,playlist_genre,playlist_subgenre,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms',
    {
      artists: 'track_artist',
      popularity: 'track_popularity',
      album_name: 'track_album_name',
      track_genre: 'playlist_genre',
      duration_min: 'duration_ms',
    },
  ],
  'a playlist export': [
    'Track URI,Track Name,Album Name,Artist Name(s),Release Date,Duration (ms),Popularity,Explicit,Added By,Added At,Genres,Record Label,Danceability,Energy,Key,Loudness,Mode,Speechiness,Acousticness,Instrumentalness,Liveness,Valence,Tempo,Time Signature',
    {
      track_id: 'Track URI',
      artists: 'Artist Name(s)',
      duration_min: 'Duration (ms)',
      track_genre: 'Genres',
      time_signature: 'Time Signature',
    },
  ],
  'audio features of an interface': [
    'id,uri,name,artists,duration_ms,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature,track_href,analysis_url',
    { track_id: 'id', track_name: 'name' },
  ],
};

describe('matchColumns', () => {
  it.each(Object.entries(FEEDS))('understands %s', (_, [header, expected]) => {
    const match = matchColumns(header.split(','));
    expect(match.problems).toEqual([]);
    const found = Object.fromEntries(match.used.map(({ ours, theirs }) => [ours, theirs]));
    expect(found).toMatchObject(expected);
  });

  it('collects every problem at once', () => {
    const { problems } = matchColumns(['artist', 'artist_name', 'nrg'], { nrg: 'enrgy', foo: 'tempo' });
    expect(problems.map(({ kind }) => kind).slice(0, 3)).toEqual([
      'unknown-target',
      'unknown-source',
      'ambiguous',
    ]);
    expect(problems.filter(({ kind }) => kind === 'missing').map((p) => 'column' in p && p.column)).toContain(
      'track_name',
    );
  });
});

describe('dialectOf', () => {
  it.each([
    ['artists;track_name;a,b', ';'],
    ['"artists, all"\ttrack_name', '\t'],
    ['x|y|z\n1,2,3,4', '|'],
    ['artists', ','],
  ])('reads %j', (head, delimiter) => {
    expect(dialectOf(head).delimiter).toBe(delimiter);
  });

  it('splits a header that quotes', () => {
    expect(splitRecord('"a ""b""",c,"d\ne" ,\r\nx', { delimiter: ',', quote: '"' })).toEqual([
      'a "b"',
      'c',
      'd\ne',
      '',
    ]);
    expect(splitRecord('"a,b\nc,d', { delimiter: ',', quote: '"' })).toBeNull();
    expect(splitRecord('"a"b,c', { delimiter: ',', quote: '"' })).toBeNull();
  });
});

describe('encodings', () => {
  it('takes a text without a mark for UTF-8 unless its zeros say otherwise', () => {
    expect(encodingOf(Buffer.from('artists,é'))).toBe('utf-8');
    expect(encodingOf(Buffer.from('artists,é', 'utf16le'))).toBe('utf-16le');
    expect(encodingOf(Buffer.from([]))).toBe('utf-8');
  });

  it('tells Latin-1 from damaged UTF-8, in any chunks', () => {
    const verdict = (bytes: Buffer, chunk: number) => {
      const tally = new Utf8Tally();
      for (let i = 0; i < bytes.length; i += chunk) tally.push(bytes.subarray(i, i + chunk));
      return tally.verdict();
    };
    for (const chunk of [1, 2, 100]) {
      expect(verdict(Buffer.from('Beyoncé, Señorita', 'latin1'), chunk)).toBe('latin-1');
      expect(verdict(Buffer.concat([Buffer.from('Beyoncé, 東京'), Buffer.of(0xff)]), chunk)).toBe('utf-8');
    }
  });
});

it('guesses a unit of time from a median, the bounds included', () => {
  expect([null, 3, 30, 30.1, 200, 5000, 5001, 215_000].map(durationUnitOf)).toEqual([
    'min',
    'min',
    'min',
    's',
    's',
    's',
    'ms',
    'ms',
  ]);
});

it('finds the closest name, or none', () => {
  expect(closest('danceabilty', ['energy', 'Danceability'])).toBe('Danceability');
  expect(closest('danceability', ['x', 'foo'])).toBeNull();
});
