import { schemaOf, type Table, takeRows } from '../../table/table.js';
import type { FitRun, Learner, Target } from '../contract.js';
import { checkFitInput } from '../fit-input.js';
import type { Design } from './design.js';
import { readLinear } from './json.js';
import { type LinearModel, linearModel } from './model.js';
import { type LinearOptions, linearDefaults, linearOptions } from './options.js';
import { productsOf, productsWith, subtractFitted } from './products.js';
import { factor } from './solve.js';

/** Most passes over the data after the first solution that take out what rounding left in it. */
const REFINEMENTS = 2;

/** Refinement ends when no coefficient moves by more than this share of the largest. */
const SETTLED = 1e-13;

/** Share of its uncentred size below which the variance of a column is rounding: the column is constant. */
const CONSTANT = 1e-14;

/**
 * Least squares in float64, with an intercept. Numeric columns are standardised, coded ones laid out one-hot with every
 * level kept; a level that the model has not seen, or a missing one, is all zeros. Numbers must be finite: missing
 * values are refused, in fitting and in predicting.
 *
 * Where columns are constant or combinations of others (within one part in a million of their spread), the predictions
 * are still unique; of all the coefficients that give them the model has those with the least sum of squares, as
 * scikit-learn's `LinearRegression`, and names the columns concerned in `aliased`.
 *
 * Solved by the normal equations of centred, standardised columns with a pivoted Cholesky factorisation and two rounds
 * of refinement on the data itself (Björck, "Numerical Methods for Least Squares Problems", §2.9.3), so that a fit
 * passes over the rows a few times and never builds the one-hot matrix.
 */
export const linear: Learner<LinearOptions, LinearModel> = {
  name: 'linear',
  defaults: linearDefaults,
  fit: async (data, target, options, run) => fitLinear(data, target, linearOptions(options), run),
  fromJSON: (json) => linearModel(readLinear(json)),
};

function fitLinear(data: Table, target: Target, options: LinearOptions, run: FitRun = {}): LinearModel {
  run.signal?.throwIfAborted();
  checkFitInput(data, target, run.weights);
  const used = withoutZeroWeights(data, target, run.weights);
  const { rows } = used.data;
  const total = rows * (1 + REFINEMENTS);
  const report = (done: number) => {
    run.onProgress?.({ done, total });
    run.signal?.throwIfAborted();
  };

  const { products } = run;
  const { design, matrix, means, sizes } =
    products?.data === data && !run.weights
      ? products
      : productsOf(used.data, used.weights, (done) => {
          if (done === rows || done % 16384 === 0) report(done);
        });
  const { baseline, residual } = centre(used.target, design);
  const { width } = design;
  const zero = sizes.map((size) => CONSTANT * size);
  const plain = factor(matrix, width, zero);
  const penalty = penalties(design, matrix, zero, options);
  const penalised = options.ridge > 0 ? factor(withDiagonal(matrix, width, penalty), width, zero) : plain;

  const coefficients = new Float64Array(width);
  for (let pass = 0; pass <= REFINEMENTS; pass++) {
    const right = productsWith(design, means, residual);
    for (let i = 0; i < width; i++) right[i] -= penalty[i] * coefficients[i];
    const step = penalised.solve(right);
    for (let i = 0; i < width; i++) coefficients[i] += step[i];
    if (pass > 0) report(rows * (1 + pass));
    if (pass === REFINEMENTS || largest(step) <= SETTLED * largest(coefficients)) break;
    subtractFitted(design, means, step, residual);
  }
  report(total);

  return linearModel({
    schema: schemaOf(data),
    options,
    rows,
    baseline,
    terms: termsOf(design, data, coefficients, means),
    rank: plain.basis.length,
    aliased: [...plain.dependent].map((i) => design.names[i]),
  });
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** A row of weight zero is left out altogether, so that it cannot move a digit. */
function withoutZeroWeights(data: Table, target: Target, weights: FitRun['weights']) {
  if (!weights || weights.every((weight) => weight > 0)) return { data, target, weights };
  const rows: number[] = [];
  for (let row = 0; row < weights.length; row++) if (weights[row] > 0) rows.push(row);
  return {
    data: takeRows(data, rows),
    target: Float64Array.from(rows, (row) => target[row]),
    weights: Float64Array.from(rows, (row) => weights[row]),
  };
}

function centre(target: Target, { weights, totalWeight }: Design) {
  const origin = target[0];
  let shifted = 0;
  for (let row = 0; row < target.length; row++)
    shifted += (weights ? weights[row] : 1) * (target[row] - origin);
  const baseline = origin + shifted / totalWeight;
  const residual = new Float64Array(target.length);
  for (let row = 0; row < target.length; row++) residual[row] = target[row] - baseline;
  return { baseline, residual };
}

/** The penalty on each column's standardised coefficient; none on a constant, whose coefficient is 0 anyway. */
function penalties(
  design: Design,
  matrix: Float64Array,
  zero: Float64Array,
  options: LinearOptions,
): Float64Array {
  const penalty = new Float64Array(design.width).fill(options.ridge);
  if (!options.standardise) for (const { at, scale } of design.numeric) penalty[at] /= scale * scale;
  return penalty.map((value, i) => (matrix[i * design.width + i] > zero[i] ? value : 0));
}

function withDiagonal(matrix: Float64Array, width: number, added: Float64Array): Float64Array {
  const out = matrix.slice();
  for (let i = 0; i < width; i++) out[i * width + i] += added[i];
  return out;
}

function termsOf(design: Design, data: Table, coefficients: Float64Array, means: Float64Array) {
  return data.columns.map(({ name }) => {
    const number = design.numeric.find((term) => term.column.name === name);
    if (number) {
      const { at, mean, scale } = number;
      return { kind: 'numeric' as const, name, weight: coefficients[at], mean, scale };
    }
    const { at, column } = design.coded.find((term) => term.column.name === name)!;
    const weights = Array.from(coefficients.subarray(at, at + column.levels.length));
    const shift = weights.reduce((sum, weight, i) => sum + weight * means[at + i], 0);
    return { kind: 'coded' as const, name, weights, shift };
  });
}
