import {
  createPool,
  predictEnsemble,
  predictRows,
  schemaOf,
  shapRows,
  shapValues,
  type WorkerPool,
} from '@trackscope/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomEnsemble, randomTable } from './random-ensemble.js';

const data = randomTable(91, 20_000);
const ensemble = randomEnsemble(92, schemaOf(data), 6, 40);
const few = randomTable(93, 2500);

describe.each([0, 1, 2])('with %i workers', (size) => {
  let pool: WorkerPool | undefined;
  beforeAll(async () => {
    if (size > 0) pool = await createPool({ size });
  });
  afterAll(() => pool?.close());

  it('predicts the same to the bit, in pieces', async () => {
    const seen: number[] = [];
    const found = await predictRows(ensemble, data, {
      pool,
      from: 1,
      onProgress: ({ done }) => seen.push(done),
    });
    expect(found).toEqual(predictEnsemble(ensemble, data, { from: 1 }));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toHaveLength(5);
    expect(seen[4]).toBe(20_000);
    if (size > 0) expect(pool!.threads).toBe(true);
  });

  it('explains the same to the bit', async () => {
    expect(await shapRows(ensemble, few, { pool })).toEqual(shapValues(ensemble, few));
  });

  it('has nothing to do for no rows, and passes errors on', async () => {
    const none = randomTable(1, 0);
    expect(await predictRows(ensemble, none, { pool })).toHaveLength(0);
    expect((await shapRows(ensemble, none, { pool })).values).toHaveLength(0);
    await expect(predictRows(ensemble, data, { pool, to: 7 })).rejects.toThrow(/to ≤ 6/);
    const narrow = { rows: few.rows, columns: few.columns.slice(0, 2) };
    await expect(shapRows(ensemble, narrow, { pool })).rejects.toMatchObject({ code: 'not-aligned' });
  });
});
