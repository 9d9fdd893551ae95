/** A worker as the pool sees it, the same in Node and in the browser. */
export interface HostWorker {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called when the worker breaks down or ends unasked. */
  onFailure(listener: (error: unknown) => void): void;
  /** Whether it keeps a Node process alive. */
  hold(alive: boolean): void;
  terminate(): Promise<void>;
}

/** The parts of `node:worker_threads` and `node:os` used here; written down so that browsers need no Node types. */
interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: string, listener: (value: unknown) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}
interface WorkerThreads {
  Worker: new (source: string, options: { eval: boolean }) => NodeWorker;
}
interface Os {
  availableParallelism?: () => number;
  cpus(): unknown[];
}
interface ProcessLike {
  versions?: { node?: string };
  getBuiltinModule?: (name: string) => unknown;
}

function processOf(): ProcessLike | undefined {
  return (globalThis as { process?: ProcessLike }).process;
}

/** Node's module, or undefined elsewhere. The name is no literal at the import, so bundlers leave it alone. */
async function nodeModule<T>(name: string): Promise<T | undefined> {
  const node = processOf();
  if (!node?.versions?.node) return undefined;
  const builtin = node.getBuiltinModule?.(name);
  if (builtin) return builtin as T;
  return (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as T;
}

/** How many threads this machine runs at once. */
export async function availableThreads(): Promise<number> {
  const os = await nodeModule<Os>('node:os');
  if (os) return Math.max(1, os.availableParallelism?.() ?? os.cpus().length);
  return Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1);
}

function nodeHost(threads: WorkerThreads, source: string): HostWorker {
  const worker = new threads.Worker(source, { eval: true });
  let ended = false;
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
    onFailure: (listener) => {
      worker.on('error', listener);
      worker.on('exit', (code) => {
        if (!ended) listener(new Error(`the worker ended with exit code ${String(code)}`));
      });
    },
    hold: (alive) => (alive ? worker.ref() : worker.unref()),
    terminate: async () => {
      ended = true;
      await worker.terminate();
    },
  };
}

function webHost(url: string): HostWorker {
  const worker = new Worker(url);
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) =>
      worker.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    onFailure: (listener) =>
      worker.addEventListener('error', (event) =>
        listener(event.error ?? new Error(event.message || 'the worker did not start')),
      ),
    hold: () => {},
    terminate: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}

/** A way to start workers from one script, or undefined where there is none or memory cannot be shared with them. */
export async function workerHost(source: string): Promise<(() => HostWorker) | undefined> {
  if (typeof SharedArrayBuffer === 'undefined') return undefined;
  const threads = await nodeModule<WorkerThreads>('node:worker_threads');
  if (threads) return () => nodeHost(threads, source);
  if (typeof Worker === 'undefined' || typeof Blob === 'undefined') return undefined;
  return () => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const host = webHost(url);
    const release = () => URL.revokeObjectURL(url);
    host.onMessage(release);
    host.onFailure(release);
    return host;
  };
}
