import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  artefactSentences,
  counterfactualWords,
  familiesSentence,
  interactionSentence,
  type ReasonFacts,
  reasonTopic,
  reasonWords,
  roundedParts,
  signedPoints,
  soundBeyondGenreSentence,
  soundWords,
} from '../../src/index.js';

const USUAL = { low: -12, lowerQuarter: -9, median: -8, upperQuarter: -6, high: -4 };

function facts(values: Readonly<Record<string, number>>): ReasonFacts {
  return { value: (column) => values[column] ?? Number.NaN, usual: () => USUAL, among: 'techno' };
}

describe('words of a reason', () => {
  it('says how a sound stands in its genre, with both values', () => {
    expect(soundWords('loudness', -4.1, USUAL, 'techno')).toBe('Loud for techno (−4.1 dB against −8 dB)');
    expect(soundWords('loudness', -11, USUAL, 'techno')).toBe('Quiet for techno (−11 dB against −8 dB)');
    expect(soundWords('loudness', -7, USUAL, 'techno')).toMatch(/^Loudness usual for techno/);
    expect(soundWords('loudness', Number.NaN, USUAL, 'techno')).toBe('Loudness is not known');
    expect(soundWords('key', 1, null, '')).toBe('In the key of C♯/D♭');
  });

  it('counts what stands around a track', () => {
    expect(reasonWords('artists_on_album', facts({ artists_on_album: 40 }))).toBe(
      'On an album of 40 artists',
    );
    expect(reasonWords('artists_on_album', facts({ artists_on_album: 1 }))).toBe('On an album of one artist');
    expect(reasonWords('genres_of_track', facts({ genres_of_track: 1 }))).toBe('Listed under 1 genre');
    expect(reasonWords('album_says_party', facts({ album_says_party: 1 }))).toBe(
      'Album says party, hits, summer or dance',
    );
    expect(reasonWords('album_says_party', facts({ album_says_party: 0 }))).toContain('does not say');
  });

  it('tells history of one source once, and says when there is none', () => {
    expect(['artist_mean', 'artist_tracks', 'artist_zeros', 'artist_spread'].map(reasonTopic)).toEqual(
      Array(4).fill('artist'),
    );
    expect(reasonTopic('artist_in_genre_mean')).toBe('artist_in_genre');
    expect(reasonTopic('artists_on_album')).toBe('artists_on_album');
    expect(reasonWords('artist', facts({ artist_mean: 35, artist_tracks: 0 }))).toBe(
      'Nothing is known of this artist',
    );
    expect(reasonWords('artist', facts({ artist_mean: 61.6, artist_tracks: 14, artist_zeros: 0.4 }))).toBe(
      '14 other tracks of the artist suggest 62 points, 40 % of them at zero',
    );
    expect(reasonWords('artist', facts({ artist_mean: 1, artist_tracks: 1, artist_zeros: 0 }))).toBe(
      '1 other track of the artist suggests 1 point',
    );
  });

  it('has words for a column of which it knows nothing', () => {
    expect(reasonWords('moon_phase', facts({ moon_phase: 0.25 }))).toBe('moon phase: 0.25');
    expect(reasonWords('moon_phase', facts({}))).toBe('moon phase: not known');
  });
});

describe('points', () => {
  it('carry a sign', () => {
    expect([0.6, -18.2, 0.04, -0.04, 9.96].map(signedPoints)).toEqual(['+0.6', '−18', '±0', '±0', '+10']);
  });

  it('rounded, still add up to the rounded sum and none moves by more than a tenth', () => {
    const part = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 10 }), (parts) => {
        const rounded = roundedParts(parts);
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(rounded)).toBeCloseTo(Math.round(sum(parts) * 10) / 10, 6);
        rounded.forEach((value, i) => {
          expect(Math.abs(value - parts[i]!)).toBeLessThanOrEqual(0.1 + 1e-9);
        });
      }),
    );
  });
});

