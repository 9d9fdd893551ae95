import { createTwin } from '../../generated/boosted-twin.js';
import { ensureKernels } from '../../kernels/bundled.js';
import { giveBackMemory, takeMemory } from '../../kernels/memory-store.js';
import { hasKernel } from '../../kernels/registry.js';
import { pause } from '../../parallel/in-thread.js';
import { binRows } from '../../table/bin-rows.js';
import type { BinnedTable } from '../../table/bins.js';
import type { FitRun, Target } from '../contract.js';
import { type BoostedKernel, bufferOf, type FitMemory, type OpenKernel, openWasm } from './kernel.js';
import { type Layout, planLayout } from './layout.js';
import { startMargin } from './objective.js';
import type { BoostedOptions } from './options.js';
import { boostedTask } from './task.js';
import { type FitResult, type FitSetup, stopFit, Trainer } from './trainer.js';

/** Below this many cells (rows × columns) a second thread costs more than it brings. */
const CELLS_FOR_THREADS = 100_000;
const PAUSE_EVERY_MS = 25;

/** Which rows of a binned table a fit uses, and how. */
export interface BinnedRun extends FitRun {
  /** Rows to learn from, ascending. Default: all that are not watched. */
  readonly rows?: Uint32Array;
  /** Rows to watch. Default: none. */
  readonly watched?: Uint32Array;
  /** Most threads to use. Default: the pool's size. */
  readonly threads?: number;
  /** Runs the plain TypeScript kernel even where WebAssembly could. */
  readonly plain?: boolean;
}

/** What a fit on bins gives. */
export interface BinnedFit extends FitResult {
  readonly threads: number;
}

function pick(values: Float32Array | Float64Array, rows: Uint32Array | undefined): Float32Array {
  if (!rows) return Float32Array.from(values);
  const out = new Float32Array(rows.length);
  for (let i = 0; i < rows.length; i++) out[i] = values[rows[i]!]!;
  return out;
}

function write(
  memory: FitMemory,
  layout: Layout,
  binned: BinnedTable,
  target: Target,
  run: BinnedRun,
  base: number,
): void {
  const buffer = bufferOf(memory);
  const { at } = layout;
  new Int32Array(buffer, at.plan, layout.i32.length).set(layout.i32);
  new Float64Array(buffer, at.plan + 256, layout.f64.length).set(layout.f64);
  new Int32Array(buffer, at.columnInfo, layout.columnInfo.length).set(layout.columnInfo);
  const cells = binned.data.length;
  if (binned.data instanceof Uint16Array) {
    new Uint16Array(buffer, at.columnBins, cells).set(binned.data);
    binRows(
      binned,
      new Uint16Array(buffer, at.rowBins, (binned.rows * layout.rowStride) / 2),
      layout.rowStride / 2,
    );
  } else {
    new Uint8Array(buffer, at.columnBins, cells).set(binned.data);
    binRows(binned, new Uint8Array(buffer, at.rowBins, binned.rows * layout.rowStride), layout.rowStride);
  }
  new Float32Array(buffer, at.labels, binned.rows).set(target);
  new Float32Array(buffer, at.pred, binned.rows).fill(base);
  if (run.weights) new Float32Array(buffer, at.weights, binned.rows).set(run.weights);
  if (run.rows) new Uint32Array(buffer, at.trainRows, run.rows.length).set(run.rows);
  if (run.watched) new Uint32Array(buffer, at.evalRows, run.watched.length).set(run.watched);
}

async function runInPool(setup: FitSetup, threads: number, run: BinnedRun): Promise<FitResult> {
  const jobs = Array.from({ length: threads }, (_, t) => t);
  const onAbort = () => stopFit(setup.memory, setup.sync);
  run.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const results = await run.pool!.gang(boostedTask, setup, jobs, {
      signal: run.signal,
      onNote: (done) => run.onProgress?.({ done: Number(done), total: setup.options.nEstimators }),
    });
    return results[0]!;
  } finally {
    run.signal?.removeEventListener('abort', onAbort);
  }
}

function openHere(memory: FitMemory): OpenKernel {
  if (!(memory instanceof ArrayBuffer)) return openWasm(memory);
  return { kernel: createTwin(memory) as unknown as BoostedKernel, path: 'plain' };
}

async function runHere(setup: FitSetup, run: BinnedRun): Promise<FitResult> {
  const trainer = new Trainer(setup, 0, openHere(setup.memory));
  let paused = performance.now();
  while (trainer.step()) {
    if (performance.now() - paused < PAUSE_EVERY_MS) continue;
    run.onProgress?.({ done: trainer.done, total: setup.options.nEstimators });
    await pause();
    run.signal?.throwIfAborted();
    paused = performance.now();
  }
  return trainer.result();
}

/**
 * Boosting on bins, for callers that fit many times on one binned table: folds and candidates share it, each with rows of its own.
 * `target` and `run.weights` have a value for every row of the binned table.
 */
export async function fitBinned(
  binned: BinnedTable,
  target: Target,
  options: BoostedOptions,
  run: BinnedRun = {},
): Promise<BinnedFit> {
  run.signal?.throwIfAborted();
  await ensureKernels();
  const wasm = hasKernel('boosted') && run.plain !== true;
  const watched = run.watched ?? new Uint32Array(0);
  const train = run.rows?.length ?? binned.rows - watched.length;
  const pooled = wasm && run.pool?.threads === true;
  const most = Math.max(1, Math.min(run.threads ?? 64, run.pool?.size ?? 1));
  const threads = pooled && train * binned.columns.length >= CELLS_FOR_THREADS ? most : 1;
  const layout = planLayout(binned, options, {
    train,
    watched: watched.length,
    weighted: run.weights !== undefined,
    subset: run.rows !== undefined,
    threads,
  });
  const base = startMargin(
    options,
    pick(target.subarray(0, run.rows ? undefined : train), run.rows),
    run.weights && pick(run.weights.subarray(0, run.rows ? undefined : train), run.rows),
  );
  const memory: FitMemory = wasm
    ? takeMemory(layout.arena)
    : new ArrayBuffer(Math.ceil(layout.arena.size / 8) * 8);
  write(memory, layout, binned, target, run, base);
  const setup: FitSetup = {
    ...layout.at,
    memory,
    nodeBytes: layout.nodeBytes,
    packs: layout.packs,
    features: layout.features,
    maskLevels: layout.maskLevels,
    matrixRows: binned.rows,
    watched,
    columns: binned.columns,
    base,
    options: { ...options, validation: undefined },
  };
  run.onProgress?.({ done: 0, total: options.nEstimators });
  run.signal?.throwIfAborted();
  const result = pooled ? await runInPool(setup, threads, run) : await runHere(setup, run);
  if (!(memory instanceof ArrayBuffer)) giveBackMemory(memory);
  run.onProgress?.({ done: options.nEstimators, total: options.nEstimators });
  return { ...result, threads };
}
