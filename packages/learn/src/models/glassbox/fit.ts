import { ensureKernels } from '../../kernels/bundled.js';
import { pause } from '../../parallel/in-thread.js';
import type { FitRun } from '../contract.js';
import { binCount } from './axis.js';
import { type Bag, drawBags } from './bags.js';
import { type Boosted, Booster } from './boost.js';
import type { Cells } from './cells.js';
import { choosePairs, jointCodes } from './choose-pairs.js';
import { gridStepper } from './grid-steps.js';
import { type LossRows, toMargin, workingRows } from './loss.js';
import { GlassboxModel } from './model.js';
import type { GlassboxOptions } from './options.js';
import { gatherWeights, openSpace, type Space } from './space.js';
import { levelStepper, type Stepper, treeStepper } from './steps.js';
import { type BagCurves, makeTerms } from './summary.js';
import { meanCurve, meanOf, pick, scaled, weigh } from './weights.js';

const PAUSE_EVERY_MS = 25;

/** What surrounds a fit on cells. */
export interface CellsRun extends Omit<FitRun, 'weights' | 'pool'> {
  /** Runs the plain TypeScript kernel even where WebAssembly could. */
  readonly plain?: boolean;
}

/** The rows of a fit, none of weight 0. */
export interface FitRows {
  /** Rows of the cells, ascending. */
  readonly rows: Uint32Array;
  readonly target: Float64Array;
  /** Undefined when all are equal. */
  readonly weights: Float64Array | undefined;
}

/** Boosts curves, looks for pairs in what is left, boosts their surfaces, and takes the mean of all bags. */
export async function fitCells(
  cells: Cells,
  given: FitRows,
  options: GlassboxOptions,
  run: CellsRun = {},
): Promise<GlassboxModel> {
  run.signal?.throwIfAborted();
  await ensureKernels();
  return new GlassboxFit(cells, given, options, run).run();
}

class GlassboxFit {
  private readonly weights: Float64Array | undefined;
  private readonly base: number;
  private readonly bags: readonly Bag[];
  /** All rows of the fit: their columns, with room for the cells of pairs. */
  private readonly space: Space;
  /** Without bags there is one booster only, of all rows, which goes on where it was when pairs are known. */
  private readonly booster: Booster | undefined;
  /** Rows, and weight, of every bin of every column. */
  private readonly binRows: readonly Float64Array[];
  private readonly binWeights: readonly Float64Array[];
  private done = 0;
  private paused = performance.now();

  constructor(
    private readonly cells: Cells,
    private readonly given: FitRows,
    private readonly options: GlassboxOptions,
    private readonly around: CellsRun,
  ) {
    const { rows, target } = given;
    const { columns } = cells;
    const { objective, pairs } = options;
    this.weights = given.weights && scaled(given.weights);
    this.base = toMargin(objective, meanOf(target, this.weights));
    this.bags = drawBags(rows.length, options);
    const most = (columns.length * (columns.length - 1)) / 2;
    this.space = openSpace({
      columns,
      order: rows.length === cells.rows ? undefined : rows,
      rows: rows.length,
      weighted: objective === 'logistic' || this.weights !== undefined,
      room: typeof pairs === 'number' ? Math.min(pairs, most) : pairs.length,
      plain: around.plain === true,
    });
    const numbers = Array.from(columns.keys());
    this.binRows = gatherWeights(this.space, numbers, rows.length);
    if (this.weights) this.space.weights.set(this.weights);
    this.binWeights = this.weights ? gatherWeights(this.space, numbers, rows.length) : this.binRows;
    if (this.bags.length > 1 || this.bags[0]!.train < rows.length) return;
    const margin = new Float64Array(rows.length).fill(this.base);
    this.booster = this.boosterOn(this.space, { target, weights: this.weights, margin }, rows.length);
  }

