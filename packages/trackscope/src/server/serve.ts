import { UserError } from '../errors/user-error.js';
import { serverQueries } from '../queries/server-queries.js';
import type { Workspace } from '../workspace/read.js';
import { createApp } from './app.js';
import { APP_FOLDER, fillShelf } from './files/fill-shelf.js';
import { workspaceLoader } from './files/workspace-files.js';
import { openFlagLog } from './flags/flag-log.js';
import { gracefulStop } from './graceful-stop.js';
import { Load } from './guard/load.js';
import { isLoopback } from './guard/same-site.js';
import { authToken, randomToken } from './guard/token.js';
import { LIMITS, type Limits } from './limits.js';
import { listen } from './listen.js';
import { threadPool } from './score-stream/score-threads.js';
import { openScorers } from './scorers.js';

/** A server that shows one workspace. */
export interface WorkspaceServer {
  /** Where it is reached, without a token. */
  readonly url: string;
  /** What a request must show; null on loopback, unless one was asked for. */
  readonly token: string | null;
  /** Lets running answers finish, for ten seconds at most, then stops. */
  close(): Promise<void>;
  /** Cuts what still runs. */
  cut(): void;
}

export interface ServeOptions {
  /** 0 takes any free one. Default: 7865. */
  readonly port?: number;
  /** Address to bind. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** At least 12 characters. Default: none on loopback, a random one on any other address. */
  readonly token?: string;
  /** Folder of the built app. Default: that of this package. */
  readonly app?: string;
  /** The compiled thread that answers about the catalogue. Default: the one of this package. */
  readonly queryScript?: URL;
  /** The compiled thread that scores rows of long files. Default: the one of this package. */
  readonly scoreScript?: URL;
  readonly limits?: Partial<Limits>;
  /** Where faults of our own are told. Default: standard error. */
  readonly log?: (text: string) => void;
}

export const DEFAULT_PORT = 7865;
export const DEFAULT_HOST = '127.0.0.1';

/**
 * Serves the app, the workspace's data and the API.
 * @throws UserError `port-in-use`, `bad-host`, `weak-token`
 */
export async function serveWorkspace(
  workspace: Workspace,
  options: ServeOptions = {},
): Promise<WorkspaceServer> {
  const { port: wanted = DEFAULT_PORT, host = DEFAULT_HOST, app: folder = APP_FOLDER } = options;
  const log = options.log ?? ((text: string) => void process.stderr.write(text));
  const limits = { ...LIMITS, ...options.limits };
  if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= 65_535))
    throw new UserError('bad-port', `expected a port from 0 to 65535, found ${wanted}`);
  const loopback = isLoopback(host);
  const token = options.token ?? (loopback ? null : randomToken());
  let port = wanted;
  const auth = token === null ? null : authToken(token, () => port);

  const load = workspaceLoader(workspace);
  const catalogue = serverQueries(workspace, options.queryScript);
  const guardLoad = new Load(limits);
  const threads = threadPool(workspace.directory, options.scoreScript ? { script: options.scoreScript } : {});
  const app = createApp({
    services: {
      workspace,
      scorers: openScorers(load, workspace.manifest.files),
      queries: () => catalogue.queries(),
      flags: openFlagLog(workspace.directory, limits.flagBytes),
      threads,
      load: guardLoad,
      limits,
    },
    shelf: await fillShelf({ workspace, load, app: folder, listings: () => catalogue.listings() }),
    token: auth,
    loopback,
    log,
  });
  const listening = await listen(app, host, wanted, limits);
  port = listening.port;
  const { stop, cut } = gracefulStop(listening.server, guardLoad, limits.stopMs);
  return {
    url: `http://${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`,
    token,
    async close() {
      await stop();
      await Promise.all([catalogue.close(), threads.close()]);
    },
    cut,
  };
}
