import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { AblationStep, Evaluation } from '../workspace/format.js';
import { readWorkspaceJson, type Workspace } from '../workspace/read.js';
import { writeJson } from '../workspace/write.js';

/** Keeps an ablation in a workspace's `evaluation.json`, in place of an older one. */
export async function keepAblation(workspace: Workspace, steps: readonly AblationStep[]): Promise<void> {
  const name = 'evaluation.json';
  const had = workspace.manifest.files.includes(name);
  const before: Evaluation = had
    ? await readWorkspaceJson<Evaluation>(workspace, name)
    : { formatVersion: 1, protocols: [], evaluation: [] };
  // Beside it first, so that a reader never meets half a file.
  const draft = `.${name}.part-${process.pid}`;
  await writeJson(workspace.directory, draft, { ...before, ablation: steps });
  await rename(join(workspace.directory, draft), join(workspace.directory, name));
}
