import { dependence, type Table, table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';

// loud: 0, 1, …, 99 and two gaps; genre: 60 rock, 40 jazz, 2 unseen
const loud = Float64Array.from({ length: 102 }, (_, i) => (i < 100 ? i : Number.NaN));
const data = table([
  { kind: 'numeric', name: 'loud', values: loud },
  { kind: 'numeric', name: 'key', values: Float32Array.from({ length: 102 }, (_, i) => i % 3) },
  {
    kind: 'coded',
    name: 'genre',
    codes: Uint8Array.from({ length: 102 }, (_, i) => (i < 60 ? 0 : i < 100 ? 1 : 2)),
    levels: ['rock', 'jazz'],
  },
]);
/** loud² + 10 key, and 5 more for jazz. */
function predict(t: Table): Float64Array {
  const [x, key, genre] = t.columns;
  if (x?.kind !== 'numeric' || key?.kind !== 'numeric' || genre?.kind !== 'coded') throw new Error('columns');
  return Float64Array.from({ length: t.rows }, (_, i) => {
    const v = Number.isNaN(x.values[i]!) ? 0 : x.values[i]!;
    return v * v + 10 * key.values[i]! + (genre.codes[i] === 1 ? 5 : 0);
  });
}

describe('dependence', () => {
  it('averages the curves of all rows at even points between the percentiles', () => {
    const found = dependence(predict, data, 'loud', { grid: 5 });
    expect(found.grid.map((v) => +v.toFixed(4))).toEqual([0.99, 25.245, 49.5, 73.755, 98.01]);
    expect(found.rows).toHaveLength(102);
    const rest = (10 * (34 * 1 + 34 * 2) + 40 * 5) / 102; // mean of what the other columns give
    found.grid.forEach((v, i) => {
      expect(found.mean[i]).toBeCloseTo(v * v + rest, 9);
    });
    expect(found.curves[5 * 61 + 2]).toBeCloseTo(49.5 ** 2 + 10 * 1 + 5, 2);
  });

  it('counts the rows nearest to each point', () => {
    const { density, missing } = dependence(predict, data, 'loud', { grid: [0, 10, 90] });
    // 0…5 | 6…50 | 51…99; a value half way counts for the lower point
    expect([...density].map((d) => d * 102)).toEqual([6, 45, 49]);
    expect(missing).toBeCloseTo(2 / 102, 12);
  });

  it('takes the values themselves when there are few', () => {
    const found = dependence(predict, data, 'key', { grid: 12 });
    expect(found.grid).toEqual([0, 1, 2]);
    expect([...found.density].map((d) => Math.round(d * 102))).toEqual([34, 34, 34]);
    expect(found.mean[2]! - found.mean[0]!).toBeCloseTo(20, 9);
  });

  it('goes over the levels of a coded column', () => {
    const found = dependence(predict, data, 'genre');
    expect([found.kind, found.grid, found.levels]).toEqual(['coded', [0, 1], ['rock', 'jazz']]);
    expect(found.mean[1]! - found.mean[0]!).toBeCloseTo(5, 9);
    expect([...found.density, found.missing].map((d) => Math.round(d * 102))).toEqual([60, 40, 2]);
  });

  it('picks rows by the seed', () => {
    const rows = (seed: number) => dependence(predict, data, 'key', { rows: 10, seed }).rows;
    expect(rows(1)).toEqual(rows(1));
    expect(rows(1)).not.toEqual(rows(2));
    expect(new Set(rows(1)).size).toBe(10);
    expect([...rows(1)]).toEqual([...rows(1)].sort((a, b) => a - b));
  });

  it('has one point for a constant column and few for one with rare outliers', () => {
    const of = (values: Float64Array) =>
      dependence((t) => new Float64Array(t.rows), table([{ kind: 'numeric', name: 'x', values }]), 'x', {
        grid: 3,
      });
    expect(of(new Float64Array(50).fill(7)).grid).toEqual([7]);
    const spiky = new Float64Array(1000);
    spiky.set([-5, -4, 8, 9, 10]);
    expect(of(spiky).grid).toEqual([-5, 0, 10]);
  });

  it('refuses what makes no sense', () => {
    expect(() => dependence(predict, data, 'tempo')).toThrow(/no column "tempo"/);
    expect(() => dependence(predict, data, 'loud', { grid: 1 })).toThrow(/grid/);
    expect(() => dependence(predict, data, 'loud', { grid: [3, 2] })).toThrow(/ascending/);
    expect(() => dependence(predict, data, 'loud', { rows: 0 })).toThrow(/rows/);
    expect(() => dependence(predict, table([]), 'loud')).toThrow(/no column/);
    const empty = table([{ kind: 'numeric', name: 'x', values: Float64Array.of(Number.NaN) }]);
    expect(() => dependence(predict, empty, 'x')).toThrow(/no value in any row/);
  });
});
