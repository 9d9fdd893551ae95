import { parentPort } from 'node:worker_threads';
import { LearnError } from '@trackscope/learn';
import type { HonestData } from './data.js';
import type { DeskAnswer, DeskError, DeskOrder, WireFold } from './desk-messages.js';
import { fitFinal } from './final-job.js';
import { type FoldPart, judgeFold } from './fold-job.js';
import { toWire, type WireModel } from './wire.js';

// The entry of a desk's workers: with the worker of learn the only file that does something when loaded.

if (parentPort) {
  const port = parentPort;
  let data: HonestData | null = null;
  port.on('message', (order: DeskOrder) => {
    if (order.kind === 'data') data = order.data;
    else void carryOut(order, data!, (answer, moved) => port.postMessage(answer, moved));
  });
}

async function carryOut(
  order: Exclude<DeskOrder, { kind: 'data' }>,
  data: HonestData,
  send: (answer: DeskAnswer, moved: ArrayBuffer[]) => void,
): Promise<void> {
  const { id } = order;
  try {
    if (order.kind === 'final') {
      send({ kind: 'final', id, parts: await fitFinal(data, order.job) }, []);
      return;
    }
    const parts = await judgeFold(data, order.job, {
      onAudit: (plan, audit) => send({ kind: 'audit', id, plan, audit }, []),
      onFit: () => send({ kind: 'fit', id }, []),
    });
    const wire = parts.map((part) => ({
      ...part,
      models: part.models.map((model) => ({ ...model, fitted: model.fitted && toWire(model.fitted) })),
    }));
    send({ kind: 'fold', id, parts: wire }, buffersOf(parts, wire));
  } catch (error) {
    send({ kind: 'failure', id, error: errorOf(error) }, []);
  }
}

/** What is large and moves instead of being copied: held-out features and trees. */
function buffersOf(parts: readonly FoldPart[], wire: WireFold): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const add = (view: unknown) => {
    if (ArrayBuffer.isView(view) && view.buffer instanceof ArrayBuffer) buffers.add(view.buffer);
  };
  for (const { features } of parts) {
    for (const column of features.test.columns) add(column.kind === 'numeric' ? column.values : column.codes);
  }
  const models = wire.flatMap((part) => part.models.map(({ fitted }): WireModel | null => fitted));
  for (const model of models) {
    if (model?.learner === 'boosted') for (const view of Object.values(model.parts.trees)) add(view);
  }
  return [...buffers];
}

function errorOf(error: unknown): DeskError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), code: null, stack: null };
  return {
    name: error.name,
    message: error.message,
    code: error instanceof LearnError ? error.code : null,
    stack: error.stack ?? null,
  };
}
