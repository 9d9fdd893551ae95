import { boosted, createRandom, glassbox, type Table, table } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { tableBins } from '../../src/honest/table-bins.js';

const random = createRandom(4);
const rows = 900;
const data = table([
  ...Array.from({ length: 5 }, (_, c) => ({
    kind: 'numeric' as const,
    name: `n${c}`,
    values: Float32Array.from({ length: rows }, () => (random.next() < 0.05 ? Number.NaN : random.normal())),
  })),
  {
    kind: 'coded',
    name: 'k',
    codes: Uint8Array.from({ length: rows }, () => random.below(3)),
    levels: ['a', 'b', 'c'],
  },
]);
const y = Float64Array.from({ length: rows }, (_, i) => (i % 17) + random.normal());

function part(names: readonly string[]): Table {
  return table(names.map((name) => data.columns.find((column) => column.name === name)!));
}

describe('bins shared between fits', () => {
  const bins = tableBins(data);

  it('are made once', () => {
    expect(bins.of(256)).toBe(bins.of(256));
    expect(bins.of(64)).not.toBe(bins.of(256));
    expect(bins.rows).toBe(rows);
  });

  it('give the very models that each would have made, of all columns and of some in another order', async () => {
    for (const names of [data.columns.map((column) => column.name), ['k', 'n3', 'n0']]) {
      const own = part(names);
      const shared = { bins: bins.pick(names) };
      const trees = { nEstimators: 8, subsample: 0.8, colsampleBytree: 0.5 };
      expect((await boosted.fit(own, y, trees, shared)).toJSON()).toEqual(
        (await boosted.fit(own, y, trees)).toJSON(),
      );
      const curves = { rounds: 10, pairs: 2 };
      expect((await glassbox.fit(own, y, curves, shared)).toJSON()).toEqual(
        (await glassbox.fit(own, y, curves)).toJSON(),
      );
    }
  });

  it('are refused with another table, and have no columns but its own', async () => {
    const other = part(['n0', 'n1']);
    await expect(boosted.fit(other, y, { nEstimators: 2 }, { bins })).rejects.toMatchObject({
      code: 'bad-bins',
    });
    await expect(glassbox.fit(other, y, { rounds: 2 }, { bins })).rejects.toMatchObject({ code: 'bad-bins' });
    expect(() => bins.pick(['n0', 'missing']).of(256)).toThrow(/no column "missing"/);
  });
});
