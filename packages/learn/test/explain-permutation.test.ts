import { permutationImportance, type Table, table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { random } from './random-ensemble.js';

const rows = 2000;
const next = random(9);
const a = Float64Array.from({ length: rows }, () => next() - 0.5);
const b = Float64Array.from({ length: rows }, () => next() - 0.5);
const noise = Float64Array.from({ length: rows }, () => next());
const data = table([
  { kind: 'numeric', name: 'a', values: a },
  { kind: 'numeric', name: 'b', values: b },
  { kind: 'numeric', name: 'noise', values: noise },
  { kind: 'coded', name: 'c', codes: Uint8Array.from(a, (v) => (v > 0 ? 1 : 0)), levels: ['low', 'high'] },
]);
const values = (t: Table, name: string) => {
  const column = t.columns.find((c) => c.name === name)!;
  return column.kind === 'numeric' ? column.values : column.codes;
};
const predict = (t: Table) => Float64Array.from(values(t, 'a'), (v, i) => 3 * v + values(t, 'b')[i]!);
const target = predict(data);
const variance = (x: ArrayLike<number>) => {
  const mean = Array.from(x).reduce((s, v) => s + v, 0) / x.length;
  return Array.from(x).reduce((s, v) => s + (v - mean) ** 2, 0) / x.length;
};

describe('permutation importance', () => {
  it('of an additive model is twice the share of variance of each term', () => {
    // shuffling w·x adds 2·w²·var(x) of squared error; R² falls by that over var(y)
    const { score, groups } = permutationImportance(predict, data, target, { repeats: 20, seed: 3 });
    expect(score).toBe(1);
    expect(groups.map((g) => g.name).slice(0, 2)).toEqual(['a', 'b']);
    const whole = variance(target);
    expect(groups[0]!.mean).toBeCloseTo((2 * 9 * variance(a)) / whole, 1);
    expect(groups[1]!.mean).toBeCloseTo((2 * variance(b)) / whole, 1);
    expect(groups[0]!.sd).toBeGreaterThan(0);
    for (const other of groups.slice(2)) expect(other.falls).toEqual(new Array(20).fill(0));
  });

  it('shuffles a group together', () => {
    // difference of two equal columns: nothing is lost when both move as one
    const twin = table([
      { kind: 'numeric', name: 'x', values: a },
      { kind: 'numeric', name: 'y', values: a },
      { kind: 'numeric', name: 'b', values: b },
    ]);
    const model = (t: Table) =>
      Float64Array.from(values(t, 'x'), (v, i) => v - values(t, 'y')[i]! + values(t, 'b')[i]!);
    const run = (groups: Record<string, string[]>) =>
      permutationImportance(model, twin, b, { groups, repeats: 2 }).groups.find((g) =>
        g.columns.includes('x'),
      )!;
    expect(run({ both: ['y', 'x'] })).toMatchObject({ name: 'both', columns: ['x', 'y'], mean: 0, sd: 0 });
    expect(run({}).mean).toBeGreaterThan(0.5);
  });

  it('repeats for a seed and differs for another', () => {
    const run = (seed: number) => permutationImportance(predict, data, target, { seed, repeats: 2 });
    expect(run(4)).toEqual(run(4));
    expect(run(4)).not.toEqual(run(5));
  });

  it('takes another score', () => {
    const score = (t: ArrayLike<number>, p: ArrayLike<number>) =>
      -Array.from(t).reduce((sum, v, i) => sum + Math.abs(v - p[i]!), 0) / t.length;
    const found = permutationImportance(predict, data, target, { score, repeats: 1 });
    expect(found.score).toBe(-0);
    expect(found.groups[0]!.mean).toBeGreaterThan(0.3);
  });

  it('refuses what makes no sense, naming it', () => {
    const run =
      (options: object, t: Table = data, y: ArrayLike<number> = target) =>
      () =>
        permutationImportance(predict, t, y, options);
    expect(run({ repeats: 0 })).toThrow(/repeats.*found 0/);
    expect(run({ repeats: Number.NaN })).toThrow(/repeats/);
    expect(run({ groups: { g: ['nope'] } })).toThrow(/"nope"/);
    expect(run({ groups: { g: ['a'], h: ['a'] } })).toThrow(/"a" is in group "g" and "h"/);
    expect(run({ groups: { g: [] } })).toThrow(/no columns/);
    expect(run({}, data, [1])).toThrow(/expected 2000 targets/);
    expect(run({}, table([]), [])).toThrow(/no rows/);
  });
});
