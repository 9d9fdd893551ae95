import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../errors/user-error.js';
import { openWorkspace } from '../workspace/read.js';
import { answerQuery } from './answer-query.js';
import { openListings } from './listings.js';
import { listingsFile } from './listings-file.js';
import { type LocalQueries, localQueries } from './local.js';
import { QueryError } from './query-error.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/*
 * The thread in which a server holds a catalogue and counts over it, so that nothing else waits. Run by ServerQueries with
 * the workspace's folder as its data.
 */

interface Catalogue {
  readonly bytes: Uint8Array;
  readonly queries: LocalQueries;
}

let opened: Promise<Catalogue> | undefined;

async function open(directory: string): Promise<Catalogue> {
  const bytes = await listingsFile(await openWorkspace(directory));
  return { bytes, queries: localQueries(openListings(bytes), 'server') };
}

async function answer(message: ToWorker): Promise<FromWorker> {
  const { id } = message;
  try {
    opened ??= open(String(workerData));
    const { bytes, queries } = await opened;
    if (message.ask === 'listings') {
      return {
        id,
        kind: 'file',
        bytes: bytes.slice().buffer as ArrayBuffer,
        type: 'application/octet-stream',
      };
    }
    const found = await answerQuery(queries, message.question);
    if (found.kind === 'json') return { id, kind: 'json', value: found.value };
    return { id, kind: 'file', bytes: await found.file.arrayBuffer(), type: found.file.type };
  } catch (error) {
    return failure(id, error);
  }
}

function failure(id: number, error: unknown): FromWorker {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof QueryError)
    return { id, kind: 'query-error', code: error.code, message, parts: error.parts };
  if (error instanceof UserError)
    return { id, kind: 'user-error', code: error.code, message, remedy: error.remedy };
  return { id, kind: 'bug', message, stack };
}

parentPort?.on('message', (message: ToWorker) => {
  void answer(message).then((found) => {
    parentPort?.postMessage(found, found.kind === 'file' ? [found.bytes] : []);
  });
});
