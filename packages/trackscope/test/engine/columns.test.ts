import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../src/engine/engine.js';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ threads: 2 });
});
afterAll(() => engine.close());

describe('columns', () => {
  it.each([
    'TINYINT',
    'SMALLINT',
    'INTEGER',
    'BIGINT',
    'UTINYINT',
    'UINTEGER',
    'UBIGINT',
    'HUGEINT',
    'FLOAT',
    'DOUBLE',
    'DECIMAL(9,2)',
    'DECIMAL(30,1)',
  ])('gives %s as numbers, null as NaN, over many chunks', async (type) => {
    const { rows, columns } = await engine.columns(
      `SELECT CASE WHEN i % 7 = 3 THEN NULL ELSE i % 100 END::${type} AS n FROM range(10000) t(i)`,
    );
    expect(rows).toBe(10_000);
    expect(columns.n).toEqual(
      Float64Array.from({ length: 10_000 }, (_, i) => (i % 7 === 3 ? Number.NaN : i % 100)),
    );
  });

  it('gives booleans as 0 and 1', async () => {
    const { columns } = await engine.columns('SELECT unnest([true, false, NULL]) AS b');
    expect(columns.b).toEqual(Float64Array.of(1, 0, Number.NaN));
  });

  it('gives texts, even when all are null, and everything else as text', async () => {
    const { columns } = await engine.columns(
      "SELECT CASE WHEN i = 1 THEN NULL ELSE 'é' || i END AS t, NULL::VARCHAR AS e, DATE '2024-02-29' AS d FROM range(3) t(i)",
    );
    expect(columns).toEqual({
      t: ['é0', null, 'é2'],
      e: [null, null, null],
      d: ['2024-02-29', '2024-02-29', '2024-02-29'],
    });
  });

  it('keeps every bit of a double and its order', async () => {
    const values = [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -5e-324];
    const { columns } = await engine.columns(
      `SELECT unnest([${values.map((v) => `'${v}'::DOUBLE`).join(', ')}]) AS n`,
    );
    expect(columns.n).toEqual(Float64Array.from(values));
  });

  it('gives an empty result with its columns', async () => {
    const { rows, columns } = await engine.columns("SELECT 1 AS n, 'x' AS t WHERE false");
    expect([rows, columns]).toEqual([0, { n: new Float64Array(0), t: [] }]);
  });
});
