import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Profile, QualityReport } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { writeRejects } from '../ingest/read-catalogue.js';
import { VERSION } from '../version.js';
import { type Manifest, type StepTime, WORKSPACE_FORMAT } from '../workspace/format.js';
import { type WorkspaceDraft, writeJson } from '../workspace/write.js';
import type { Modelled } from './model-step.js';

/** Writes the cleaned listings and the rows that were turned away. */
export async function writeListings({ directory }: WorkspaceDraft, engine: Engine): Promise<void> {
  await engine.run(
    `COPY (SELECT * FROM listings ORDER BY row) TO '${join(directory, 'catalogue.parquet').replaceAll("'", "''")}'
     (FORMAT parquet, COMPRESSION zstd)`,
  );
  await writeRejects(engine, join(directory, 'rejects.csv'));
}

/** Writes every file of the workspace but the listings and the models, which are there already. */
export async function writeWorkspace(
  draft: WorkspaceDraft,
  parts: Modelled & { quality: QualityReport; profile: Profile; steps: StepTime[]; started: number },
): Promise<Manifest> {
  const { quality, profile, evaluation, explanation, audit, skipped } = parts;
  const at = (name: string) => join(draft.directory, name);
  // The report brings the drawing library along, which is not needed before.
  const [{ renderReport }, { renderModelCard }] = await Promise.all([
    import('../report/render-report.js'),
    import('../report/model-card.js'),
  ]);
  await writeJson(draft.directory, 'quality.json', quality);
  await writeJson(draft.directory, 'profile.json', profile);
  const files = ['workspace.json', 'catalogue.parquet', 'quality.json', 'rejects.csv', 'profile.json'];
  if (evaluation && explanation) {
    await writeJson(draft.directory, 'evaluation.json', evaluation);
    await writeJson(draft.directory, 'explain.json', explanation);
    files.push('evaluation.json', 'explain.json');
  }
  const manifest: Manifest = {
    format: 'trackscope-workspace',
    formatVersion: WORKSPACE_FORMAT,
    tool: { name: 'trackscope', version: VERSION },
    created: new Date().toISOString(),
    source: quality.source,
    rows: quality.rows,
    seed: 42,
    steps: parts.steps,
    seconds: (performance.now() - parts.started) / 1000,
    skipped,
    files: [...files, ...parts.files, ...(evaluation ? ['MODEL_CARD.md'] : []), 'report.html'],
  };
  const input = { manifest, quality, profile, evaluation, explanation, audit };
  await writeFile(at('report.html'), renderReport(input));
  if (evaluation) await writeFile(at('MODEL_CARD.md'), renderModelCard(input));
  const finished = { ...manifest, seconds: (performance.now() - parts.started) / 1000 };
  await writeJson(draft.directory, 'workspace.json', finished);
  return finished;
}
