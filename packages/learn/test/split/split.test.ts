import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupKFold, kFold, stratifiedKFold } from '../../src/split/k-fold.js';
import { checkPlan, describePlan, type SplitPlan } from '../../src/split/plan.js';
import { trainTest } from '../../src/split/train-test.js';

const heldOut = (plan: SplitPlan) => plan.folds.map(({ test }) => [...test]);

// Expected rows were printed by scikit-learn 1.9.1.
describe('splits that scikit-learn makes too', () => {
  it('trainTest', () => {
    const [{ train, test }] = trainTest(11, { testShare: 0.25, seed: 9, numpy: true }).folds;
    expect([...train]).toEqual([2, 1, 10, 9, 3, 8, 6, 5]);
    expect([...test]).toEqual([7, 4, 0]);
  });

  it('the published split', () => {
    const [{ train, test }] = trainTest(113_422, { testShare: 0.2, seed: 42, numpy: true }).folds;
    expect(test.length).toBe(22_685);
    expect([...test.subarray(0, 5)]).toEqual([93907, 75559, 75938, 50143, 79988]);
    expect([...train.subarray(0, 5)]).toEqual([71360, 88538, 30031, 17542, 9035]);
  });

  it('kFold in order and shuffled', () => {
    expect(heldOut(kFold(11, { folds: 3, shuffle: false }))).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10],
    ]);
    expect(heldOut(kFold(11, { folds: 3, seed: 5, numpy: true }))).toEqual([
      [2, 5, 8, 10],
      [0, 1, 4, 7],
      [3, 6, 9],
    ]);
  });
});

describe('plans', () => {
  it('hold out every row once, whole groups together, in folds as even as groups allow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 14, maxLength: 120 }),
        fc.integer({ min: 2, max: 4 }),
        fc.nat(1000),
        (labels, folds, seed) => {
          fc.pre(new Set(labels).size >= folds);
          const grouped = groupKFold(labels, { folds, seed });
          checkPlan(grouped, { groups: labels });
          const largest = Math.max(...labels.map((l) => labels.filter((m) => m === l).length));
          const sizes = grouped.folds.map(({ test }) => test.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(largest);
          expect(groupKFold(labels, { folds, seed })).toEqual(grouped);

          const strata = stratifiedKFold(labels, { folds, seed });
          checkPlan(strata);
          for (const label of new Set(labels)) {
            const counts = strata.folds.map(({ test }) => test.filter((row) => labels[row] === label).length);
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          }

          const plain = kFold(labels.length, { folds, seed });
          checkPlan(plain);
          expect(plain.folds[0].test.length - plain.folds[folds - 1].test.length).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('differ between seeds', () => {
    expect(kFold(100, { seed: 1 })).not.toEqual(kFold(100, { seed: 2 }));
    expect(trainTest(100, { seed: 1 })).not.toEqual(trainTest(100, { seed: 2 }));
    const groups = Array.from({ length: 100 }, (_, i) => `artist ${i >> 1}`);
    expect(groupKFold(groups, { seed: 1 })).not.toEqual(groupKFold(groups, { seed: 2 }));
  });

  it('describe themselves', () => {
    expect(describePlan(groupKFold(['a', 'b', 'a', 'c', 'b', 'a'], { folds: 2, seed: 3 }))).toBe(
      [
        'group-k-fold: 2 folds of 6 rows in 3 groups, seed 3',
        '  fold 1: 3 rows to learn from, 3 held out',
        '  fold 2: 3 rows to learn from, 3 held out',
      ].join('\n'),
    );
    expect(describePlan(kFold(4, { folds: 2, shuffle: false }))).toMatch(
      /^k-fold: 2 folds of 4 rows, not shuffled\n/,
    );
    expect(describePlan(trainTest(10))).toMatch(
      /1 fold of 10 rows, seed 0\n {2}fold 1: 8 rows .* 2 held out$/,
    );
  });

  const plan = (...folds: [number[], number[]][]): SplitPlan => ({
    kind: 'given',
    rows: 4,
    groups: 0,
    seed: null,
    folds: folds.map(([train, test]) => ({ train: Uint32Array.from(train), test: Uint32Array.from(test) })),
  });

  it.each([
    [plan(), 'it has no folds'],
    [plan([[], [1]]), 'fold 1 has no rows to learn from'],
    [plan([[1], []]), 'fold 1 holds out no rows'],
    [plan([[0, 4], [1]]), 'fold 1 has row 4, the table ends at 3'],
    [plan([[0], [9]]), 'fold 1 has row 9'],
    [plan([[0, 0], [1]]), 'fold 1 learns from row 0 twice'],
    [plan([[0, 1], [1]]), 'fold 1 has row 1 on both sides'],
    [plan([[0], [1, 1]]), 'fold 1 holds out row 1 twice'],
    [
      plan(
        [
          [2, 3],
          [0, 1],
        ],
        [[0, 1, 3], [2]],
      ),
      'row 3 is held out 0 times, expected once',
    ],
    [
      plan(
        [
          [2, 3],
          [0, 1],
        ],
        [[0], [1, 2, 3]],
      ),
      'row 1 is held out 2 times',
    ],
  ])('are refused when unsound (%#)', (unsound, message) => {
    expect(() => checkPlan(unsound)).toThrow(message);
  });

  it('are refused when a group is on both sides', () => {
    const sound = plan(
      [
        [2, 3],
        [0, 1],
      ],
      [
        [0, 1],
        [2, 3],
      ],
    );
    checkPlan(sound, { groups: ['a', 'a', 'b', 'b'] });
    expect(() => checkPlan(sound, { groups: ['a', 'b', 'b', 'b'] })).toThrow(
      'fold 1 has group b on both sides, seen at row 1',
    );
    expect(() => checkPlan(sound, { groups: [1] })).toThrow('it is for 4 rows, the groups for 1');
  });

  it('refuse impossible settings', () => {
    expect(() => kFold(3, { folds: 4 })).toThrow('from 2 to the 3 rows there are, found 4');
    expect(() => kFold(3, { folds: Number.NaN })).toThrow('found NaN');
    expect(() => groupKFold([1, 1, 1], { folds: 2 })).toThrow('the 1 groups there are');
    expect(() => trainTest(1)).toThrow('leave one side empty');
    expect(() => trainTest(10, { testShare: 0 })).toThrow('above 0 and below 1, found 0');
    expect(() => trainTest(10, { testShare: Number.NaN })).toThrow('found NaN');
  });
});
