import { describe, expect, it } from 'vitest';
import { findOptions, toggled } from '../src/parts/options.js';

const options = ['hard rock', 'rock', 'rock-n-roll', 'k-pop', 'Forró', 'punk rock', 'baroque'].map(
  (title) => ({
    value: title,
    title,
  }),
);
const titles = (typed: string) => findOptions(options, typed).map((o) => o.title);

describe('findOptions', () => {
  it('gives everything, in its order, before a letter is typed', () => {
    expect(titles('  ')).toEqual(options.map((o) => o.title));
  });

  it('has what begins with the text first, then what has a word that does, then what holds it', () => {
    expect(titles('ro')).toEqual(['rock', 'rock-n-roll', 'hard rock', 'punk rock', 'Forró', 'baroque']);
    expect(titles('roc')).toEqual(['rock', 'rock-n-roll', 'hard rock', 'punk rock']);
    expect(titles('pop')).toEqual(['k-pop']);
  });

  it('wants every word, in any order', () => {
    expect(titles('rock ha')).toEqual(['hard rock']);
    expect(titles('rock zydeco')).toEqual([]);
  });

  it('does not mind accents and capitals', () => {
    expect(titles('FORRO')).toEqual(['Forró']);
    expect(titles('forró')).toEqual(['Forró']);
  });
});

describe('toggled', () => {
  it('adds at the end and takes away what is there', () => {
    expect(toggled(['a', 'b'], 'c', 9)).toEqual(['a', 'b', 'c']);
    expect(toggled(['a', 'b'], 'a', 9)).toEqual(['b']);
  });

  it('lets the oldest go beyond the most that may be chosen', () => {
    expect(toggled(['a', 'b'], 'c', 2)).toEqual(['b', 'c']);
    expect(toggled(['a'], 'b', 1)).toEqual(['b']);
    expect(toggled(['a'], 'b', Number.POSITIVE_INFINITY)).toEqual(['a', 'b']);
  });
});
