import type { Profile } from '@trackscope/catalogue';
import { describe, expect, it } from 'vitest';
import { usualSound } from '../../src/score/usual-sound.js';

const estimate = (value: number) => ({ value, low: value, high: value, n: 100 });
const column = (name: string, min: number, max: number, histogram: object) => ({
  name,
  min,
  max,
  count: 100,
  histogram,
});
const feature = (five: readonly number[], mean = five[2]!) => {
  const [min, q1, median, q3, max] = five;
  return { min, q1, median, q3, max, mean: estimate(mean) };
};

const usual = usualSound({
  columns: [
    column('energy', 0, 1, { start: 0, step: 0.25, counts: [40, 30, 20, 10] }),
    column('tempo', 0, 300, { start: 50, step: 50, counts: [30, 40, 30], below: 5, above: 10 }),
    column('key', 0, 3, { start: 0, step: 1, counts: [10, 20, 30, 40] }),
    column('explicit', 0, 1, { start: 0, step: 1, counts: [90, 10] }),
  ],
  genres: [
    {
      name: 'loud',
      tracks: 50,
      features: {
        energy: feature([0.1, 0.5, 0.75, 0.75, 1]),
        key: feature([0, 1, 2, 3, 3]),
        explicit: feature([0, 0, 0, 1, 1], 0.3),
      },
    },
    { name: 'rare', tracks: 19, features: { energy: feature([0, 0.1, 0.2, 0.3, 0.4]) } },
  ],
} as unknown as Pick<Profile, 'columns' | 'genres'>);

describe('what is usual in a catalogue', () => {
  it('is read off the histogram, straight within a bin', () => {
    const { below, quantile, min, max } = usual.overall('energy')!;
    expect([0, 0.125, 0.25, 0.5, 0.75, 1].map(below)).toEqual(
      [0, 0.2, 0.4, 0.7, 0.9, 1].map((x) => expect.closeTo(x, 12)),
    );
    expect(quantile(0.2)).toBeCloseTo(0.125, 12);
    expect(quantile(0.95)).toBeCloseTo(0.875, 12);
    expect([min, max, below(-1), below(2)]).toEqual([0, 1, 0, 1]);
  });

  it('has those beyond the bins between the bins and the ends', () => {
    const { below } = usual.overall('tempo')!;
    expect([0, 25, 50, 100, 150, 200, 250, 300].map(below)).toEqual(
      [0, 0.025, 0.05, 0.3, 0.7, 0.9, 0.95, 1].map((x) => expect.closeTo(x, 12)),
    );
  });

  it('counts whole numbers one by one', () => {
    const { below, whole, usual: range } = usual.overall('key')!;
    expect(whole).toBe(true);
    expect([0, 0.9, 1, 2, 3].map(below)).toEqual([0.1, 0.1, 0.3, 0.6, 1].map((x) => expect.closeTo(x, 12)));
    expect([range.lowerQuarter, range.median, range.upperQuarter]).toEqual([1, 2, 3]);
  });

  it('of a genre keeps its five numbers, and the catalogue between them', () => {
    const { below, quantile, usual: range, tracks } = usual.ofGenre('loud', 'energy')!;
    expect([0.1, 0.5, 1].map(below)).toEqual([0, 0.25, 1].map((x) => expect.closeTo(x, 12)));
    // A quarter of the tracks lies at 0.75 itself.
    expect(below(0.75)).toBeCloseTo(0.75, 12);
    expect(below(0.7499999)).toBeLessThan(0.51);
    expect([range.lowerQuarter, range.median, range.upperQuarter]).toEqual(
      [0.5, 0.75, 0.75].map((x) => expect.closeTo(x, 12)),
    );
    // From 0.1 to 0.25 the catalogue has 0.24 of its tracks, to 0.5 another 0.3: 24/54 of the genre's first quarter.
    expect(below(0.25)).toBeCloseTo((0.25 * 0.24) / 0.54, 2);
    expect(quantile(0)).toBeCloseTo(0.1, 12);
    expect(tracks).toBe(50);
  });

  it('of a flag in a genre is its share; of keys nothing is told', () => {
    expect(usual.ofGenre('loud', 'explicit')!.below(0)).toBeCloseTo(0.7, 12);
    expect(usual.ofGenre('loud', 'key')).toBeNull();
  });

  it('is not told of few tracks, nor of what is not there', () => {
    expect(usual.ofGenre('rare', 'energy')).toBeNull();
    expect(usual.ofGenre('none', 'energy')).toBeNull();
    expect(usual.overall('charm')).toBeNull();
  });
});
