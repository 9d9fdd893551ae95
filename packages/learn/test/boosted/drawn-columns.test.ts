import { afterAll, describe, expect, it } from 'vitest';
import { boosted } from '../../src/models/boosted/boosted.js';
import { fitBinned } from '../../src/models/boosted/fit.js';
import { completeOptions } from '../../src/models/boosted/options.js';
import { drawMasks } from '../../src/models/boosted/sampling.js';
import { createPool } from '../../src/parallel/pool.js';
import { createRandom } from '../../src/random/random.js';
import { binTable } from '../../src/table/bins.js';
import { table } from '../../src/table/table.js';

const pools = [await createPool({ size: 2 }), await createPool({ size: 4 })];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

const COLUMNS = 45;

/** Columns of different sizes of bins, so that histograms that are packed wrongly run into each other. */
function made(rows: number) {
  const random = createRandom(9);
  const data = table(
    Array.from({ length: COLUMNS }, (_, c) => ({
      kind: 'numeric' as const,
      name: `n${c}`,
      values: Float32Array.from({ length: rows }, () => {
        if (c % 7 === 0 && random.next() < 0.1) return Number.NaN;
        return c % 3 === 0 ? random.below(c + 2) : random.normal();
      }),
    })),
  );
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const at = (c: number) => data.columns[c]!.kind === 'numeric' && (data.columns[c]!.values[i]! || 0);
    return (
      Number(at(1)) + Number(at(8)) * Number(at(22)) + Math.sin(Number(at(40)) * 3) + random.normal() * 0.1
    );
  });
  return { data, y };
}

describe('trees on drawn columns', () => {
  const { data, y } = made(6000);

  it.each([0.1, 0.2, 0.4, 0.9])('are the trees of these columns alone: %f of them', async (share) => {
    const options = { maxDepth: 6, minChildWeight: 2, seed: 5 };
    for (const round of [0, 3]) {
      const drawn = await boosted.fit(data, y, {
        ...options,
        nEstimators: round + 1,
        colsampleBytree: share,
      });
      const mask = new Uint8Array(COLUMNS);
      drawMasks(5, round, COLUMNS, 1, share, 1, mask);
      const names = data.columns.filter((_, c) => mask[c] === 1).map((column) => column.name);
      expect(names.length).toBe(Math.max(1, Math.floor(share * COLUMNS)));
      const { trees } = drawn;
      const used = new Set<string>();
      for (let node = trees.treeStarts[round]!; node < trees.feature.length; node++) {
        if (trees.feature[node]! >= 0) used.add(data.columns[trees.feature[node]!]!.name);
      }
      expect([...used].filter((name) => !names.includes(name))).toEqual([]);
      if (round > 0) continue;
      // With nothing but these columns, all of them used: the same first tree.
      const few = table(data.columns.filter((column) => names.includes(column.name)));
      const alone = await boosted.fit(few, y, { ...options, nEstimators: 1 });
      expect(drawn.predict(data)).toEqual(alone.predict(few));
    }
  });

  it('are the same on any number of threads and on the plain twin', async () => {
    const large = made(20_000);
    const options = { nEstimators: 6, maxDepth: 8, subsample: 0.8, colsampleBytree: 0.4, seed: 1 };
    const alone = await boosted.fit(large.data, large.y, options);
    for (const pool of pools) {
      expect((await boosted.fit(large.data, large.y, options, { pool })).trees).toEqual(alone.trees);
    }
    const plain = await fitBinned(binTable(large.data), large.y, completeOptions(options), { plain: true });
    expect(plain.path).toBe('plain');
    expect(plain.ensemble).toEqual(alone.trees);
  });
});
