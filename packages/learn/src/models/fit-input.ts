import { LearnError } from '../errors.js';
import type { Column, Table } from '../table/table.js';
import type { FitRun, Target } from './contract.js';

/**
 * Refuses what no learner can fit: no rows, a target of another length or not finite, weights that are negative, not
 * finite or all zero.
 * @throws LearnError `empty-table`, `target-length`, `target-value`, `weights-length` or `weights-value`
 */
export function checkFitInput(data: Table, target: Target, weights?: FitRun['weights']): void {
  if (data.columns.length === 0 || data.rows === 0) {
    throw new LearnError(
      'empty-table',
      `a fit needs at least one row and one column, found ${data.rows} rows and ${data.columns.length} columns`,
    );
  }
  if (target.length !== data.rows) {
    throw new LearnError(
      'target-length',
      `the target must have one value a row: expected ${data.rows}, found ${target.length}`,
    );
  }
  for (let row = 0; row < target.length; row++) {
    if (!Number.isFinite(target[row])) {
      throw new LearnError(
        'target-value',
        `the target has ${target[row]} in row ${row} (counting from 0), expected a finite number`,
      );
    }
  }
  if (weights) checkWeights(weights, data.rows);
}

function checkWeights(weights: NonNullable<FitRun['weights']>, rows: number): void {
  if (weights.length !== rows) {
    throw new LearnError(
      'weights-length',
      `weights must have one value a row: expected ${rows}, found ${weights.length}`,
    );
  }
  let positive = 0;
  for (let row = 0; row < rows; row++) {
    if (!(weights[row] >= 0 && weights[row] < Number.POSITIVE_INFINITY)) {
      throw new LearnError(
        'weights-value',
        `weights have ${weights[row]} in row ${row} (counting from 0), expected a finite number of 0 or more`,
      );
    }
    if (weights[row] > 0) positive++;
  }
  if (positive === 0)
    throw new LearnError('weights-value', 'every weight is 0: no row is left to learn from');
}

/**
 * Refuses numbers that are not finite, missing (NaN) included.
 * @throws LearnError `column-value`, naming column and row
 */
export function checkFinite(columns: readonly Column[]): void {
  for (const column of columns) {
    if (column.kind !== 'numeric') continue;
    const { values } = column;
    for (let row = 0; row < values.length; row++) {
      if (!Number.isFinite(values[row])) {
        throw new LearnError(
          'column-value',
          `column "${column.name}" has ${values[row]} in row ${row} (counting from 0), expected a finite number`,
        );
      }
    }
  }
}
