import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answer of the server: what it does with a request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface DatasetServer {
  readonly url: string;
  /** The `Range` header of every request so far, '' where there was none. */
  readonly ranges: string[];
  readonly ifRanges: string[];
  close(): Promise<void>;
}

/** A server on loopback that gives the answers in turn; the last one again for all further requests. */
export async function serveAnswers(...answers: Answer[]): Promise<DatasetServer> {
  const ranges: string[] = [];
  const ifRanges: string[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(ranges.length, answers.length - 1)]!;
    ranges.push(request.headers.range ?? '');
    ifRanges.push(String(request.headers['if-range'] ?? ''));
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/dataset.csv`,
    ranges,
    ifRanges,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Sends the body as servers do: the range that is asked for, unless `If-Range` names another version. */
export function whole(body: Buffer, etag: string | null = '"v1"'): Answer {
  return (request, response) => {
    const from = startOf(request, etag);
    const headers = { ...(etag ? { etag } : {}), 'content-length': body.length - from };
    if (from > 0) {
      const range = `bytes ${from}-${body.length - 1}/${body.length}`;
      response.writeHead(206, { ...headers, 'content-range': range });
    } else response.writeHead(200, headers);
    response.end(body.subarray(from));
  };
}

/** Sends some bytes and then breaks the connection. */
export function cutOff(body: Buffer, after: number, etag: string | null = '"v1"'): Answer {
  return partly(body, after, etag, (response) => response.destroy());
}

/** Sends some bytes and then nothing more. */
export function stall(body: Buffer, after: number, etag: string | null = '"v1"'): Answer {
  return partly(body, after, etag, () => {});
}

/** Sends everything, whatever is asked for. */
export function ignoreRange(body: Buffer): Answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-length': body.length });
    response.end(body);
  };
}

export function status(code: number, headers: Record<string, string> = {}): Answer {
  return (_request, response) => {
    response.writeHead(code, headers);
    response.end('no');
  };
}

function startOf(request: IncomingMessage, etag: string | null): number {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return 0;
  return Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
}

function partly(body: Buffer, after: number, etag: string | null, then: (r: ServerResponse) => void): Answer {
  return (request, response) => {
    const from = startOf(request, etag);
    const range = `bytes ${from}-${body.length - 1}/${body.length}`;
    response.writeHead(from > 0 ? 206 : 200, {
      ...(etag ? { etag } : {}),
      ...(from > 0 ? { 'content-range': range } : {}),
      'content-length': body.length - from,
    });
    response.write(body.subarray(from, after), () => setTimeout(() => then(response), 20));
  };
}
