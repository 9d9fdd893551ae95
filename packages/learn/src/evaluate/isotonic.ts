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
  const blocks: { from: number; to: number; sum: number; rows: number }[] = [];
  for (const row of order) {
    const [at, value] = [x[row]!, y[row]!];
    const top = blocks.at(-1);
    if (top && top.to === at && top.from === at) {
      top.sum += value;
      top.rows++;
    } else blocks.push({ from: at, to: at, sum: value, rows: 1 });
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    let last = { ...block };
    for (
      let left = pooled.at(-1);
      left && left.sum * last.rows >= last.sum * left.rows;
      left = pooled.at(-1)
    ) {
      last = { from: left.from, to: last.to, sum: left.sum + last.sum, rows: left.rows + last.rows };
      pooled.pop();
    }
    pooled.push(last);
  }
  return pooled.map(({ from, to, sum, rows }) => ({ from, to, value: sum / rows, rows }));
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
