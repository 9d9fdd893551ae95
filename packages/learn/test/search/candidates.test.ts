import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { boundNotes } from '../../src/evaluate/bounds.js';
import {
  type Candidate,
  type Distribution,
  gridCandidates,
  sampleCandidates,
} from '../../src/evaluate/space.js';

const fixture: Record<'published' | 'mixed' | 'some' | 'all' | 'few' | 'grid', Candidate[]> = JSON.parse(
  readFileSync(new URL('../../fixtures/search.json', import.meta.url), 'utf8'),
);

/** The published search, its options in scikit-learn's order. */
const published = {
  colsample_bytree: { uniform: [0.6, 0.4] },
  gamma: { uniform: [0, 5] },
  learning_rate: { uniform: [0.01, 0.2] },
  max_depth: { randint: [3, 12] },
  min_child_weight: { randint: [1, 10] },
  n_estimators: { randint: [200, 800] },
  subsample: { uniform: [0.6, 0.4] },
} as const;

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);
const grid = { a: upTo(5), b: ['u', 'v', 'w'], c: [true, false] };
const choices = { a: { choice: grid.a }, b: { choice: grid.b }, c: { choice: grid.c } };

describe('candidates', () => {
  it('are those of the published search, its winner the 27th', () => {
    const found = sampleCandidates(published, 40, 42);
    expect(found).toEqual(fixture.published);
    expect(found[26]).toEqual({
      colsample_bytree: 0.9238004184558861,
      gamma: 1.7433299364586468,
      learning_rate: 0.029235310218284155,
      max_depth: 11,
      min_child_weight: 1,
      n_estimators: 750,
      subsample: 0.9746919954946938,
    });
  });

  it('mix choices, whole numbers and orders of magnitude', () => {
    const space = {
      a: { choice: ['x', 'y', 'z'] },
      b: { logUniform: [1e-4, 10] },
      c: { randint: [-5, 3] },
    } as const;
    const found = sampleCandidates(space, 12, 7);
    expect(found.map(({ a, c }) => ({ a, c }))).toEqual(fixture.mixed.map(({ a, c }) => ({ a, c })));
    found.forEach(({ b }, i) => {
      expect(b).toBeCloseTo(Number(fixture.mixed[i].b), 12);
    });
  });

  it('of choices alone never come twice', () => {
    expect(sampleCandidates(choices, 11, 3)).toEqual(fixture.some);
    expect(sampleCandidates(choices, 99, 3)).toEqual(fixture.all);
    const wide = { a: { choice: upTo(60) }, b: { choice: upTo(50) } };
    expect(sampleCandidates(wide, 9, 3)).toEqual(fixture.few);
  });

  it('of a grid are all combinations', () => {
    expect(gridCandidates(grid)).toEqual(fixture.grid);
  });

  it.each<[string, Distribution]>([
    ['upside down', { randint: [5, 5] }],
    ['fractions', { randint: [0.5, 5] }],
    ['no width', { uniform: [1, 0] }],
    ['NaN', { uniform: [Number.NaN, 1] }],
    ['a logarithm of 0', { logUniform: [0, 1] }],
    ['nothing', { choice: [] }],
    ['unknown', { normal: [0, 1] } as unknown as Distribution],
  ])('refuse a space with %s', (_, distribution) => {
    expect(() => sampleCandidates({ depth: distribution }, 3, 1)).toThrow(
      /option "depth": expected \{randint/,
    );
  });

  it('refuse an empty search', () => {
    expect(() => sampleCandidates({}, 3, 1)).toThrow('has no options');
    expect(() => gridCandidates({})).toThrow('has no options');
    expect(() => gridCandidates({ a: [] })).toThrow('option "a"');
    expect(() => sampleCandidates(choices, 0, 1)).toThrow('1 or more, found 0');
  });
});

describe('bounds', () => {
  const notes = (value: number | string, distribution: Distribution) =>
    boundNotes({ x: value }, [['x', distribution]]).map(({ end }) => end);

  it('are reported for the published winner', () => {
    const found = boundNotes(fixture.published[26], Object.entries<Distribution>(published));
    expect(found.map(({ option, end }) => `${option} ${end}`)).toEqual([
      'max_depth high',
      'min_child_weight low',
    ]);
    expect(found[0].message).toBe(
      'the best max_depth, 11, lies at the high end of what was tried, 3 to 11: a better one may lie beyond',
    );
  });

  it('reach 2 % into a range', () => {
    expect(notes(0.0141, { uniform: [0.01, 0.2] })).toEqual([]);
    expect(notes(0.0139, { uniform: [0.01, 0.2] })).toEqual(['low']);
    expect(notes(0.2061, { uniform: [0.01, 0.2] })).toEqual(['high']);
    expect(notes(0.15, { logUniform: [0.1, 1e9] })).toEqual(['low']);
    expect(notes(211, { randint: [200, 800] })).toEqual(['low']);
    expect(notes(787, { randint: [200, 800] })).toEqual([]);
  });

  it('are the first and last of three numbers or more', () => {
    expect(notes(1, { choice: [1, 5] })).toEqual([]);
    expect(notes(9, { choice: [9, 1, 5] })).toEqual(['high']);
    expect(notes(5, { choice: [9, 1, 5] })).toEqual([]);
    expect(notes('a', { choice: ['a', 'b', 'c'] })).toEqual([]);
  });
});
