import { LearnError } from '../errors.js';
import { provideKernel } from '../kernels/registry.js';
import type { Answer, Order, WireError } from './messages.js';
import type { TaskContext } from './task.js';
import { tasks } from './tasks.js';

// The entry of the worker bundle: the only file of the library that does something when loaded.

type Perform = (job: unknown, context: TaskContext) => unknown;
type Send = (answer: Answer, transfer: ArrayBuffer[]) => void;

function wireError(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  return {
    name: error.name,
    message: error.message,
    ...(error instanceof LearnError ? { code: error.code } : {}),
    ...(error.stack ? { stack: error.stack } : {}),
  };
}

function serve(send: Send): (order: Order) => Promise<void> {
  const known = new Map(tasks.map((task) => [task.name, task]));
  const runs = new Map<number, Perform>();
  const broken = new Map<number, unknown>();

  async function work(run: number, index: number, job: unknown): Promise<void> {
    try {
      if (broken.has(run)) throw broken.get(run);
      const moved: ArrayBuffer[] = [];
      const result = await runs.get(run)?.(job, {
        transfer: (...buffers) => moved.push(...buffers),
        note: (value) => send({ kind: 'note', run, index, value }, []),
      });
      send({ kind: 'result', run, index, result }, moved);
    } catch (error) {
      send({ kind: 'failure', run, index, error: wireError(error) }, []);
    }
  }

  return async (order) => {
    if (order.kind === 'kernels') for (const [name, module] of order.modules) provideKernel(name, module);
    else if (order.kind === 'job') await work(order.run, order.index, order.job);
    else if (order.kind === 'drop') {
      runs.delete(order.run);
      broken.delete(order.run);
    } else {
      try {
        const task = known.get(order.task);
        if (!task)
          throw new LearnError('unknown-task', `no task "${order.task}" in workers; add it to tasks.ts`);
        runs.set(order.run, task.prepare(order.setup));
      } catch (error) {
        broken.set(order.run, error);
      }
    }
  };
}

interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  on(event: 'message', listener: (order: Order) => void): void;
}
interface WorkerGlobal {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void;
  addEventListener(event: 'message', listener: (event: { data: Order }) => void): void;
}

/** In Node this script runs by `eval`, as CommonJS. */
declare const require: (name: string) => { parentPort: Port | null };

// Asked of the process, not of `require`: the bundler puts a stand-in for that where there is none.
const { process } = globalThis as { process?: { versions?: { node?: string } } };
const port = process?.versions?.node ? require('node:worker_threads').parentPort : null;
if (port) {
  const handle = serve((answer, transfer) => port.postMessage(answer, transfer));
  port.on('message', (order) => void handle(order));
} else {
  const scope = globalThis as unknown as WorkerGlobal;
  const handle = serve((answer, transfer) => scope.postMessage(answer, transfer));
  scope.addEventListener('message', (event) => void handle(event.data));
}
