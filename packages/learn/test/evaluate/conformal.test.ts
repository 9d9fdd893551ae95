import { describe, expect, it } from 'vitest';
import { type Conformal, conformal, conformalFromJSON } from '../../src/evaluate/conformal.js';
import { conformalQuantile, conformalRank, shrunkQuantile } from '../../src/evaluate/conformal-quantile.js';
import { coverage, coverageBy } from '../../src/evaluate/coverage.js';
import { difficultyFromJSON, fitDifficulty } from '../../src/evaluate/difficulty.js';
import { createRandom } from '../../src/random/random.js';
import { kFold } from '../../src/split/k-fold.js';
import { table, takeRows } from '../../src/table/table.js';

const upTo = (n: number) => Float64Array.from({ length: n }, (_, i) => i + 1);
const zeros = (n: number) => new Float64Array(n);

/** Errors of three sizes: a large easy group, a middling one, a small hard one; size also follows x. */
function uneven(rows: number, seed: number) {
  const random = createRandom(seed);
  const x = Float64Array.from({ length: rows }, () => random.next());
  const groups = Array.from({ length: rows }, (_, i) =>
    i % 20 === 0 ? 'hard' : i % 4 === 0 ? 'middling' : 'easy',
  );
  const size = { easy: 1, middling: 3, hard: 10 };
  const actual = Float64Array.from(groups, (group) => size[group as 'easy'] * random.normal());
  const leaning = x.map((value) => 10 * value * random.normal());
  return { x, groups, actual, leaning, predicted: zeros(rows) };
}

describe('conformal quantile, by hand', () => {
  it('is the ⌈(n + 1)(1 − α)⌉-th score', () => {
    expect(conformalQuantile(upTo(9), 0.9)).toBe(9); // (9 + 1) × 0.9 = 9, whatever rounding says
    expect(conformalQuantile(upTo(19), 0.9)).toBe(18);
    expect(conformalQuantile(upTo(20), 0.9)).toBe(19); // 18.9
    expect(conformalQuantile(upTo(99), 0.8)).toBe(80);
    expect(conformalRank(8, 0.9)).toBe(9); // more than there are
    expect(conformalRank(5, 0.01)).toBe(1);
    expect(conformalQuantile(upTo(8), 0.9)).toBe(Number.POSITIVE_INFINITY); // 8.1 of 8
  });

  it('mixes a group with the whole by weight', () => {
    const own = Float64Array.of(10, 20, 30, 40);
    // Weight 4 of its own, 6 of the whole at 0: 11 × 0.5 = 5.5 is reached by the whole alone.
    expect(shrunkQuantile(own, Float64Array.of(0, 0, 0), 6, 0.5)).toBe(0);
    // 11 × 0.8 = 8.8: 6, then 7, 8, 9 with the third of its own.
    expect(shrunkQuantile(own, Float64Array.of(0, 0, 0), 6, 0.8)).toBe(30);
    expect(shrunkQuantile(own, Float64Array.of(0, 0, 0), 6, 0.95)).toBe(Number.POSITIVE_INFINITY);
    expect(shrunkQuantile(upTo(19), Float64Array.of(0), 0, 0.9)).toBe(18);
  });
});

