import { ensureKernels } from '../../kernels/bundled.js';
import { pause } from '../../parallel/in-thread.js';
import type { FitRun } from '../contract.js';
import { binCount } from './axis.js';
import { type Bag, drawBags } from './bags.js';
import { type Boosted, Booster } from './boost.js';
import type { Cells } from './cells.js';
import { choosePairs, jointCodes } from './choose-pairs.js';
import { gridStepper } from './grid-steps.js';
import { toMargin } from './loss.js';
import { GlassboxModel } from './model.js';
import type { GlassboxOptions } from './options.js';
import { openSpace } from './space.js';
import { levelStepper, type Stepper, treeStepper } from './steps.js';
import { type BagCurves, makeTerms } from './summary.js';
import { meanCurve, meanOf, scaled, weigh } from './weights.js';

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
  const fit = new GlassboxFit(cells, given, options, run);
  return fit.run();
}

class GlassboxFit {
  private readonly weights: Float64Array | undefined;
  private readonly base: number;
  private readonly bags: readonly Bag[];
  private readonly columns: readonly Uint8Array[];
  /** Weight of every bin of every column. */
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
    this.weights = given.weights && scaled(given.weights);
    this.base = toMargin(options.objective, meanOf(target, this.weights));
    this.bags = drawBags(rows.length, options);
    const all = rows.length === cells.rows;
    this.columns = all
      ? cells.columns
      : cells.columns.map((column) => Uint8Array.from(rows, (row) => column[row]!));
    this.binWeights = this.columns.map((bins) => weigh(bins, this.weights));
  }

  async run(): Promise<GlassboxModel> {
    const { cells, options } = this;
    const steppers = cells.axes.map((axis) =>
      axis.kind === 'numeric'
        ? treeStepper(binCount(axis), options.monotone[axis.column] ?? 0)
        : levelStepper(binCount(axis)),
    );
    const curves: Boosted[] = [];
    for (const bag of this.bags) curves.push(await this.boost(bag, this.columns, steppers, []));
    const mean = cells.axes.map((_, c) => meanCurve(curves.map((found) => found.values[c]!)));
    const plans = choosePairs({
      axes: cells.axes,
      columns: this.columns,
      binWeights: this.binWeights,
      curves: mean,
      rows: { target: this.given.target, weights: this.weights, margin: this.marginOf(mean) },
      options,
      plain: this.around.plain === true,
    });
    const joint = plans.map((plan) => jointCodes(plan, this.columns));
    const together = [...steppers, ...plans.map(({ size }) => gridStepper(size))];
    const bagCurves: BagCurves[] = [];
    for (const [i, bag] of this.bags.entries()) {
      const found = curves[i]!;
      // Curves go on as well: what pairs explain was noise to them.
      const both =
        plans.length > 0 ? await this.boost(bag, [...this.columns, ...joint], together, found.values) : found;
      bagCurves.push({
        curves: both.values.slice(0, steppers.length).map((values) => values.slice()),
        pairs: both.values.slice(steppers.length).map((values) => values.slice()),
        rounds: { curves: found.rounds, pairs: plans.length > 0 ? both.rounds : 0 },
      });
    }
    this.around.onProgress?.({ done: this.total, total: this.total });
    this.around.signal?.throwIfAborted();
    const { groups: _, ...kept } = options;
    return new GlassboxModel({
      schema: cells.schema,
      options: kept,
      rows: this.given.rows.length,
      rounds: bagCurves.map((bag) => bag.rounds),
      ...makeTerms({
        axes: cells.axes,
        base: this.base,
        columnWeights: this.binWeights,
        columnRows: this.columns.map((bins) => weigh(bins, undefined)),
        plans,
        pairWeights: joint.map((codes) => weigh(codes, this.weights)),
        pairRows: joint.map((codes) => weigh(codes, undefined)),
        bags: bagCurves,
      }),
    });
  }

  private get total(): number {
    return 2 * this.options.rounds * this.bags.length;
  }

  private async boost(
    bag: Bag,
    columns: readonly Uint8Array[],
    steppers: readonly Stepper[],
    start: readonly Float64Array[],
  ): Promise<Boosted> {
    const { options, around, weights } = this;
    const { order, train, counts } = bag;
    const whole = order.length === this.given.rows.length && train === order.length;
    const logistic = options.objective === 'logistic';
    const weighted = logistic || weights !== undefined || counts !== undefined;
    const space = openSpace(columns, order.length, whole ? undefined : order, weighted, around.plain);
    const pick = (values: Float64Array) => Float64Array.from(order, (row) => values[row]!);
    const own = weights || counts ? new Float64Array(order.length).fill(1) : undefined;
    if (own)
      order.forEach((row, i) => {
        own[i] = (weights ? weights[row]! : 1) * (counts ? counts[i]! : 1);
      });
    const before = this.done;
    const booster = new Booster({
      space,
      steppers,
      objective: options.objective,
      rows: {
        target: pick(this.given.target),
        weights: own ?? (logistic ? new Float64Array(order.length).fill(1) : undefined),
        margin: pick(this.marginOf(start)),
      },
      train,
      start,
      rules: options,
      minGain: options.minGain,
      rounds: options.rounds,
      earlyStoppingRounds: options.earlyStoppingRounds,
      onRound: (done) => this.afterRound(before + done),
    });
    const found = await booster.run();
    this.done = before + options.rounds;
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
      const bins = this.columns[c]!;
      for (let i = 0; i < out.length; i++) out[i]! += curve[bins[i]!]!;
    });
    return out;
  }
}
