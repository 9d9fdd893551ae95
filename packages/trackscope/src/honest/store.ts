import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Audit, Profile, QualityReport } from '@trackscope/catalogue';
import type { Evaluation, Explanation } from '../workspace/format.js';
import { readWorkspaceJson, type Workspace } from '../workspace/read.js';
import { writeJson } from '../workspace/write.js';

const EVALUATION = 'evaluation.json';

/**
 * Keeps what was asked for after the run in a workspace's `evaluation.json`, in place of an older one, and tells it in the
 * report and the model card.
 * @throws UserError `workspace-damaged`
 */
export async function keepInEvaluation(
  workspace: Workspace,
  found: Pick<Evaluation, 'ablation'> | Pick<Evaluation, 'twoPart'>,
): Promise<void> {
  const { manifest, directory } = workspace;
  const { files } = manifest;
  const read = <T>(name: string) =>
    files.includes(name) ? readWorkspaceJson<T>(workspace, name) : Promise.resolve(null);
  const before = (await read<Evaluation>(EVALUATION)) ?? { formatVersion: 1, protocols: [], evaluation: [] };
  const evaluation: Evaluation = { ...before, ...found };
  const [quality, profile, explanation, audit] = await Promise.all([
    read<QualityReport>('quality.json'),
    read<Profile>('profile.json'),
    read<Explanation>('explain.json'),
    read<{ audits: readonly Audit[] }>('audit.json'),
  ]);
  // All drafts first, so that a reader never meets half a file and a failure leaves everything as it was.
  const draftOf = (name: string) => `.${name}.part-${process.pid}`;
  const drafts = [EVALUATION];
  await writeJson(directory, draftOf(EVALUATION), evaluation);
  if (quality && profile) {
    // The report brings the drawing library along, which most evaluations do without.
    const [{ renderReport }, { renderModelCard }] = await Promise.all([
      import('../report/render-report.js'),
      import('../report/model-card.js'),
    ]);
    const input = { manifest, quality, profile, evaluation, explanation, audit: audit?.audits ?? null };
    for (const [name, render] of [
      ['report.html', renderReport],
      ['MODEL_CARD.md', renderModelCard],
    ] as const) {
      if (!files.includes(name)) continue;
      await writeFile(join(directory, draftOf(name)), render(input));
      drafts.push(name);
    }
  }
  for (const name of drafts) await rename(join(directory, draftOf(name)), join(directory, name));
}
