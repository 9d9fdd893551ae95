import type { CatalogueQueries } from '../queries/contract.js';
import type { Workspace } from '../workspace/read.js';
import type { FlagLog } from './flags/flag-log.js';
import type { Load } from './guard/load.js';
import type { Limits } from './limits.js';
import type { ThreadPool } from './score-stream/score-threads.js';
import type { Scorers } from './scorers.js';

/** What the routes work with. */
export interface Services {
  readonly workspace: Workspace;
  readonly scorers: Scorers;
  /** Opened when it is first needed. */
  readonly queries: () => Promise<CatalogueQueries>;
  readonly flags: FlagLog;
  /** Help with long files. */
  readonly threads: ThreadPool;
  readonly load: Load;
  readonly limits: Limits;
}
