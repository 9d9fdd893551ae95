import { join } from 'node:path';
import { createPool } from '@trackscope/learn';
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/engine.js';
import { loadHonest } from '../../src/honest/data.js';
import { evaluateHonest } from '../../src/honest/evaluate.js';
import { readCatalogue } from '../../src/ingest/read-catalogue.js';
import { fitAndJudge } from '../../src/modelling/fit.js';
import { planModels } from '../../src/modelling/plan.js';
import { loadPublished } from '../../src/modelling/published-data.js';
import { scratch, trackscope } from '../cli/harness.js';
import { smallPlans } from './made.js';

const directory = scratch();
const pool = await createPool({ size: 1 });
afterAll(() => pool.close());

describe('labels that mean nothing', () => {
  it('give nothing under honest protocols, and a fine figure under the published one', async () => {
    const file = join(directory, 'demo.csv');
    await trackscope('demo', '--rows', '3000', '--to', file);
    const engine = await openEngine();
    try {
      const { quality } = await readCatalogue(engine, file);
      // Every track gets the popularity of another one, drawn by a hash: all its listings the same.
      await engine.run(`CREATE TEMP TABLE drawn AS
        SELECT a.track, b.popularity FROM
          (SELECT track, row_number() OVER (ORDER BY track) AS n FROM listings WHERE first_of_track) a JOIN
          (SELECT popularity, row_number() OVER (ORDER BY hash(track * 7919 + 5)) AS n FROM listings WHERE first_of_track) b
          USING (n)`);
      await engine.run(`CREATE OR REPLACE TABLE listings AS
        SELECT l.* REPLACE (d.popularity AS popularity) FROM listings l JOIN drawn d USING (track) ORDER BY row`);

      const data = await loadHonest(engine);
      const outcome = await evaluateHonest(
        data,
        smallPlans({ models: ['linear', 'boosted', 'glassbox'], units: ['track'] }),
        { allowLeaks: false, save: null },
        { pool },
      );
      expect(outcome.skipped).toEqual([]);
      const figures = outcome.entries.map(({ protocol, model, r2 }) => ({ protocol, model, r2 }));
      expect(figures).toHaveLength(4 * (3 + 3));
      expect(figures.filter(({ r2 }) => !(r2 <= 0.02))).toEqual([]);

      const published = await loadPublished(engine);
      const plan = planModels(quality, ['boosted']).fits[0]!;
      const around = { pool, signal: new AbortController().signal, onProgress: () => undefined };
      const { entry } = await fitAndJudge(plan, published, around);
      // The same test would have caught it: it explains labels that nothing explains.
      expect(entry.r2).toBeGreaterThan(0.1);
    } finally {
      engine.close();
    }
  }, 120_000);
});
