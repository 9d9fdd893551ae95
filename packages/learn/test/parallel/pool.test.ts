import { afterAll, describe, expect, it } from 'vitest';
import { LearnError } from '../../src/errors.js';
import { createPool, mapTasks } from '../../src/parallel/pool.js';
import { probe } from '../../src/parallel/probe.js';

const pool = await createPool({ size: 2 });
afterAll(() => pool.close());

describe('worker pool', () => {
  it('runs in workers that have the compiled kernels', async () => {
    expect(pool.threads).toBe(true);
    expect(pool.size).toBe(2);
    const [first] = await pool.map(probe, undefined, [7]);
    expect(first?.square).toBe(49);
    expect(first?.kernels).toContain('boosted');
  });

  it('gives results in the order of the jobs and streams them with their index', async () => {
    const jobs = Array.from({ length: 40 }, (_, i) => i);
    const seen = new Map<number, number>();
    const notes: unknown[] = [];
    const results = await pool.map(probe, undefined, jobs, {
      onResult: (r, index) => seen.set(index, r.square),
      onNote: (value) => notes.push(value),
    });
    expect(results.map((r) => r.square)).toEqual(jobs.map((j) => j * j));
    expect([...seen].sort((a, b) => a[0] - b[0])).toEqual(jobs.map((j) => [j, j * j]));
    expect(notes.sort((a, b) => Number(a) - Number(b))).toEqual(jobs);
  });

  it('shares memory with workers', async () => {
    const shared = new SharedArrayBuffer(8);
    await pool.map(probe, shared, [1, 2, 3, 4, 5]);
    expect(new Int32Array(shared)[0]).toBe(5);
  });

  it('runs a gang at the same time: its jobs meet in shared memory', async () => {
    const shared = new SharedArrayBuffer(8);
    new Int32Array(shared)[1] = 2; // each job waits until both have come
    const busy = pool.map(probe, undefined, [1, 2, 3]);
    const results = await pool.gang(probe, shared, [3, 4]);
    expect(results.map((r) => r.square)).toEqual([9, 16]);
    await busy;
  });

  it('refuses a gang larger than the pool', async () => {
    await expect(pool.gang(probe, undefined, [1, 2, 3])).rejects.toMatchObject({ code: 'gang-size' });
  });

  it('carries errors over with class and code, and goes on working', async () => {
    const error = await pool.map(probe, undefined, [1, -1, 2]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(LearnError);
    expect(error).toMatchObject({ code: 'probe-refused', message: 'no square of -1' });
    expect((await pool.map(probe, undefined, [3]))[0]?.square).toBe(9);
  });

  it('names a task that workers do not know', async () => {
    const stranger = { name: 'stranger', prepare: () => () => 1 };
    await expect(pool.map(stranger, undefined, [1])).rejects.toMatchObject({ code: 'unknown-task' });
  });

  it('rejects what cannot be cloned and stays usable', async () => {
    const bad = { name: 'probe', prepare: () => () => 1 };
    await expect(pool.map(bad, () => 1, [1])).rejects.toThrow();
    expect((await pool.map(probe, undefined, [4]))[0]?.square).toBe(16);
  });

  it('stops giving out jobs when aborted, with the reason', async () => {
    const abort = new AbortController();
    let results = 0;
    const run = pool.map(
      probe,
      undefined,
      Array.from({ length: 5000 }, (_, i) => i),
      {
        signal: abort.signal,
        onResult: () => {
          if (++results === 3) abort.abort(new Error('enough'));
        },
      },
    );
    await expect(run).rejects.toThrow('enough');
    expect(results).toBe(3);
    await expect(pool.map(probe, undefined, [1], { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it("ends only its own run when a caller's callback throws", async () => {
    const run = pool.map(probe, undefined, [1, 2], {
      onResult: () => {
        throw new Error('caller');
      },
    });
    await expect(run).rejects.toThrow('caller');
    expect((await pool.map(probe, undefined, [5]))[0]?.square).toBe(25);
  });

  it('gives nothing for no jobs', async () => {
    expect(await pool.map(probe, undefined, [])).toEqual([]);
  });

  it('rejects open work when closed, and everything after', async () => {
    const other = await createPool({ size: 1 });
    const open = expect(other.map(probe, undefined, [1, 2, 3])).rejects.toMatchObject({
      code: 'pool-closed',
    });
    await other.close();
    await open;
    await expect(other.map(probe, undefined, [1])).rejects.toMatchObject({ code: 'pool-closed' });
    await other.close();
  });

  it('refuses impossible sizes', async () => {
    for (const size of [0, -1, 1.5, Number.NaN, 1000]) {
      await expect(createPool({ size })).rejects.toMatchObject({ code: 'pool-size' });
    }
  });
});

describe('without a pool', () => {
  it('does the same in this thread', async () => {
    const indices: number[] = [];
    const results = await mapTasks(undefined, probe, undefined, [2, 3], {
      onResult: (_, i) => indices.push(i),
    });
    expect(results.map((r) => r.square)).toEqual([4, 9]);
    expect(indices).toEqual([0, 1]);
    await expect(mapTasks(undefined, probe, undefined, [-1])).rejects.toMatchObject({
      code: 'probe-refused',
    });
    await expect(
      mapTasks(undefined, probe, undefined, [1], { signal: AbortSignal.abort(new Error('no')) }),
    ).rejects.toThrow('no');
  });
});
