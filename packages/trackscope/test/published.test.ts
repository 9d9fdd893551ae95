import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROTOCOLS } from '@trackscope/catalogue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedSplit } from '../src/modelling/published-data.js';
import type { RunSummary } from '../src/pipeline/run.js';
import type { EvaluationEntry, Explanation } from '../src/workspace/format.js';
import { trackscope } from './cli/harness.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const data = process.env.TRACKSCOPE_DATA ?? join(root, '../shared/data/spotify-tracks.csv');
const present = existsSync(data);

/** What scikit-learn 1.2.1 and XGBoost 1.7.4 give for the published steps on the published file. */
const PEERS = {
  linear: { mae: 14.174, rmse: 19.321, r2: 0.2521 },
  boosted: { mae: 5.887, rmse: 10.996, r2: 0.7577 },
  'boosted-tuned': { mae: 5.068, rmse: 9.969, r2: 0.8009 },
  forest: { mae: 4.866, rmse: 9.983, r2: 0.8003 },
} as const;

describe('the published split', () => {
  it("holds out numpy's rows", () => {
    const { train, test } = publishedSplit(113_422);
    // np.random.RandomState(42).permutation(113422): the first 22,685 are held out.
    expect([...test.slice(0, 10)]).toEqual([
      93907, 75559, 75938, 50143, 79988, 83839, 86697, 48170, 24768, 44108,
    ]);
    expect([...train.slice(0, 10)]).toEqual([
      71360, 88538, 30031, 17542, 9035, 9234, 36508, 20864, 19926, 108296,
    ]);
    expect([train.length, test.length]).toEqual([90737, 22685]);
  });
});

describe.skipIf(!present)(
  `the published protocol on ${present ? 'the published dataset' : 'the dataset (not here)'}`,
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'trackscope-published-'));
    const workspace = join(directory, 'ws');
    let summary: RunSummary;
    let entries: Record<string, EvaluationEntry>;
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    beforeAll(async () => {
      const run = await trackscope('run', data, '--out', workspace, '--protocol', 'published', '--json');
      expect(run.code, run.err).toBe(0);
      summary = JSON.parse(run.out) as RunSummary;
      const published = summary.evaluation.filter((e) => e.protocol === 'published');
      entries = Object.fromEntries(published.map((e) => [e.model, e]));
    }, 900_000);

    it('has the published rows', () => {
      expect(summary.rows).toMatchObject({
        read: 114_000,
        rejected: 1,
        tracks: 89_740,
        recordings: 83_478,
        published: 113_422,
      });
    });

    it('gives linear to the digit', () => {
      const { mae, rmse, r2 } = entries.linear!;
      expect([mae.toFixed(3), rmse.toFixed(3), r2.toFixed(4)]).toEqual(['14.174', '19.321', '0.2521']);
    });

    it.each(['boosted', 'boosted-tuned', 'forest'] as const)(
      "gives %s within 0.003 of its peer's R²",
      (model) => {
        expect(Math.abs(entries[model]!.r2 - PEERS[model].r2)).toBeLessThan(0.003);
        expect(Math.abs(entries[model]!.mae - PEERS[model].mae)).toBeLessThan(0.06);
      },
    );

    it("leans on the leak as scikit-learn's forest does", () => {
      const { models } = JSON.parse(readFileSync(join(workspace, 'explain.json'), 'utf8')) as Explanation;
      const [first] = models.find((m) => m.protocol === 'published' && m.model === 'forest')!.importance
        .items;
      expect(first!.name).toBe('artist_popularity');
      expect(first!.value).toBeCloseTo(0.7718, 2);
    });

    it('is what the documentation says', () => {
      for (const page of ['README.md', 'docs/published.md']) {
        const text = readFileSync(join(root, page), 'utf8');
        for (const [model, { mae, rmse, r2 }] of Object.entries(entries)) {
          const row = new RegExp(`^\\| ${model} \\| ([\\d.]+) \\| ([\\d.]+) \\| ([\\d.]+) \\|`, 'm').exec(
            text,
          );
          expect(row, `${page}: ${model}`).not.toBeNull();
          const shown = row!.slice(1, 4);
          const ours = [mae, rmse, r2].map((value, i) => value.toFixed(shown[i]!.split('.')[1]!.length));
          expect(shown, `${page}: ${model}`).toEqual(ours);
        }
      }
    });

    it('is beaten without leaks, as the README says', async () => {
      const run = await trackscope('evaluate', workspace, '--model', 'boosted', '--json');
      expect(run.code, run.err).toBe(0);
      const { evaluation } = JSON.parse(run.out) as { evaluation: EvaluationEntry[] };
      const of = (protocol: string, unit: string) =>
        evaluation.find((e) => e.model === 'boosted' && e.protocol === protocol && e.unit === unit)!;
      expect(of('known-artist', 'recording').r2).toBeGreaterThan(0.83);
      const readme = readFileSync(join(root, 'README.md'), 'utf8');
      for (const { name } of PROTOCOLS) {
        const row = new RegExp(`^\\| ${name}: [^|]+\\| ([\\d. ±]+) \\| ([\\d. ±]+) \\|`, 'm').exec(readme);
        const shown = (['recording', 'track'] as const).map((unit) => {
          const { r2, r2Sd } = of(name, unit);
          return `${r2.toFixed(3)} ± ${r2Sd!.toFixed(3)}`;
        });
        expect(row?.slice(1), name).toEqual(shown);
      }
    }, 600_000);

    it('writes a report of less than 5 MB', () => {
      expect(readFileSync(join(workspace, 'report.html')).length).toBeLessThan(5_000_000);
    });

    it('scores the whole file', async () => {
      const run = await trackscope(
        'predict',
        workspace,
        '--model',
        'boosted',
        '--input',
        data,
        '--output',
        join(directory, 'scored.parquet'),
        '--json',
      );
      expect(JSON.parse(run.out)).toMatchObject({ rows: 113_999, rejected: 1 });
    }, 120_000);
  },
);
