import { LearnError } from '../../errors.js';
import type { Table } from '../../table/table.js';
import type { Target } from '../contract.js';
import type { BoostedOptions } from './options.js';

/**
 * Refuses monotone constraints on columns that are not there or have no order.
 * @throws LearnError `bad-option`
 */
export function checkMonotone(data: Table, options: BoostedOptions): void {
  for (const [name, direction] of Object.entries(options.monotone)) {
    const column = data.columns.find((c) => c.name === name);
    if (!column) {
      const names = data.columns.map((c) => c.name).join(', ');
      throw new LearnError('bad-option', `option monotone names column "${name}"; the table has ${names}`);
    }
    if (![-1, 0, 1].includes(direction)) {
      throw new LearnError(
        'bad-option',
        `option monotone of "${name}" must be -1, 0 or 1, found ${direction}`,
      );
    }
    if (column.kind === 'coded' && direction !== 0) {
      throw new LearnError('bad-option', `option monotone of "${name}": only numeric columns have an order`);
    }
  }
}

/**
 * Refuses targets that float32 cannot hold.
 * @throws LearnError `target-value`
 */
export function checkFloat32(target: Target): void {
  for (let row = 0; row < target.length; row++) {
    if (!Number.isFinite(Math.fround(target[row]!))) {
      throw new LearnError(
        'target-value',
        `the target has ${target[row]} in row ${row} (counting from 0), too large for float32`,
      );
    }
  }
}
