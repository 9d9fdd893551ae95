import { binTable, boosted, createRandom, glassbox, type Table, table } from '@trackscope/learn';
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

  it('of rows of columns that are ranked once are those of the rows alone', () => {
    const whole = {
      few: Float64Array.from({ length: 4000 }, (_, i) => [0, -0, 1, 7, Number.NaN][i % 5]!),
      many: Float64Array.from({ length: 4000 }, (_, i) => (i % 13 === 5 ? Number.NaN : random.normal())),
      full: Float64Array.from({ length: 4000 }, () => random.normal()),
      none: new Float64Array(4000).fill(Number.NaN),
    };
    for (const step of [2, 3]) {
      const drawn = Uint32Array.from({ length: 1300 }, (_, i) => i * step);
      const columns = Object.entries(whole).map(([name, values]) => ({
        kind: 'numeric' as const,
        name,
        values: Float32Array.from(drawn, (row) => values[row]!),
      }));
      // What is not drawn is sorted.
      const own = { kind: 'numeric' as const, name: 'own', values: columns[1]!.values };
      const part = table([...columns, own]);
      const shared = tableBins(part, { columns: whole, rows: drawn });
      for (const maxBin of [16, 256]) {
        const [found, expected] = [shared.of(maxBin), binTable(part, maxBin)];
        expect(found.columns).toEqual(expected.columns);
        expect(Array.from(found.data)).toEqual(Array.from(expected.data));
      }
    }
  });

  it('of rows refuse what bins refuse', () => {
    const whole = { x: Float64Array.of(1, 2, Number.POSITIVE_INFINITY) };
    const drawn = Uint32Array.of(0, 2);
    const part = table([
      { kind: 'numeric', name: 'x', values: Float32Array.of(1, Number.POSITIVE_INFINITY) },
    ]);
    expect(() => tableBins(part, { columns: whole, rows: drawn }).of(64)).toThrow(/"x".*row 1/);
  });
});
