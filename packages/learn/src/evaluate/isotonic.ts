import { checkLists } from './check-values.js';
import type { Values } from './metrics.js';
import { ascendingOrder } from './order.js';

/** A run of rows with one fitted value. */
export interface IsotonicBlock {
  /** Least and greatest x of the run. */
  readonly from: number;
  readonly to: number;
  /** Mean y of the run. */
  readonly value: number;
  readonly rows: number;
}

/**
 * Isotonic regression: the values that never fall as x rises and are nearest to y in squares, found by pooling adjacent
 * violators (Ayer et al. 1955). Rows of equal x have one value.
 * @returns blocks in ascending order of x
 * @throws LearnError `metric-length`, `metric-empty` or `metric-value`
 */
export function isotonic(x: Values, y: Values): IsotonicBlock[] {
  checkLists({ x, y });
  const order = ascendingOrder(x);
  // Runs on a stack of plain numbers: a run for each x, joined to those below it while they do not rise.
  const starts = new Uint32Array(order.length);
  const sums = new Float64Array(order.length);
  let top = -1;
  for (let i = 0; i < order.length; ) {
    const at = x[order[i]!]!;
    let start = i;
    let sum = 0;
    while (i < order.length && x[order[i]!]! === at) sum += y[order[i++]!]!;
    while (top >= 0 && sums[top]! * (i - start) >= sum * (start - starts[top]!)) {
      sum += sums[top]!;
      start = starts[top]!;
      top--;
    }
    top++;
    starts[top] = start;
    sums[top] = sum;
  }
  return Array.from({ length: top + 1 }, (_, i) => {
    const end = i < top ? starts[i + 1]! : order.length;
    const rows = end - starts[i]!;
    return { from: x[order[starts[i]!]!]!, to: x[order[end - 1]!]!, value: sums[i]! / rows, rows };
  });
}

/** The fitted value at x: that of its block, between two blocks on the straight line from one to the other, beyond the ends as there. */
export function isotonicAt(blocks: readonly IsotonicBlock[], x: number): number {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (blocks[middle]!.to >= x) high = middle;
    else low = middle + 1;
  }
  const block = blocks[low]!;
  const before = blocks[low - 1];
  if (!before || x >= block.from) return block.value;
  const share = (x - before.to) / (block.from - before.to);
  return before.value + share * (block.value - before.value);
}
