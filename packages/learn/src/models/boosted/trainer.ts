import { LearnError } from '../../errors.js';
import type { ColumnBins } from '../../table/bins.js';
import type { TreeEnsemble } from '../trees/ensemble.js';
import { Harvest } from './harvest.js';
import {
  type BoostedKernel,
  bufferOf,
  type FitMemory,
  type KernelPath,
  kernelRounds,
  type OpenKernel,
} from './kernel.js';
import { slotsAfter } from './layout.js';
import { watchedMetric } from './objective.js';
import type { BoostedOptions } from './options.js';
import { drawMasks } from './sampling.js';

/** What every thread of a fit is told; can be posted. */
export interface FitSetup {
  readonly memory: FitMemory;
  readonly plan: number;
  readonly sync: number;
  readonly pred: number;
  readonly labels: number;
  readonly weights: number;
  readonly masks: number;
  readonly nodes: number;
  readonly nodeBytes: number;
  readonly columnInfo: number;
  /** Whether each tree packs the histograms of its columns. */
  readonly packs: boolean;
  readonly features: number;
  readonly maskLevels: number;
  readonly matrixRows: number;
  readonly watched: Uint32Array;
  readonly columns: readonly ColumnBins[];
  readonly base: number;
  readonly options: BoostedOptions;
}

/** What the first thread of a fit gives back. */
export interface FitResult {
  readonly ensemble: TreeEnsemble;
  readonly bestRound: number;
  readonly history: Float64Array;
  readonly path: KernelPath;
}

// Words of the sync area, as in assembly/lib/boosted/rounds.ts.
const STOP = 3;
const NODES_USED = 4;
const ENDED = 15;
/** Word of the plan, as in assembly/lib/boosted/state.ts. */
const USED_SLOTS = 48;

/** Stops all threads of a fit as soon as they look. */
export function stopFit(memory: FitMemory, sync: number): void {
  const words = new Int32Array(bufferOf(memory), sync, 16);
  Atomics.store(words, STOP, 1);
  if (!(memory instanceof ArrayBuffer)) Atomics.notify(words, 1);
}

/** The rounds of a fit in one thread. Thread 0 leads: it draws columns, takes the trees, watches, and ends the fit. */
export class Trainer {
  readonly path: KernelPath;
  private readonly kernel: BoostedKernel;
  private readonly words: Int32Array;
  private readonly i32: Int32Array;
  private readonly masks: Uint8Array;
  private readonly harvest: Harvest;
  private readonly history: number[] = [];
  private readonly pred: Float32Array;
  private readonly labels: Float32Array;
  private readonly weights: Float32Array | undefined;
  private round = 0;
  private best = 0;

  constructor(
    private readonly setup: FitSetup,
    private readonly thread: number,
    opened: OpenKernel,
  ) {
    const buffer = bufferOf(setup.memory);
    this.kernel = opened.kernel;
    this.path = opened.path;
    this.kernel.setup(setup.plan);
    this.words = new Int32Array(buffer, setup.sync, 16);
    this.i32 = new Int32Array(buffer);
    this.masks = new Uint8Array(buffer, setup.masks, setup.features * setup.maskLevels);
    this.pred = new Float32Array(buffer, setup.pred, setup.matrixRows);
    this.labels = new Float32Array(buffer, setup.labels, setup.matrixRows);
    this.weights = setup.weights ? new Float32Array(buffer, setup.weights, setup.matrixRows) : undefined;
    this.harvest = new Harvest(
      this.i32,
      new Float64Array(buffer),
      setup.nodes,
      setup.nodeBytes,
      setup.columns,
    );
  }

  /** Rounds done. */
  get done(): number {
    return this.round;
  }

  /** One round. False when the fit is over. */
  step(): boolean {
    return this.thread === 0 ? this.lead() : this.follow();
  }

  /** Thread 0's result, after the last round. */
  result(): FitResult {
    const kept = this.setup.options.earlyStoppingRounds > 0 ? this.best + 1 : this.round;
    return {
      ensemble: this.harvest.ensemble(kept, this.setup.base),
      bestRound: this.setup.watched.length > 0 ? this.best : this.round - 1,
      history: Float64Array.from(this.history),
      path: this.path,
    };
  }

  private seedOf(round: number): number {
    return Math.imul(this.setup.options.seed + 1, 0x9e3779b1) ^ Math.imul(round + 1, 0x85ebca6b);
  }

  private runKernel(): number {
    const status = this.kernel.round(this.thread, this.seedOf(this.round));
    kernelRounds[this.path]++;
    if (status === 1)
      throw new LearnError('too-large', 'a tree has more nodes than there is memory planned for');
    return status;
  }

  private follow(): boolean {
    if (this.runKernel() === 2) return false;
    this.round++;
    return true;
  }

  private lead(): boolean {
    const { options } = this.setup;
    if (Atomics.load(this.words, STOP) !== 0) throw new LearnError('fit-stopped', 'the fit was stopped');
    if (this.round === options.nEstimators || this.shouldStop()) return this.end();
    this.drawColumns();
    this.runKernel();
    this.harvest.take(Atomics.load(this.words, NODES_USED));
    this.watch();
    this.round++;
    return true;
  }

  /** Lets the others, who wait at the first barrier of the next round, go home. */
  private end(): boolean {
    Atomics.store(this.words, ENDED, 1);
    this.kernel.round(0, 0);
    return false;
  }

  private drawColumns(): void {
    const { options, features, maskLevels, columns } = this.setup;
    const sampled = options.colsampleBytree < 1 || options.colsampleBylevel < 1;
    if (this.round > 0 && !sampled) return;
    drawMasks(
      options.seed,
      this.round,
      features,
      maskLevels,
      options.colsampleBytree,
      options.colsampleBylevel,
      this.masks,
    );
    let slot = 0;
    for (let c = 0; c < columns.length; c++) {
      const info = (this.setup.columnInfo >> 2) + c * 8;
      const first = this.i32[info + 3]!;
      const next = c + 1 < columns.length ? this.i32[info + 8 + 3]! : features;
      let active = 0;
      for (let level = 0; level < maskLevels; level++) {
        for (let f = first; f < next; f++) active |= this.masks[level * features + f]!;
      }
      this.i32[info + 5] = active;
      if (!this.setup.packs) continue;
      // Columns that are not drawn take no room in this tree's histograms: less to clear and to subtract.
      this.i32[info + 2] = slot;
      if (active) slot = slotsAfter(slot, columns[c]!.bins);
    }
    if (this.setup.packs) this.i32[(this.setup.plan >> 2) + USED_SLOTS] = slot;
  }

  private watch(): void {
    const { watched, options } = this.setup;
    if (watched.length === 0) return;
    const metric = watchedMetric(options, this.pred, this.labels, this.weights, watched);
    this.history.push(metric);
    if (metric < this.history[this.best]! || this.round === 0) this.best = this.round;
  }

  private shouldStop(): boolean {
    const patience = this.setup.options.earlyStoppingRounds;
    return patience > 0 && this.round > 0 && this.round - 1 - this.best >= patience;
  }
}
