import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LoadFile } from '../../score/contract.js';
import { openWorkspace, type Workspace } from '../../workspace/read.js';
import { Refusal } from '../problem.js';

/**
 * Reads files of a workspace by the names that its manifest lists, and no others. A workspace that was made anew
 * in the meantime is refused, so that no two runs are mixed.
 * @throws Refusal `workspace-gone`, `not-found`
 */
export function workspaceLoader(workspace: Workspace): LoadFile {
  const names = new Set(workspace.manifest.files);
  return async (name) => {
    if (!names.has(name)) throw new Refusal('not-found', 'the workspace has no such file');
    const bytes = await readFile(join(workspace.directory, name)).catch((cause: unknown) => {
      throw gone(cause);
    });
    if (!(await isSameRun(workspace))) throw gone();
    return bytes;
  };
}

/** False once the folder holds the result of another run, or none. */
export async function isSameRun(workspace: Workspace): Promise<boolean> {
  const now = await openWorkspace(workspace.directory).catch(() => null);
  return now?.manifest.created === workspace.manifest.created;
}

function gone(cause?: unknown): Refusal {
  return new Refusal(
    'workspace-gone',
    'the workspace was moved or made anew since the server started; start the server again',
    { retryAfter: 60, cause },
  );
}