describe('conformal intervals', () => {
  it('reach as far as the quantile of the errors, and no farther than targets can be', () => {
    const errors = Float64Array.of(-1, 2, -3, 4, -5, 6, -7, 8, -9);
    const made = conformal(errors, zeros(9), { range: [0, 100] });
    expect(made.whole).toEqual({ below: 9, above: 9 });
    expect(made.intervals([50, 5, 97])).toEqual({
      low: Float64Array.of(41, 0, 88),
      high: Float64Array.of(59, 14, 100),
    });
  });

  it('reach on each side by itself', () => {
    // 39 errors from −1 to −39 and nothing above: 5 % each side, the 38th of 39 scores.
    const made = conformal(
      upTo(39).map((e) => -e),
      zeros(39),
      { sides: 'each' },
    );
    expect(made.whole).toEqual({ below: 38, above: -2 });
    expect(made.intervals([0])).toEqual({ low: Float64Array.of(-38), high: Float64Array.of(-2) });
  });

  it('scale with sigma', () => {
    const made = conformal(
      upTo(9).map((e) => 2 * e),
      zeros(9),
      { sigma: zeros(9).fill(2) },
    );
    expect(made.intervals([0, 0], { sigma: [1, 10] }).high).toEqual(Float64Array.of(9, 90));
    expect(() => made.intervals([0])).toThrow(/sigma/);
    expect(() => made.intervals([0], { sigma: [0] })).toThrow(/sigma has 0 in row 0/);
  });

  it('widen or narrow two quantiles by what lies outside them', () => {
    // Romano et al. (2019), eq. 6–8: scores max(low − y, y − high); here −1, …, and the 9th of 9 is 3.
    const actual = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 13);
    const made = conformal(actual, { low: zeros(9), high: zeros(9).fill(10) });
    expect(made.whole).toEqual({ below: 3, above: 3 });
    expect(made.intervals({ low: [0], high: [10] })).toEqual({
      low: Float64Array.of(-3),
      high: Float64Array.of(13),
    });
  });

  it('become their middle when narrowed to nothing', () => {
    const made = conformal(zeros(9).fill(5), { low: zeros(9), high: zeros(9).fill(10) });
    expect(made.intervals({ low: [0], high: [4] })).toEqual({
      low: Float64Array.of(2),
      high: Float64Array.of(2),
    });
  });

  it('hold what they promise over all rows, and with groups in each of them', () => {
    const known = uneven(8000, 1);
    const fresh = uneven(20_000, 2);
    const plain = conformal(known.actual, known.predicted);
    const grouped = conformal(known.actual, known.predicted, { groups: known.groups });
    const simple = plain.intervals(fresh.predicted);
    const own = grouped.intervals(fresh.predicted, { groups: fresh.groups });
    for (const found of [simple, own]) {
      expect(coverage(fresh.actual, found).coverage).toBeGreaterThan(0.88);
      expect(coverage(fresh.actual, found).coverage).toBeLessThan(0.92);
    }
    const [worst] = coverageBy(fresh.actual, simple, fresh.groups);
    expect(worst.group).toBe('hard');
    expect(worst.coverage).toBeLessThan(0.5);
    for (const group of coverageBy(fresh.actual, own, fresh.groups))
      expect(group.coverage).toBeGreaterThan(0.86);
  });

  it('follow a model of difficulty, which is fitted out of fold', async () => {
    const known = uneven(4000, 3);
    const data = table([{ kind: 'numeric', name: 'x', values: known.x }]);
    const plan = kFold(4000, { folds: 4 });
    const difficulty = await fitDifficulty(data, known.leaning, plan);
    const made = conformal(known.leaning, known.predicted, { sigma: difficulty.outOfFold });
    const fresh = uneven(10_000, 4);
    const rows = table([{ kind: 'numeric', name: 'x', values: fresh.x }]);
    const found = made.intervals(fresh.predicted, { sigma: difficulty.sigma(rows) });
    const bands = fresh.x.map((x) => Math.floor(4 * x));
    for (const band of coverageBy(fresh.leaning, found, bands)) {
      expect(band.coverage).toBeGreaterThan(0.84);
      expect(band.coverage).toBeLessThan(0.96);
    }
    const plain = conformal(known.leaning, known.predicted).intervals(fresh.predicted);
    expect(coverageBy(fresh.leaning, plain, bands)[0].coverage).toBeLessThan(0.8);
    const again = difficultyFromJSON(JSON.parse(JSON.stringify(difficulty)));
    const few = takeRows(rows, [0, 1, 2]);
    expect(again.sigma(few)).toEqual(difficulty.sigma(few));
    expect(() => difficultyFromJSON({})).toThrow(expect.objectContaining({ code: 'bad-model' }));
  });

  it('treat unknown and small groups as the whole', () => {
    const groups = Array.from({ length: 100 }, (_, i) => (i < 10 ? 'few' : 'many'));
    const actual = upTo(100);
    const made = conformal(actual, zeros(100), { groups, shrinkage: 0 });
    expect(made.groups).toEqual([{ group: 'many', rows: 90, below: 92, above: 92 }]); // 82nd (81.9) of 11 … 100
    const { high } = made.intervals([0, 0, 0], { groups: ['few', 'new', 'many'] });
    expect(high).toEqual(Float64Array.of(91, 91, 92));
  });

  it('go through JSON unchanged, infinite ones too', () => {
    const known = uneven(300, 5);
    const cases: Conformal[] = [
      conformal(known.actual, known.predicted, {
        groups: known.groups,
        range: [-50, 50],
        sides: 'each',
        minGroup: 5,
      }),
      conformal(upTo(3), zeros(3)),
    ];
    for (const made of cases) {
      const again = conformalFromJSON(JSON.parse(JSON.stringify(made)));
      expect(again.intervals(known.predicted, { groups: known.groups })).toEqual(
        made.intervals(known.predicted, { groups: known.groups }),
      );
      expect(JSON.stringify(again)).toBe(JSON.stringify(made));
    }
    expect(cases[1].intervals([0]).high[0]).toBe(Number.POSITIVE_INFINITY);
    const json = JSON.parse(JSON.stringify(cases[0]));
    for (const key of Object.keys(json)) {
      const { [key]: _, ...rest } = json;
      expect(() => conformalFromJSON(rest), key).toThrow(expect.objectContaining({ code: 'bad-model' }));
    }
  });

  it('refuse what cannot be calibrated', () => {
    const refused = (code: string, ...given: Parameters<typeof conformal>) =>
      expect(() => conformal(...given)).toThrow(expect.objectContaining({ code }));
    refused('metric-empty', [], []);
    refused('metric-length', [1], [1, 2]);
    refused('metric-value', [Number.NaN], [1]);
    refused('metric-value', [1], [1], { sigma: [0] });
    refused('metric-length', [1], [1], { groups: ['a', 'b'] });
    for (const options of [{ coverage: 1 }, { coverage: Number.NaN }, { minGroup: 0 }, { shrinkage: -1 }])
      refused('bad-option', [1], [1], options);
    refused('bad-option', [1], [1], { range: [1, 0] });
  });
});

describe('coverage', () => {
  it('counts by hand, ends included', () => {
    const intervals = { low: Float64Array.of(0, 0, 0, 0), high: Float64Array.of(1, 2, 3, 4) };
    expect(coverage([0, 2, 4, 5], intervals)).toMatchObject({
      rows: 4,
      covered: 2,
      coverage: 0.5,
      width: 2.5,
    });
    const endless = {
      low: Float64Array.of(Number.NEGATIVE_INFINITY),
      high: Float64Array.of(Number.POSITIVE_INFINITY),
    };
    expect(coverage([3], endless)).toMatchObject({ covered: 1, width: Number.POSITIVE_INFINITY });
    const unknown = { low: Float64Array.of(Number.NaN), high: Float64Array.of(1) };
    expect(() => coverage([3], unknown)).toThrow(/intervals.low has NaN in row 0/);
    const [first, second] = coverageBy([0, 2, 4, 5], intervals, [7, 7, 8, 8]);
    expect(first).toMatchObject({ group: '8', covered: 0, low: 0, width: 3.5 });
    expect(second).toMatchObject({ group: '7', covered: 2, high: 1, width: 1.5 });
  });
});
