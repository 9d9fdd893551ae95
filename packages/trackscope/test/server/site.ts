import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServeOptions, serveWorkspace, type WorkspaceServer } from '../../src/server/serve.js';
import { openWorkspace } from '../../src/workspace/read.js';
import { trackscope } from '../cli/harness.js';

/** Parsed JSON, read by the names that a test expects. */
export interface Json {
  readonly [name: string]: Json;
}

/** A list within such JSON. */
export function listOf<T = Json>(json: Json | undefined): readonly T[] {
  if (!Array.isArray(json)) throw new TypeError(`expected a list, found ${JSON.stringify(json)}`);
  return json as readonly T[];
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly trailers: NodeJS.Dict<string>;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: Json;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is text or bytes. */
  readonly body?: unknown;
}

/** Folders of one test file, removed by `remove`. */
export interface Ground {
  readonly folder: string;
  readonly workspace: string;
  /** A folder that looks like the built app. */
  readonly app: string;
  remove(): void;
}

/** A demo catalogue, its workspace with two sets of models, and something like the app. */
export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'trackscope-server-'));
  const catalogue = join(folder, 'demo.csv');
  const workspace = join(folder, 'ws');
  await trackscope('demo', '--rows', '1200', '--to', catalogue);
  const run = await trackscope(
    ...['run', catalogue, '--out', workspace, '--quick', '--protocol', 'known-artist', 'at-release-new'],
    ...['--model', 'linear', 'boosted', '--quiet'],
  );
  if (run.code !== 0) throw new Error(run.err);
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'index.html'), '<!doctype html><title>App</title><script src="./app.js"></script>');
  writeFileSync(join(app, 'app.js'), `// ${'long enough to be worth compressing '.repeat(100)}`);
  return { folder, workspace, app, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The compiled thread that scores long files. */
export const SCORE_SCRIPT = new URL('../../dist/server/score-stream/score-worker.js', import.meta.url);

/** Serves a workspace on a free port, from the sources. */
export async function serveGround(
  ground: Pick<Ground, 'workspace' | 'app'>,
  options: ServeOptions = {},
): Promise<WorkspaceServer> {
  return serveWorkspace(await openWorkspace(ground.workspace), {
    port: 0,
    app: ground.app,
    queryScript: new URL('../../dist/queries/query-worker.js', import.meta.url),
    scoreScript: SCORE_SCRIPT,
    ...options,
  });
}

/** Asks a server, with any headers and any path as they stand. */
export function ask(url: string, path: string, { method, headers, body }: Asked = {}): Promise<Answered> {
  const { hostname, port } = new URL(url);
  const plain = typeof body === 'string' || body instanceof Uint8Array;
  const data = body === undefined ? undefined : plain ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        hostname: hostname.replace(/[[\]]/g, ''),
        port,
        path,
        method: method ?? (data === undefined ? 'GET' : 'POST'),
        agent: false,
        headers: {
          ...(data === undefined ? {} : { 'content-length': String(Buffer.byteLength(data)) }),
          ...(plain || data === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(parts);
          resolve({
            status: response.statusCode!,
            headers: response.headers,
            trailers: response.trailers,
            bytes,
            text: bytes.toString('utf8'),
            get json() {
              return JSON.parse(bytes.toString('utf8'));
            },
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(data);
  });
}
