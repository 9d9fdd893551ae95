import { LearnError } from '../../errors.js';
import { binCount, type GlassboxAxis } from './axis.js';
import { type Coarse, coarsen } from './coarse.js';
import type { GlassboxOptions } from './options.js';
import { rankPairs } from './rank-pairs.js';
import { meanOf } from './weights.js';

/** Bins of the first look at all pairs, the missing one included. */
const ROUGH_BINS = 8;

/** Two columns that get a surface, each in coarse bins; its cell (a, b) is at a × `size` + b. */
export interface PairPlan {
  readonly first: number;
  readonly second: number;
  readonly coarse: readonly [Coarse, Coarse];
  readonly size: number;
}

/** What curves have left to explain. */
export interface PairChoice {
  readonly axes: readonly GlassboxAxis[];
  readonly columns: readonly Uint8Array[];
  readonly binWeights: readonly Float64Array[];
  readonly curves: readonly Float64Array[];
  /** Working residual and weight of every row. */
  readonly residual: Float64Array;
  readonly weights: Float64Array;
  readonly options: GlassboxOptions;
  readonly plain: boolean;
}

/**
 * The pairs asked for by name, or the strongest.
 * @throws LearnError `bad-option` for columns that are not there or may be in no pair
 */
export function choosePairs(choice: PairChoice): PairPlan[] {
  const { axes, options, columns, binWeights, curves } = choice;
  if (options.pairs === 0) return [];
  const coarse = (most: number) => axes.map((axis, c) => coarsen(axis, binWeights[c]!, curves[c]!, most));
  const fine = coarse(options.pairBins);
  const plan = (first: number, second: number): PairPlan => {
    const [a, b] = [fine[first]!, fine[second]!];
    // A missing bin without rows needs no room.
    const used = (c: number, axis: GlassboxAxis) =>
      binCount(axis) + (binWeights[c]![binCount(axes[c]!)]! > 0 ? 1 : 0);
    return { first, second, coarse: [a, b], size: Math.max(used(first, a.axis), used(second, b.axis)) };
  };
  if (typeof options.pairs !== 'number')
    return options.pairs.map(([a, b]) => plan(namedColumn(choice, a), namedColumn(choice, b)));
  const search = {
    columns,
    rough: coarse(ROUGH_BINS).map(({ ofBin }) => ofBin),
    fine: fine.map(({ ofBin }) => ofBin),
    worth: columns.map((_, c) => worthOf(choice, c)),
    residual: choice.residual,
    weights: choice.weights,
    lambda: options.lambda,
    minLeaf: options.minLeaf,
    seed: options.seed,
    plain: choice.plain,
  };
  return rankPairs(search, options.pairs).map(({ first, second }) => plan(first, second));
}

/** Variance of a curve over the rows; undefined for columns that are in no pair: held to a direction, or constant. */
function worthOf({ axes, options, binWeights, curves }: PairChoice, c: number): number | undefined {
  if ((options.monotone[axes[c]!.column] ?? 0) !== 0) return undefined;
  const weights = binWeights[c]!;
  if (weights.reduce((used, weight) => used + (weight > 0 ? 1 : 0), 0) < 2) return undefined;
  const curve = curves[c]!;
  const mean = meanOf(curve, weights);
  return meanOf(
    curve.map((value) => (value - mean) ** 2),
    weights,
  );
}

function namedColumn({ axes, options }: PairChoice, name: string): number {
  const index = axes.findIndex((axis) => axis.column === name);
  if (index < 0) {
    const names = axes.map((axis) => axis.column).join(', ');
    throw new LearnError('bad-option', `option pairs names column "${name}"; the table has ${names}`);
  }
  if ((options.monotone[name] ?? 0) !== 0)
    throw new LearnError(
      'bad-option',
      `option pairs: the curve of "${name}" is held to a direction, so it is in no pair`,
    );
  return index;
}

/** Fills `out` with the cell of every row. */
export function jointCodes(
  { first, second, coarse, size }: PairPlan,
  columns: readonly Uint8Array[],
  out: Uint8Array,
): Uint8Array {
  const [a, b] = [columns[first]!, columns[second]!];
  const [ofA, ofB] = [coarse[0].ofBin, coarse[1].ofBin];
  for (let row = 0; row < out.length; row++) out[row] = ofA[a[row]!]! * size + ofB[b[row]!]!;
  return out;
}
