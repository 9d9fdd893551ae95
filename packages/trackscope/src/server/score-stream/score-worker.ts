import { parentPort, workerData } from 'node:worker_threads';
import type { LoadFile } from '../../score/contract.js';
import { openScorer } from '../../score/open-scorer.js';
import type { OpenScorer } from '../../score/scorer.js';
import { openWorkspace } from '../../workspace/read.js';
import { workspaceLoader } from '../files/workspace-files.js';
import { batchScorer } from './batch-scorer.js';
import type { FromScoreThread, ThreadModels, ToScoreThread } from './thread-messages.js';

/*
 * A thread that reads, scores and writes batches of rows. Run by ScoreThreads with the workspace's folder as its data.
 */

interface Files {
  readonly load: LoadFile;
  readonly names: readonly string[];
}

let files: Promise<Files> | undefined;
const scorers = new Map<string, Promise<OpenScorer>>();
/** Null while the models are being opened. */
const jobs = new Map<number, ReturnType<typeof batchScorer> | null>();

async function filesOf(directory: string): Promise<Files> {
  const workspace = await openWorkspace(directory);
  return { load: workspaceLoader(workspace), names: workspace.manifest.files };
}

async function scorerOf({ protocol, unit, versions }: ThreadModels): Promise<OpenScorer> {
  files ??= filesOf(String(workerData));
  const { load, names } = await files;
  const models = Object.keys(versions);
  const key = [protocol, unit, ...models].join(' ');
  let scorer = scorers.get(key);
  if (!scorer) {
    scorer = openScorer(load, names, { protocol, unit, models });
    scorers.set(key, scorer);
  }
  const opened = await scorer;
  for (const { model, version } of opened.models) {
    if (version !== versions[model]) throw new Error(`${model} is another than the server has opened`);
  }
  return opened;
}

function send(message: FromScoreThread, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

parentPort?.on('message', (message: ToScoreThread) => {
  switch (message.kind) {
    case 'open': {
      const { job, spec, models } = message;
      jobs.set(job, null);
      scorerOf(models).then(
        (scorer) => {
          // An input may end before the models are open.
          if (!jobs.has(job)) return;
          jobs.set(job, batchScorer(spec, scorer));
          send({ kind: 'ready', job });
        },
        (error: unknown) => send({ kind: 'refused', job, message: messageOf(error) }),
      );
      return;
    }
    case 'score': {
      const { job, id, batch: given } = message;
      try {
        const score = jobs.get(job);
        if (!score) throw new Error('no such job is open');
        const batch = score(given);
        send({ kind: 'scored', id, batch }, [batch.bytes.buffer as ArrayBuffer]);
      } catch (error) {
        send({ kind: 'failed', id, message: messageOf(error) });
      }
      return;
    }
    case 'end':
      jobs.delete(message.job);
  }
});