describe('sentences on what drives popularity', () => {
  it('changes with the numbers', () => {
    const beyond = {
      protocol: 'New artist',
      genre: 0.38,
      sound: 0.14,
      both: 0.41,
      gain: 0.03,
      gainSd: 0.004,
    };
    expect(soundBeyondGenreSentence(beyond).text).toBe(
      'Once genre is known, sound adds 0.030 to R² (sd 0.004): genre alone reaches 0.380, sound alone 0.140, both ' +
        'together 0.410 (New artist).',
    );
    expect(soundBeyondGenreSentence({ ...beyond, gain: 0.001 }).text).toContain('adds nothing');
  });

  it('judges an interaction by its spread', () => {
    const test = {
      id: 'x',
      titles: ['Energy', 'Valence'] as const,
      model: 'boosted',
      protocol: 'New artist',
      gainSd: 0.002,
    };
    expect(interactionSentence({ ...test, gain: 0.003 }).text).toContain('within the noise');
    expect(interactionSentence({ ...test, gain: 0.006 }).text).toContain('a trace');
    expect(interactionSentence({ ...test, gain: 0.05 }).text).toContain('it helps');
    expect(interactionSentence({ ...test, gain: -0.05 }).text).toMatch(/lowers R² by 0\.0500.*it harms/);
  });

  it('ranks families by share and names the hardest loss', () => {
    const said = familiesSentence({ id: 'f', protocol: 'Known artist', unit: 'recording' }, 0.83, [
      { title: 'sound', share: 0.1, fall: 0.01, fallSd: 0.002 },
      { title: 'album history', share: 0.9, fall: 0.48, fallSd: null },
    ]);
    expect(said?.text).toBe(
      'Known artist, by recording (R² 0.83): album history 90 %, sound 10 % of what moves the predictions. Without ' +
        'album history (its columns shuffled) R² falls by 0.48.',
    );
    expect(familiesSentence({ id: 'f', protocol: 'p', unit: 'u' }, 0.5, [])).toBeNull();
  });

  it('names only artefacts that the catalogue shows', () => {
    const counts = {
      genres: 114,
      smallestGenre: 904,
      middleGenre: 999,
      largestGenre: 1000,
      repeatedRecordings: 3022,
      meanGap: 12.6,
      splitShare: 0.259,
      zeros: 9447,
      zerosWithTwin: 0.248,
      zerosWithSong: 0.305,
      zerosWithSibling: 0.347,
    };
    expect(artefactSentences(counts).map(({ id }) => id)).toEqual([
      'equal-genres',
      'score-per-release',
      'zeros-with-twin',
    ]);
    const uneven = { ...counts, smallestGenre: 20, repeatedRecordings: 0, zeros: 0 };
    expect(artefactSentences(uneven)).toEqual([]);
  });
});

describe('words of a counterfactual', () => {
  const changes = [{ name: 'energy', from: 0.62, to: 0.71 }];
  const of = { bar: 60, before: 50, after: 60.2, changes, among: 'techno' };

  it('says each of the three answers', () => {
    expect(counterfactualWords({ ...of, outcome: 'already', before: 62, after: 62 })).toContain(
      'at or above 60',
    );
    expect(counterfactualWords({ ...of, outcome: 'reachable' })).toContain(
      'energy from 0.62 to 0.71 would make it 60.2',
    );
    expect(counterfactualWords({ ...of, outcome: 'not-reachable', after: 52.4 })).toBe(
      '60 is not reachable by sound: of the sounds usual for techno, the best that was found moves it from 50 to 52.4 ' +
        '(energy from 0.62 to 0.71).',
    );
    expect(counterfactualWords({ ...of, outcome: 'not-reachable', changes: [], after: 50 })).toContain(
      'no sound usual for techno moves it',
    );
  });

  it('leaves out changes that cannot be seen and counts those that are many', () => {
    const many = ['energy', 'valence', 'danceability', 'liveness', 'speechiness', 'acousticness'].map(
      (name, i) => ({
        name,
        from: 0.5,
        to: i === 0 ? 0.501 : 0.6,
      }),
    );
    const text = counterfactualWords({ ...of, outcome: 'reachable', changes: many });
    expect(text).not.toContain('energy');
    expect(text).toContain('and one smaller change');
  });
});
