import { describe, expect, it } from 'vitest';
import { createPool } from '../../src/parallel/pool.js';
import { binTable, binTableOn } from '../../src/table/bins.js';
import { cutsOf } from '../../src/table/cuts.js';
import { sortedKeys, sortedValues } from '../../src/table/sort-keys.js';
import { table } from '../../src/table/table.js';

function numeric(values: number[]) {
  return { kind: 'numeric', name: 'x', values: Float64Array.from(values) } as const;
}

describe('sortedValues', () => {
  it('sorts like the engine does, and leaves missing values out', () => {
    let seed = 1;
    const values = Float32Array.from({ length: 5000 }, (_, i) => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return i % 97 === 0 ? Number.NaN : (seed / 2 ** 20 - 1000) * (i % 3);
    });
    const expected = values.filter((v) => !Number.isNaN(v)).sort();
    expect(sortedValues(values)).toEqual(expected.map((v) => v + 0));
  });
});

describe('sortedKeys', () => {
  it('gives rows by rising value, equal ones as they stand, missing ones last', () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) =>
      i % 89 === 0 ? Number.NaN : i % 7 === 0 ? -0 : Math.sin(i * 12.9898) * 10 ** ((i % 11) - 5),
    );
    const { keys, rows } = sortedKeys(values);
    const expected = [...values.keys()].sort((a, b) => {
      const [x, y] = [values[a]!, values[b]!];
      if (Number.isNaN(x) || Number.isNaN(y))
        return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
      return x - y || a - b;
    });
    expect(Array.from(rows)).toEqual(expected);
    for (let at = 1; at < rows.length; at++) {
      const [x, y] = [values[rows[at - 1]!]!, values[rows[at]!]!];
      expect(keys[at] === keys[at - 1]).toBe(x === y || (Number.isNaN(x) && Number.isNaN(y)));
    }
  });
});

describe('cutsOf', () => {
  it('gives every distinct value its bin: cuts are the values but the first, and one above all', () => {
    // XGBoost 3.2: QuantileDMatrix.get_quantile_cut() of these values has cuts 2, 5, 7.5 and a last one above
    const { cuts, below } = cutsOf(Float64Array.from([5, 2, -1, 5, 7.5, 2]), 256);
    expect(Array.from(cuts.subarray(0, 3))).toEqual([2, 5, 7.5]);
    expect(cuts[3]).toBeCloseTo(15.00001, 4);
    expect(below).toBeLessThan(-1);
  });

  it('cuts at equal shares of the rows when there are too many values', () => {
    const { cuts } = cutsOf(
      Float64Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000),
      10,
    );
    expect(cuts.length).toBe(10);
    for (let b = 1; b < 9; b++) expect(Math.abs(cuts[b]! - cuts[b - 1]! - 100)).toBeLessThanOrEqual(12);
  });

  it('has one bin for a column without values', () => {
    expect(cutsOf(Float64Array.of(Number.NaN), 256).cuts.length).toBe(1);
  });
});

describe('binTable', () => {
  it('puts value v into the bin of the cuts that are v or less', () => {
    const values = [0.1, 0.5, 0.5, 0.9, Number.NaN];
    const binned = binTable(table([numeric(values)]));
    expect(Array.from(binned.data)).toEqual([0, 1, 1, 2, 3]);
    expect(binned.columns[0]?.bins).toBe(3);
  });

  it('agrees with comparing float32 values to thresholds', () => {
    const values = Array.from({ length: 3000 }, (_, i) => Math.sin(i) * 50);
    const binned = binTable(table([numeric(values)]), 64);
    const column = binned.columns[0]!;
    if (column.kind !== 'numeric') throw new Error('expected a numeric column');
    expect(column.bins).toBe(64);
    values.forEach((v, row) => {
      for (const b of [0, 20, 62]) {
        expect(Math.fround(v) < column.cuts[b]!, `row ${row}, cut ${b}`).toBe(binned.data[row]! <= b);
      }
    });
  });

  it('codes have their own bins, unseen ones the missing one', () => {
    const codes = { kind: 'coded', name: 'c', codes: Uint8Array.of(1, 0, 9), levels: ['a', 'b'] } as const;
    expect(Array.from(binTable(table([codes])).data)).toEqual([1, 0, 2]);
  });

  it('uses one byte up to 256 bins, missing included, and two beyond', () => {
    const many = Array.from({ length: 1000 }, (_, i) => i);
    expect(binTable(table([numeric(many)])).data).toBeInstanceOf(Uint8Array);
    const holed = binTable(table([numeric([...many, Number.NaN])]));
    expect(holed.data).toBeInstanceOf(Uint8Array);
    expect(holed.columns[0]?.bins).toBe(255);
    expect(holed.data[1000]).toBe(255);
    const wide = binTable(table([numeric(many)]), 500);
    expect(wide.data).toBeInstanceOf(Uint16Array);
    expect(wide.columns[0]?.bins).toBe(500);
  });

  it('bins watched rows by the cuts of the others, out-of-range values at the ends', () => {
    const binned = binTable(table([numeric([1, 2, 3])]), 256, table([numeric([0, 2.5, 99, Number.NaN])]));
    expect(Array.from(binned.data)).toEqual([0, 1, 2, 0, 1, 2, 3]);
  });

  it('gives the same on workers', async () => {
    const rows = 25_000;
    const both = new Float64Array(2 * rows).map((_, i) => (i % 11 === 0 ? Number.NaN : Math.sin(i * i)));
    const codes = new Uint8Array(rows).map((_, i) => i % 4);
    const data = table([
      { kind: 'numeric', name: 'x', values: both.subarray(0, rows) },
      { kind: 'numeric', name: 'y', values: both.subarray(rows) },
      { kind: 'coded', name: 'k', codes, levels: ['a', 'b', 'c'] },
    ]);
    const pool = await createPool({ size: 2 });
    for (const maxBin of [256, 400]) {
      expect(await binTableOn(pool, data, maxBin)).toEqual(binTable(data, maxBin));
    }
    await pool.close();
  });

  it('refuses infinite values, naming column and row, and impossible limits', () => {
    const bad = table([numeric([1, Number.POSITIVE_INFINITY])]);
    expect(() => binTable(bad)).toThrow(/"x".*row 1/);
    expect(() => binTable(table([numeric([1, 1e39])]))).toThrow(
      expect.objectContaining({ code: 'column-value' }),
    );
    for (const maxBin of [1, 0, Number.NaN, 2.5, 70_000]) {
      expect(() => binTable(table([numeric([1])]), maxBin)).toThrow(
        expect.objectContaining({ code: 'max-bin' }),
      );
    }
  });
});
