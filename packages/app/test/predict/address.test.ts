import { expect, it } from 'vitest';
import { draftAt, paramsOf, releaseOf, releaseText, startOf } from '../../src/pages/predict/desk/address.js';
import { AS_WRITTEN, type Draft, draftOf, trackInput } from '../../src/pages/predict/desk/draft.js';

const base: Draft = {
  sound: { energy: 0.5, tempo: 120, key: 7 },
  title: 'A title',
  album: 'An album',
  artists: ['One', 'Two'],
  genres: ['techno'],
  release: AS_WRITTEN,
};

/** Through an address and back. */
function there(draft: Draft): Draft {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(paramsOf({ kind: 'usual' }, draft, base))) {
    if (value !== null) params.set(name, value);
  }
  return draftAt(new URLSearchParams(params.toString()), base);
}

it('writes only what differs from where one began', () => {
  const written = paramsOf(
    { kind: 'track', id: 'x1' },
    { ...base, sound: { ...base.sound, energy: 0.9 } },
    base,
  );
  expect(Object.entries(written).filter(([, value]) => value !== null)).toEqual([
    ['track', 'x1'],
    ['energy', '0.9'],
  ]);
});

it.each<[string, Partial<Draft>]>([
  ['an emptied title', { title: '' }],
  ['a title that begins like the sign for empty', { title: '~~ wave ~~' }],
  ['a lone sign', { title: '~' }],
  ['marks of addresses', { title: 'a&b=c?#%;+ d', album: '100 % “ß” 🎵' }],
  ['no artist', { artists: [] }],
  ['other artists', { artists: ['~tilde', 'Sigur Rós'] }],
  ['no genre', { genres: [] }],
  ['several genres in their order', { genres: ['pop', 'techno', 'r-n-b'] }],
  ['what is not known', { sound: { energy: null, tempo: 120, key: 7 } }],
  ['numbers to their last digit', { sound: { energy: 0.1 + 0.2, tempo: -0.000001, key: 0 } }],
  ['a single', { release: { kind: 'single' } }],
  ['an album', { release: { kind: 'album', tracks: 12 } }],
  ['a compilation', { release: { kind: 'compilation', artists: 40 } }],
])('an address brings back %s', (_, change) => {
  expect(there({ ...base, ...change })).toEqual({ ...base, ...change });
});

it.each([
  'energy=loud',
  'energy=',
  'energy=NaN',
  'energy=Infinity',
  'energy=%20',
  'release=album:0',
  'release=album:x',
  'release=compilation:1',
  'volume=11',
])('passes over nonsense: %s', (query) => {
  expect(draftAt(new URLSearchParams(query), base)).toEqual(base);
});

it('tells where a draft began', () => {
  expect(startOf(new URLSearchParams('track=a&like=b'))).toEqual({ kind: 'track', id: 'a' });
  expect(startOf(new URLSearchParams('like=black-metal'))).toEqual({ kind: 'genre', genre: 'black-metal' });
  expect(startOf(new URLSearchParams('energy=1'))).toEqual({ kind: 'usual' });
});

it('knows release situations by their text, and no others', () => {
  for (const text of ['single', 'as-written', 'album:1', 'compilation:2'])
    expect(releaseText(releaseOf(text)!)).toBe(text);
  expect([null, '', 'album', 'album:-1', 'album:1.5', 'mixtape'].map(releaseOf)).toEqual(Array(6).fill(null));
});

it('leaves out of a request what is not known, and keeps zeros', () => {
  const input = trackInput({
    ...base,
    sound: { energy: 0, tempo: null, key: 7 },
    title: '',
    artists: [],
    genres: [],
  });
  expect(input).toEqual({ sound: { energy: 0, key: 7 }, album: 'An album', release: { kind: 'as-written' } });
  expect(draftOf(input, ['energy', 'tempo', 'key'])).toEqual({
    ...base,
    sound: { energy: 0, tempo: null, key: 7 },
    title: '',
    artists: [],
    genres: [],
  });
});
