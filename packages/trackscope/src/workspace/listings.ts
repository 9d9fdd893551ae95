import { join } from 'node:path';
import { quoteText } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import type { Workspace } from './read.js';

/** Makes the workspace's catalogue readable as `listings`, as it was when the run wrote it. */
export async function openListings(engine: Engine, workspace: Workspace): Promise<void> {
  const file = join(workspace.directory, 'catalogue.parquet');
  await engine.run(`CREATE OR REPLACE VIEW listings AS SELECT * FROM read_parquet(${quoteText(file)})`);
}
