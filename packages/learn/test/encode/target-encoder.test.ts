import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTarget } from '../../src/encode/encode-target.js';
import { targetEncoderFromJSON } from '../../src/encode/target-encoder.js';
import { groupKFold, kFold } from '../../src/split/k-fold.js';

interface Fixture {
  codes: number[];
  levels: number;
  target: number[];
  cases: {
    smoothing: number;
    folds: number;
    seed: number;
    outOfFold: number[];
    new: number[];
    encoded: number[];
  }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/encode.json', import.meta.url), 'utf8'),
);

function named(codes: readonly number[], count: number) {
  return { codes: Uint8Array.from(codes), levels: Array.from({ length: count }, (_, i) => `level ${i}`) };
}

function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value)).toBeLessThan(1e-10);
  });
}

describe('target encoding', () => {
  it.each(fixture.cases)('is scikit-learn: smoothing $smoothing, $folds folds', (c) => {
    const categories = named(fixture.codes, fixture.levels);
    const plan = kFold(fixture.codes.length, { folds: c.folds, seed: c.seed, numpy: true });
    const { values, encoder } = encodeTarget(categories, fixture.target, { smoothing: c.smoothing, plan });
    expectNear(values, c.outOfFold);
    expectNear(encoder.encode(named(c.new, 11)), c.encoded);
  });

  it('never sees the target of the row it encodes, nor of any row held out with it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ code: fc.integer({ min: 0, max: 5 }), y: fc.integer({ min: 0, max: 100 }) }), {
          minLength: 6,
          maxLength: 40,
        }),
        fc.nat(),
        fc.integer({ min: -1000, max: 1000 }),
        fc.nat(100),
        (rows, pick, change, seed) => {
          const categories = named(
            rows.map(({ code }) => code),
            5,
          );
          const before = rows.map(({ y }) => y);
          const plan = kFold(rows.length, { folds: 3, seed });
          const changed = pick % rows.length;
          const after = before.with(changed, before[changed] + change);
          const first = encodeTarget(categories, before, { plan }).values;
          const second = encodeTarget(categories, after, { plan }).values;
          const together = plan.folds.find(({ test }) => test.includes(changed))!.test;
          for (const row of together) expect(second[row]).toBe(first[row]);
        },
      ),
    );
  });

  it('keeps whole groups from each other', () => {
    const artist = ['a', 'a', 'a', 'b', 'c', 'c'];
    const index = new Map([...new Set(artist)].map((name, i) => [name, i]));
    const categories = { codes: Uint16Array.from(artist, (a) => index.get(a)!), levels: [...index.keys()] };
    const plan = groupKFold(artist, { folds: 3 });
    const { values, counts } = encodeTarget(categories, [10, 20, 30, 1, 5, 7], { plan });
    expect([...counts]).toEqual([0, 0, 0, 0, 0, 0]);
    // Nothing is known of a held-out artist: the mean of the others.
    expect(values[0]).toBeCloseTo(13 / 3, 12);
    expect(values[3]).toBeCloseTo(72 / 5, 12);
  });

  it('counts what it knows and goes through JSON unchanged', () => {
    const categories = named([0, 0, 1, 7], 3);
    const { encoder, counts } = encodeTarget(categories, [1, 2, 0.1, 9], { folds: 4 });
    expect([...counts]).toEqual([1, 1, 0, 0]);
    const again = targetEncoderFromJSON(JSON.parse(JSON.stringify(encoder)));
    const fresh = {
      codes: Uint8Array.from([0, 1, 2, 3, 200]),
      levels: ['level 1', 'level 0', 'level 2', 'new'],
    };
    expect(again.encode(fresh)).toEqual(encoder.encode(fresh));
    expect([...again.count(fresh)]).toEqual([1, 2, 0, 0, 0]);
    expect(again.encode(fresh)[3]).toBe(encoder.mean);
    expect(JSON.stringify(again)).toBe(JSON.stringify(encoder));
  });

  it('refuses what it cannot encode', () => {
    const categories = named([0, 1, 0], 2);
    expect(() => encodeTarget(categories, [1, 2])).toThrow('expected 3, found 2');
    expect(() => encodeTarget(categories, [1, Number.NaN, 2])).toThrow('the target has NaN in row 1');
    expect(() => encodeTarget(categories, [1, 2, 3], { smoothing: -1 })).toThrow('found -1');
    expect(() => encodeTarget(categories, [1, 2, 3])).toThrow(
      'folds must be a whole number from 2 to the 3 rows',
    );
    expect(() => encodeTarget(categories, [1, 2, 3], { plan: kFold(6, { folds: 2 }) })).toThrow(
      'is for 6 rows',
    );
    const half = { ...kFold(3, { folds: 3 }), folds: kFold(3, { folds: 3 }).folds.slice(1) };
    expect(() => encodeTarget(categories, [1, 2, 3], { plan: half })).toThrow('held out 0 times');
  });

  it.each([
    [null, 'format'],
    [{ format: 'trackscope-target-encoder', version: 2 }, 'version 2'],
    [{ counts: [1] }, 'expected 2 numbers each, found "1 and 2"'],
    [{ values: [1, null] }, 'values[1]: expected a valid entry, found null'],
    [{ smoothing: -1 }, 'smoothing'],
    [{ mean: 'x' }, 'mean'],
  ])('refuses damaged JSON %o', (damage, message) => {
    const sound = encodeTarget(named([0, 1, 0], 2), [1, 2, 3], { folds: 3 }).encoder.toJSON();
    expect(() => targetEncoderFromJSON(damage && { ...sound, ...damage })).toThrow(message);
  });
});
