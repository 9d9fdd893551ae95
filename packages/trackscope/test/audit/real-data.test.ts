import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { protocolNamed, unitRows } from '@trackscope/catalogue';
import { createPool } from '@trackscope/learn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditProtocol } from '../../src/audit/audit-protocol.js';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { type HonestData, loadHonest } from '../../src/honest/data.js';
import { judge } from '../../src/honest/judge.js';
import { planHonest } from '../../src/honest/plan.js';
import { readCatalogue } from '../../src/ingest/read-catalogue.js';

const file =
  process.env.TRACKSCOPE_DATA ??
  fileURLToPath(new URL('../../../../../shared/data/spotify-tracks.csv', import.meta.url));

describe.skipIf(!existsSync(file))('the published catalogue', () => {
  let engine: Engine;
  let data: HonestData;
  const pool = createPool({ size: 2 });

  beforeAll(async () => {
    engine = await openEngine();
    await readCatalogue(engine, file);
    data = await loadHonest(engine);
  }, 120_000);
  afterAll(async () => {
    engine.close();
    await (await pool).close();
  });

  it('shows what leaks in the published protocol', async () => {
    const [audit] = await auditProtocol(engine, 'published', []);
    const found = (code: string, subject: string) =>
      audit!.findings.find((f) => f.code === code && f.subject === subject)!;
    // Measured with pandas and scikit-learn on the same rows.
    expect(found('shared-rows', 'track').numbers.share).toBeCloseTo(0.313, 3);
    expect(found('shared-rows', 'recording').numbers.share).toBeCloseTo(0.364, 3);
    expect(found('shared-rows', 'name').numbers.share).toBeCloseTo(0.389, 2);
    expect(found('shared-rows', 'artist').numbers.share).toBeCloseTo(0.83, 2);
    expect(found('strong-feature', 'artist_popularity').numbers.r2).toBeCloseTo(0.735, 2);
    expect(found('own-label', 'artist_popularity').numbers.share).toBeCloseTo(0.252, 3);
    expect(found('target-statistic', 'artist_popularity').severity).toBe('severe');
    expect(found('encoder-saw-row', 'artist_popularity').severity).toBe('severe');
    expect(audit!.passed).toBe(false);
  }, 60_000);

  it.each(['known-artist', 'new-artist', 'at-release-known', 'at-release-new'])(
    'passes %s',
    async (name) => {
      const audits = await auditProtocol(engine, protocolNamed(name), ['track']);
      expect(audits.flatMap((audit) => audit.findings.filter((f) => f.severity === 'severe'))).toEqual([]);
    },
    60_000,
  );

  it('counts its rows', () => {
    expect(unitRows(data.tracks, 'track').rows.length).toBe(89_740);
    expect(unitRows(data.tracks, 'recording').rows.length).toBe(83_478);
  });

  // One fold of five here; the means over all five are in the workspace of a run.
  it.each([
    ['known-artist', 'recording', 0.82],
    ['known-artist', 'track', 0.84],
    ['new-artist', 'recording', 0.65],
    ['new-artist', 'track', 0.7],
    ['at-release-known', 'recording', 0.62],
    ['at-release-new', 'recording', 0.4],
  ] as const)(
    'is predicted under %s by %s',
    async (protocol, unit, least) => {
      const [plan] = planHonest({ protocols: [protocol], units: [unit], models: ['boosted'] });
      const found = await judge(data, { ...plan!, judged: 1 }, { pool: await pool });
      const boosted = found.find(({ model }) => model === 'boosted')!;
      expect(boosted.folds[0]!.r2).toBeGreaterThan(least);
      for (const { baseline, folds } of found) {
        if (baseline) expect(boosted.folds[0]!.r2).toBeGreaterThan(folds[0]!.r2);
      }
    },
    120_000,
  );
});
