import { binCount, type GlassboxAxis } from './axis.js';
import type { PairPlan } from './choose-pairs.js';
import { termName } from './json.js';
import type { GlassboxParts } from './model.js';
import { centre, purify } from './refine.js';
import type { GlassboxTerm } from './terms.js';
import { meanCurve } from './weights.js';

/** What one bag has found, not centred; changed by {@link makeTerms}. */
export interface BagCurves {
  readonly curves: readonly Float64Array[];
  readonly pairs: readonly Float64Array[];
  readonly rounds: { readonly curves: number; readonly pairs: number };
}

/** All that terms are made of. */
export interface TermParts {
  readonly axes: readonly GlassboxAxis[];
  readonly base: number;
  /** Weight, and rows, of every bin of every column and of every cell of every pair. */
  readonly columnWeights: readonly Float64Array[];
  readonly columnRows: readonly Float64Array[];
  readonly plans: readonly PairPlan[];
  readonly pairWeights: readonly Float64Array[];
  readonly pairRows: readonly Float64Array[];
  readonly bags: readonly BagCurves[];
}

/** Pure surfaces, centred curves, and the intercept that holds what was taken out of them. */
export function makeTerms(parts: TermParts): Pick<GlassboxParts, 'intercept' | 'terms'> {
  const { axes, plans, bags } = parts;
  const intercepts = bags.map((bag) => tidy(parts, bag));
  const curves = axes.map((axis, c) =>
    termOf(
      [axis],
      bags.map((bag) => bag.curves[c]!),
      parts.columnRows[c]!,
      parts.columnWeights[c]!,
    ),
  );
  const pairs = plans.map(({ coarse: [a, b], size }, p) => {
    const cut = (cells: Float64Array) => rectangle(cells, size, binCount(a.axis) + 1, binCount(b.axis) + 1);
    const values = bags.map((bag) => cut(bag.pairs[p]!));
    return termOf([a.axis, b.axis], values, cut(parts.pairRows[p]!), cut(parts.pairWeights[p]!));
  });
  pairs.sort((a, b) => b.importance - a.importance);
  return {
    intercept: intercepts.reduce((sum, value) => sum + value, 0) / bags.length,
    terms: [...curves, ...pairs.filter((pair) => pair.importance > 0)],
  };
}

/** Moves what belongs to curves from surfaces, and means from curves; the intercept. */
function tidy(parts: TermParts, bag: BagCurves): number {
  const { axes, plans, columnWeights, pairWeights } = parts;
  plans.forEach(({ first, second, coarse, size }, p) => {
    const pure = purify(bag.pairs[p]!, pairWeights[p]!, size);
    coarse[0].ofBin.forEach((to, bin) => {
      bag.curves[first]![bin]! += pure.first[to] ?? 0;
    });
    coarse[1].ofBin.forEach((to, bin) => {
      bag.curves[second]![bin]! += pure.second[to] ?? 0;
    });
    forgetUnseen(bag.pairs[p]!, pairWeights[p]!, size);
  });
  let intercept = parts.base;
  axes.forEach((axis, c) => {
    const curve = bag.curves[c]!;
    const weights = columnWeights[c]!;
    intercept += centre(curve, weights);
    // What was never seen says nothing: missing values, levels; an empty bin between others says what they say.
    for (let b = 0; b < weights.length; b++)
      if (weights[b] === 0 && (axis.kind === 'coded' || b >= binCount(axis))) curve[b] = 0;
  });
  return intercept;
}

/** Makes 0 what a surface says of bins that have no rows at all. */
function forgetUnseen(values: Float64Array, weights: Float64Array, size: number): void {
  for (let line = 0; line < size; line++) {
    let row = 0;
    let column = 0;
    for (let i = 0; i < size; i++) {
      row += weights[line * size + i]!;
      column += weights[i * size + line]!;
    }
    for (let i = 0; i < size; i++) {
      if (row === 0) values[line * size + i] = 0;
      if (column === 0) values[i * size + line] = 0;
    }
  }
}

function rectangle(cells: Float64Array, size: number, height: number, width: number): Float64Array {
  const out = new Float64Array(height * width);
  // A missing bin without rows may lie beyond the square: it says 0.
  for (let a = 0; a < Math.min(height, size); a++)
    for (let b = 0; b < Math.min(width, size); b++) out[a * width + b] = cells[a * size + b]!;
  return out;
}

function termOf(
  axes: readonly [GlassboxAxis] | readonly [GlassboxAxis, GlassboxAxis],
  bags: readonly Float64Array[],
  rows: Float64Array,
  weights: Float64Array,
): GlassboxTerm {
  const size = axes.reduce((product, axis) => product * (binCount(axis) + 1), 1);
  const values = meanCurve(bags).slice(0, size).map(brief);
  const common = {
    name: termName(axes),
    values,
    rows: rows.slice(0, size),
    spread: bags.length > 1 ? spreadOf(bags, size) : undefined,
    importance: brief(meanSize(values, weights)),
  };
  return axes.length === 1 ? { kind: 'curve', axes, ...common } : { kind: 'pair', axes, ...common };
}

/** Standard deviation over the bags, with n − 1. */
function spreadOf(bags: readonly Float64Array[], size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, b) => {
    const mean = bags.reduce((sum, bag) => sum + bag[b]!, 0) / bags.length;
    const squares = bags.reduce((sum, bag) => sum + (bag[b]! - mean) ** 2, 0);
    return brief(Math.sqrt(squares / (bags.length - 1)));
  });
}

function meanSize(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let b = 0; b < values.length; b++) {
    sum += weights[b]! * Math.abs(values[b]!);
    total += weights[b]!;
  }
  return total > 0 ? sum / total : 0;
}

/** Seven digits: models are files that are kept and sent, and the eighth is noise. Never −0. */
function brief(value: number): number {
  return Number(value.toPrecision(7)) + 0;
}
