import { Worker } from 'node:worker_threads';
import { UserError } from '../errors/user-error.js';
import type { Workspace } from '../workspace/read.js';
import type { CatalogueQueries } from './contract.js';
import { QueryError } from './query-error.js';
import { type AnswerBody, remoteQueries } from './remote.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** A catalogue in a thread of its own: the server goes on answering while it counts, sorts or writes a file. */
export interface ServerQueries {
  /** Reads the catalogue when it is first called. */
  queries(): Promise<CatalogueQueries>;
  /** The bytes of `listings.bin`. */
  listings(): Promise<Uint8Array>;
  /** Ends the thread; questions under way are refused. */
  close(): Promise<void>;
}

type Asked = { readonly ask: 'query'; readonly question: unknown } | { readonly ask: 'listings' };

interface Waiting {
  resolve(found: FromWorker): void;
  reject(error: Error): void;
}

/**
 * @param script the compiled thread, `query-worker.js`
 */
export function serverQueries(
  workspace: Workspace,
  script: URL = new URL('./query-worker.js', import.meta.url),
): ServerQueries {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let closed = false;
  let last = 0;

  function refuseAll(error: Error): void {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  }

  function start(): Worker {
    const started = new Worker(script, { workerData: workspace.directory });
    started.on('message', (found: FromWorker) => {
      waiting.get(found.id)?.resolve(found);
      waiting.delete(found.id);
      if (waiting.size === 0) started.unref();
    });
    // A thread that died is started anew by the next question.
    const ended = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      refuseAll(error);
    };
    started.on('error', ended);
    started.on('exit', (code) => ended(new Error(`the thread of queries ended with ${code}`)));
    return started;
  }

  async function ask(asked: Asked): Promise<FromWorker> {
    if (closed) throw new Error('the catalogue is closed');
    worker ??= start();
    const thread = worker;
    const id = ++last;
    const found = await new Promise<FromWorker>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      thread.ref();
      thread.postMessage({ id, ...asked } satisfies ToWorker);
    });
    switch (found.kind) {
      case 'query-error':
        throw new QueryError(found.code, found.message, found.parts);
      case 'user-error':
        throw new UserError(found.code, found.message, found.remedy);
      case 'bug':
        throw Object.assign(new Error(found.message), { stack: found.stack });
      default:
        return found;
    }
  }

  let opened: Promise<CatalogueQueries> | undefined;
  return {
    queries() {
      opened ??= remoteQueries(async (question) => bodyOf(await ask({ ask: 'query', question })));
      opened.catch(() => {
        opened = undefined;
      });
      return opened;
    },
    async listings() {
      const found = await ask({ ask: 'listings' });
      if (found.kind !== 'file') throw new Error(`the thread of queries answered ${found.kind} for a file`);
      return new Uint8Array(found.bytes);
    },
    async close() {
      closed = true;
      const running = worker;
      worker = undefined;
      refuseAll(new Error('the catalogue is closed'));
      await running?.terminate();
    },
  };
}

function bodyOf(found: FromWorker): AnswerBody {
  return {
    async json() {
      if (found.kind !== 'json') throw new Error(`the thread of queries answered ${found.kind} for JSON`);
      return found.value;
    },
    async blob() {
      if (found.kind !== 'file') throw new Error(`the thread of queries answered ${found.kind} for a file`);
      return new Blob([found.bytes], { type: found.type });
    },
  };
}
