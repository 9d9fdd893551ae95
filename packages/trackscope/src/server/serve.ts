import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { UserError } from '../errors/user-error.js';
import type { Workspace } from '../workspace/read.js';

/** A server that shows one workspace. */
export interface WorkspaceServer {
  readonly url: string;
  /** Lets running answers finish, then stops. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.parquet': 'application/vnd.apache.parquet',
  '.bin': 'application/octet-stream',
};

/**
 * Serves the report at `/` and the files that the manifest names, on loopback, read-only.
 * @throws UserError `port-in-use`
 */
export async function serveWorkspace(workspace: Workspace, port: number): Promise<WorkspaceServer> {
  const names = new Set(workspace.manifest.files);
  const server = createServer((request, response) => {
    void answer(workspace.directory, names, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new UserError(
              'port-in-use',
              `port ${port} is taken`,
              'Choose another with --port, or --port 0 for any free one.',
            )
          : error,
      );
    });
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answer(
  directory: string,
  names: ReadonlySet<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cache-Control', 'no-cache');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'only GET and HEAD');
  // A page elsewhere must not reach this server under a name of its own (DNS rebinding).
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ''))
    return refuse(response, 403, 'wrong host');
  const path = (request.url ?? '/').split('?')[0]!;
  // Only names that the manifest lists are looked up, so that no path from a request reaches the disk.
  const name = path === '/' ? 'report.html' : path.slice(1);
  if (!names.has(name)) return refuse(response, 404, 'no such file in this workspace');
  try {
    const file = join(directory, name);
    const { size } = await stat(file);
    response.setHeader('Content-Type', TYPES[extname(name)] ?? 'application/octet-stream');
    response.setHeader('Content-Length', size);
    if (request.method === 'HEAD') response.end();
    else
      createReadStream(file)
        .on('error', () => response.destroy())
        .pipe(response);
  } catch {
    refuse(response, 404, 'the file is gone; was the workspace made anew?');
  }
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${status} ${text}\n`);
}