  async run(): Promise<GlassboxModel> {
    const { booster, cells, options, bags, space } = this;
    const { axes } = cells;
    const steppers = axes.map((axis) =>
      axis.kind === 'numeric'
        ? treeStepper(binCount(axis), options.monotone[axis.column] ?? 0)
        : levelStepper(binCount(axis)),
    );
    const columns = space.columns.slice(0, axes.length);
    const curves: Boosted[] = [];
    for (const bag of bags)
      curves.push(
        booster ? await this.boost(booster, steppers) : await this.boostBag(bag, columns, steppers, []),
      );
    const mean = axes.map((_, c) => meanCurve(curves.map((found) => found.values[c]!)));
    if (!booster) {
      const rows = { target: this.given.target, weights: this.weights, margin: this.marginOf(mean) };
      workingRows(options.objective, rows, space.values, space.weights);
    }
    const plans = choosePairs({
      axes,
      columns,
      binWeights: this.binWeights,
      curves: mean,
      residual: space.values,
      weights: space.weights,
      options,
      plain: this.around.plain === true,
    });
    const joint = plans.map((plan, p) => jointCodes(plan, columns, space.columns[axes.length + p]!));
    const surfaces = plans.map(({ size }) => gridStepper(size));
    const bagCurves: BagCurves[] = [];
    for (const [i, bag] of bags.entries()) {
      const found = curves[i]!;
      let both = found;
      // Curves go on as well: what pairs explain was noise to them.
      if (plans.length > 0 && booster) both = await this.boost(booster, surfaces);
      else if (plans.length > 0)
        both = await this.boostBag(bag, [...columns, ...joint], [...steppers, ...surfaces], found.values);
      bagCurves.push({
        curves: both.values.slice(0, axes.length),
        pairs: both.values.slice(axes.length),
        rounds: { curves: found.rounds, pairs: plans.length > 0 ? both.rounds : 0 },
      });
    }
    this.around.onProgress?.({ done: this.total, total: this.total });
    this.around.signal?.throwIfAborted();
    const { groups: _, ...kept } = options;
    const pairRows = joint.map((codes) => weigh(codes, undefined));
    return new GlassboxModel({
      schema: cells.schema,
      options: kept,
      rows: space.rows,
      rounds: bagCurves.map((bag) => bag.rounds),
      ...makeTerms({
        axes,
        base: this.base,
        columnWeights: this.binWeights,
        columnRows: this.binRows,
        plans,
        pairWeights: this.weights ? joint.map((codes) => weigh(codes, this.weights)) : pairRows,
        pairRows,
        bags: bagCurves,
      }),
    });
  }

  private get total(): number {
    return 2 * this.options.rounds * this.bags.length;
  }

  private boosterOn(space: Space, rows: LossRows, train: number): Booster {
    const { options } = this;
    return new Booster({ ...options, space, rows, train, rules: options });
  }

  /** Boosts a bag's rows alone, on columns of the fit and from curves that are there. */
  private boostBag(
    { order, train, counts }: Bag,
    columns: readonly Uint8Array[],
    steppers: readonly Stepper[],
    start: readonly Float64Array[],
  ): Promise<Boosted> {
    const { options, given } = this;
    const weights = this.weights ? pick(this.weights, order) : counts;
    if (this.weights && counts) for (let i = 0; i < order.length; i++) weights![i]! *= counts[i]!;
    const space = openSpace({
      columns,
      order,
      rows: order.length,
      weighted: options.objective === 'logistic' || weights !== undefined,
      room: 0,
      plain: this.around.plain === true,
    });
    const rows = { target: pick(given.target, order), weights, margin: pick(this.marginOf(start), order) };
    return this.boost(this.boosterOn(space, rows, train), steppers, start);
  }

  private async boost(
    booster: Booster,
    steppers: readonly Stepper[],
    start: readonly Float64Array[] = [],
  ): Promise<Boosted> {
    booster.add(steppers, start);
    const before = this.done;
    const found = await booster.run((done) => this.afterRound(before + done));
    this.done = before + this.options.rounds;
    return found;
  }

  private afterRound(done: number): Promise<void> | undefined {
    if (performance.now() - this.paused < PAUSE_EVERY_MS) return undefined;
    return this.breathe(done);
  }

  private async breathe(done: number): Promise<void> {
    this.around.onProgress?.({ done, total: this.total });
    await pause();
    this.around.signal?.throwIfAborted();
    this.paused = performance.now();
  }

  /** The sum of the base and of the curves of the first columns, for every row of the fit. */
  private marginOf(values: readonly Float64Array[]): Float64Array {
    const out = new Float64Array(this.given.rows.length).fill(this.base);
    values.forEach((curve, c) => {
      const bins = this.space.columns[c]!;
      for (let i = 0; i < out.length; i++) out[i]! += curve[bins[i]!]!;
    });
    return out;
  }
}
