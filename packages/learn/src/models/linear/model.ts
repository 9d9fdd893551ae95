import { alignTable, type Schema, type Table } from '../../table/table.js';
import type { Model } from '../contract.js';
import { checkFinite } from '../fit-input.js';
import type { LinearOptions } from './options.js';

/** What one numeric column adds to a prediction: weight × (value − mean) / scale. */
export interface NumericWeight {
  readonly kind: 'numeric';
  readonly name: string;
  /** Change of the prediction for one standard deviation. */
  readonly weight: number;
  /** Mean over the training rows, in the column's units. */
  readonly mean: number;
  /** Population standard deviation over the training rows, in the column's units; 1 when constant. */
  readonly scale: number;
}

/** What one coded column adds to a prediction: the weight of its level (0 when unseen or missing) − `shift`. */
export interface CodedWeight {
  readonly kind: 'coded';
  readonly name: string;
  readonly weights: readonly number[];
  /** Mean of the weight over the training rows. */
  readonly shift: number;
}

/** Everything that a linear model knows. */
export interface LinearState {
  readonly schema: Schema;
  readonly options: LinearOptions;
  /** Rows of positive weight that it was fitted on. */
  readonly rows: number;
  /** Prediction where every column is at its training mean: the weighted mean of the target. */
  readonly baseline: number;
  readonly terms: readonly (NumericWeight | CodedWeight)[];
  /** Independent columns of the design, each level of a coded column being one; the intercept not counted. */
  readonly rank: number;
  /** Names of the columns that are constant or combinations of others: `mood`, `genre=techno`. */
  readonly aliased: readonly string[];
}

/** The weight of one column, or of one level of it. */
export interface Coefficient {
  readonly column: string;
  /** The level of a coded column; null for a numeric one. */
  readonly level: string | null;
  /** Change of the prediction for one standard deviation of a numeric column, or for having the level. */
  readonly standard: number;
  /** Change of the prediction for one unit of a numeric column, or for having the level. */
  readonly perUnit: number;
  /** True when the column is constant or a combination of others: its weight is one choice among many. */
  readonly aliased: boolean;
}

/** How the columns make up predictions. */
export interface LinearContributions {
  /** Prediction at the training means. */
  readonly baseline: number;
  /** Column names, in the order of the schema. */
  readonly columns: readonly string[];
  /**
   * Row after row, one number a column: weight × (x − mean), which for a linear model whose columns are taken as
   * independent is its SHAP value. Added to `baseline` from left to right they are the prediction, bit for bit.
   */
  readonly values: Float64Array;
}

/** A fitted linear model. */
export interface LinearModel extends Model, LinearState {
  readonly learner: 'linear';
  /** Prediction where every numeric column is 0 and every coded one unseen. */
  readonly intercept: number;
  /**
   * One prediction a row; unseen levels add what having none of the levels adds.
   * @throws LearnError `missing-column`, `column-kind`, or `column-value` for NaN and infinities
   */
  predict(data: Table): Float64Array;
  /** The weights, in the order of the schema, levels in their order. */
  coefficients(): Coefficient[];
  /** @throws LearnError as `predict` */
  contributions(data: Table): LinearContributions;
}

/** The model of a state; the state is data and stays as it is. */
export function linearModel(state: LinearState): LinearModel {
  const { schema, baseline, terms } = state;

  function aligned(data: Table): Table {
    const found = alignTable(schema, data);
    checkFinite(found.columns);
    return found;
  }

  function predict(data: Table): Float64Array {
    const found = aligned(data);
    const out = new Float64Array(found.rows).fill(baseline);
    for (let c = 0; c < terms.length; c++) addTerm(terms[c], found, c, out, 0, 1);
    return out;
  }

  function contributions(data: Table): LinearContributions {
    const found = aligned(data);
    const values = new Float64Array(found.rows * terms.length);
    for (let c = 0; c < terms.length; c++) addTerm(terms[c], found, c, values, c, terms.length);
    return { baseline, columns: schema.map((column) => column.name), values };
  }

  function coefficients(): Coefficient[] {
    const aliased = new Set(state.aliased);
    return schema.flatMap((column, c): Coefficient[] => {
      const term = terms[c];
      if (term.kind === 'numeric') {
        const perUnit = term.weight / term.scale;
        const alias = aliased.has(term.name);
        return [{ column: term.name, level: null, standard: term.weight, perUnit, aliased: alias }];
      }
      const levels = column.kind === 'coded' ? column.levels : [];
      return levels.map((level, i) => {
        const weight = term.weights[i];
        const alias = aliased.has(`${term.name}=${level}`);
        return { column: term.name, level, standard: weight, perUnit: weight, aliased: alias };
      });
    });
  }

  function intercept(): number {
    let sum = baseline;
    for (const term of terms)
      sum -= term.kind === 'numeric' ? (term.weight * term.mean) / term.scale : term.shift;
    return sum;
  }

  const toJSON = () => ({ learner: 'linear', version: LINEAR_VERSION, ...state });
  return {
    ...state,
    learner: 'linear',
    intercept: intercept(),
    predict,
    coefficients,
    contributions,
    toJSON,
  };
}

/** Raised when older readers would misread the JSON. */
export const LINEAR_VERSION = 1;

/** Adds what a term gives to `out[start + row × step]`. */
function addTerm(
  term: NumericWeight | CodedWeight,
  data: Table,
  index: number,
  out: Float64Array,
  start: number,
  step: number,
): void {
  const column = data.columns[index];
  if (term.kind === 'numeric' && column.kind === 'numeric') {
    const { weight, mean, scale } = term;
    for (let row = 0; row < data.rows; row++) {
      out[start + row * step] += weight * ((column.values[row] - mean) / scale);
    }
  } else if (term.kind === 'coded' && column.kind === 'coded') {
    const { weights, shift } = term;
    for (let row = 0; row < data.rows; row++) {
      out[start + row * step] += (weights[column.codes[row]] ?? 0) - shift;
    }
  }
}
