import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../workspace/read.js';
import type { LoadFile } from './contract.js';
import { openScorer, type ScorerWish } from './open-scorer.js';
import type { OpenScorer } from './scorer.js';

/**
 * Opens models of a workspace on disk.
 * @throws UserError `model-not-found`, `model-damaged`, `workspace-damaged`
 */
export async function openScorerIn(workspace: Workspace, wish: ScorerWish): Promise<OpenScorer> {
  const load: LoadFile = (name) => readFile(join(workspace.directory, name));
  return openScorer(load, workspace.manifest.files, wish);
}
