import { LearnError } from '../errors.js';
import type { Values } from './metrics.js';

/**
 * Refuses lists that are empty, of other lengths than the first, or not finite throughout.
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`, naming list and row
 */
export function checkLists(lists: Readonly<Record<string, Values>>): void {
  const entries = Object.entries(lists);
  const [firstName, first] = entries[0]!;
  if (first.length === 0)
    throw new LearnError('metric-empty', `${firstName} must have at least one row, found none`);
  for (const [name, values] of entries) {
    if (values.length !== first.length)
      throw new LearnError(
        'metric-length',
        `${name} must have one value a row: expected ${first.length} as in ${firstName}, found ${values.length}`,
      );
    for (let row = 0; row < values.length; row++)
      if (!Number.isFinite(values[row]))
        throw new LearnError(
          'metric-value',
          `${name} has ${values[row]} in row ${row} (counting from 0), expected a finite number`,
        );
  }
}

/**
 * Refuses anything but 0 and 1.
 * @throws LearnError `metric-value`
 */
export function checkHits(hits: Values): void {
  for (let row = 0; row < hits.length; row++)
    if (hits[row] !== 0 && hits[row] !== 1)
      throw new LearnError(
        'metric-value',
        `hits has ${hits[row]} in row ${row} (counting from 0), expected 0 or 1`,
      );
}
