import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { draftFolder, type FolderDraft, type FolderKind } from './draft-folder.js';
import { carryFlags } from './flags-file.js';

/** A workspace being made. Nothing shows at its place until it is published. */
export type WorkspaceDraft = FolderDraft;

const WORKSPACE: FolderKind = {
  what: 'a workspace',
  refusal: 'not-a-workspace',
  option: '--out',
  async foreign(_, names) {
    return names.includes('workspace.json') ? null : 'holds other files and no workspace.json';
  },
  carry: carryFlags,
};

/**
 * Starts a workspace at `out`. It is written beside it and renamed at the end, so that a run that is killed
 * leaves the older workspace whole, or none.
 * @throws UserError `not-a-workspace` when something else is there, `cannot-write` when the place is closed to us
 */
export async function draftWorkspace(out: string): Promise<WorkspaceDraft> {
  const draft = await draftFolder(out, WORKSPACE);
  await mkdir(join(draft.directory, 'models'), { recursive: true });
  return draft;
}

/** Writes one JSON file of a workspace: numbers that are not finite become null, as JSON has no others. */
export async function writeJson(directory: string, name: string, value: unknown): Promise<void> {
  await writeFile(join(directory, name), `${JSON.stringify(value)}\n`);
}
