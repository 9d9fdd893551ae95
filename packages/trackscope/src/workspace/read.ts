import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors/user-error.js';
import { type Manifest, WORKSPACE_FORMAT } from './format.js';

/** A workspace that has been opened and whose version we can read. */
export interface Workspace {
  readonly directory: string;
  readonly manifest: Manifest;
}

/**
 * Opens a workspace.
 * @throws UserError `workspace-not-found`, `workspace-damaged` or `workspace-version`
 */
export async function openWorkspace(directory: string): Promise<Workspace> {
  let text: string;
  try {
    text = await readFile(join(directory, 'workspace.json'), 'utf8');
  } catch (cause) {
    throw new UserError(
      'workspace-not-found',
      `no workspace at ${directory}: it has no workspace.json`,
      'Make one with: trackscope run CATALOGUE --out DIR',
      { cause },
    );
  }
  const manifest = parseJson(text, join(directory, 'workspace.json')) as Partial<Manifest> | null;
  if (manifest?.format !== 'trackscope-workspace') {
    throw new UserError(
      'workspace-damaged',
      `${join(directory, 'workspace.json')} does not describe a workspace`,
    );
  }
  if (manifest.formatVersion !== WORKSPACE_FORMAT) {
    throw new UserError(
      'workspace-version',
      `${directory} has workspace format ${manifest.formatVersion}, this version reads ${WORKSPACE_FORMAT}`,
      'Make it anew with: trackscope run CATALOGUE',
    );
  }
  return { directory, manifest: manifest as Manifest };
}

/**
 * One JSON file of a workspace.
 * @throws UserError `workspace-damaged` when it is missing or not JSON
 */
export async function readWorkspaceJson<T>(workspace: Workspace, name: string): Promise<T> {
  const file = join(workspace.directory, name);
  try {
    return parseJson(await readFile(file, 'utf8'), file) as T;
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(
      'workspace-damaged',
      `${file} is missing`,
      'Make the workspace anew with: trackscope run',
      {
        cause,
      },
    );
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError('workspace-damaged', `${file} is not JSON: ${(cause as Error).message}`, null, {
      cause,
    });
  }
}
