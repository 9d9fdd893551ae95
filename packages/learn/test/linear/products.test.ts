import { describe, expect, it } from 'vitest';
import { linearRuns } from '../../src/models/linear/kernel.js';
import { linear } from '../../src/models/linear/linear.js';
import { productsOf } from '../../src/models/linear/products.js';
import { createRandom } from '../../src/random/random.js';
import { type Column, table } from '../../src/table/table.js';

const random = createRandom(7);
const rows = 700;

function numbers(name: string): Column {
  return { kind: 'numeric', name, values: Float32Array.from({ length: rows }, () => 3 + random.normal()) };
}

const group: Column = {
  kind: 'coded',
  name: 'k',
  codes: Uint8Array.from({ length: rows }, () => random.below(4)),
  levels: ['a', 'b', 'c'],
};
const weights = Float64Array.from({ length: rows }, () => 0.5 + random.next());
const y = Float64Array.from({ length: rows }, () => random.normal());

/** The matrix laid out, its columns standardised and centred, multiplied cell by cell. */
function byHand(columns: readonly Column[], weight: (row: number) => number): number[] {
  const total = y.reduce((sum, _, row) => sum + weight(row), 0);
  const mean = (x: number[]) => x.reduce((sum, v, row) => sum + weight(row) * v, 0) / total;
  const wide = columns.flatMap((column) => {
    if (column.kind === 'coded')
      return column.levels.map((_, l) => Array.from(column.codes, (code) => (code === l ? 1 : 0)));
    const x = Array.from(column.values);
    const centre = mean(x);
    const scale = Math.sqrt(mean(x.map((v) => (v - centre) ** 2)));
    return [x.map((v) => (v - centre) / scale)];
  });
  const centred = wide.map((x) => x.map((v) => v - mean(x)));
  return centred.flatMap((a) =>
    centred.map((b) => a.reduce((sum, v, row) => sum + weight(row) * v * b[row]!, 0)),
  );
}

describe('products of a table', () => {
  it.each([1, 3, 4, 9])('are sums over the rows, in WebAssembly as without it: %d numbers', (count) => {
    const columns = [...Array.from({ length: count }, (_, c) => numbers(`n${c}`)), group];
    const data = table(columns);
    for (const given of [undefined, weights]) {
      const before = { ...linearRuns };
      const fast = productsOf(data, given);
      const plain = productsOf(data, given, undefined, true);
      expect(linearRuns).toEqual({ wasm: before.wasm + 1, plain: before.plain + 1 });
      expect(fast).toEqual(plain);
      const expected = byHand(columns, (row) => given?.[row] ?? 1);
      for (let i = 0; i < expected.length; i++) expect(fast.matrix[i]).toBeCloseTo(expected[i]!, 8);
    }
  });

  it('serve fits on the table, and no others', async () => {
    const data = table([numbers('a'), numbers('b'), numbers('c')]);
    const own = (await linear.fit(data, y)).toJSON();
    const products = productsOf(data);
    const counted = linearRuns.wasm;
    expect((await linear.fit(data, y, {}, { products })).toJSON()).toEqual(own);
    expect(linearRuns.wasm).toBe(counted);
    const other = table([numbers('a'), numbers('b'), numbers('c')]);
    const others = await linear.fit(other, y, {}, { products });
    expect(others.toJSON()).toEqual((await linear.fit(other, y)).toJSON());
    const weighted = await linear.fit(data, y, {}, { products, weights });
    expect(weighted.toJSON()).toEqual((await linear.fit(data, y, {}, { weights })).toJSON());
    expect(linearRuns.wasm).toBe(counted + 4);
  });
});
