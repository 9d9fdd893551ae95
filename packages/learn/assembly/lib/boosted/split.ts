// Sending rows left or right: at training by bins, which agrees with `value < threshold` at prediction.
import { ld16, ld32, ld8, move, splitBytes, st32 } from './platform';
import {
  BIN, binsOf, COLUMN, columnBins, COUNT, DEFAULT_LEFT, FROM, infoOf, kindOf, LEFT, matrixRows, NUMERIC, RIGHT, rowBins, rows, SET,
  spareA, stride, wide,
} from './state';

/** Whether a bin goes left at this split. */
export function goesLeft(split: i32, bin: i32): i32 {
  const info = infoOf(ld32(split + COLUMN));
  if (bin == binsOf(info)) return ld32(split + DEFAULT_LEFT);
  if (kindOf(info) == NUMERIC) return bin <= ld32(split + BIN) ? 1 : 0;
  return (ld32(split + SET + ((bin >> 5) << 2)) >> (bin & 31)) & 1 ? 0 : 1;
}

/** The bin of a row in a column. */
export function binOf(column: i32, row: i32): i32 {
  const at = column * matrixRows + row;
  return wide != 0 ? ld16(columnBins + (at << 1)) : ld8(columnBins + at);
}

/**
 * Splits `count` row ids from `from` on, in place and in order; the right ones end up behind the left ones, or, when
 * `apart` is set, stay in `spareA` at the same offset. Returns how many went left.
 */
export function partition(split: i32, from: i32, count: i32, apart: i32): i32 {
  const column = ld32(split + COLUMN);
  const info = infoOf(column);
  const list = rows + (from << 2);
  const other = spareA + (from << 2);
  let right: i32 = 0;
  if (wide == 0 && kindOf(info) == NUMERIC) {
    const also = ld32(split + DEFAULT_LEFT) != 0 ? binsOf(info) : -1;
    right = splitBytes(list, count, columnBins + column * matrixRows, ld32(split + BIN), also, other) >> 2;
  } else {
    let left = list;
    for (let p = list; p < list + (count << 2); p += 4) {
      const row = ld32(p);
      if (goesLeft(split, binOf(column, row)) != 0) {
        st32(left, row);
        left += 4;
      } else {
        st32(other + (right << 2), row);
        right++;
      }
    }
  }
  if (apart == 0) move(list + ((count - right) << 2), other, right << 2);
  return count - right;
}

/** The leaf that a row of the matrix ends in, below `node` (an address). */
export function walk(nodes: i32, nodeBytes: i32, row: i32): i32 {
  let node = nodes;
  const bins = rowBins + row * stride;
  let left = ld32(node + LEFT);
  while (left >= 0) {
    const column = ld32(node + COLUMN);
    const bin = wide != 0 ? ld16(bins + (column << 1)) : ld8(bins + column);
    node = nodes + (goesLeft(node, bin) != 0 ? left : ld32(node + RIGHT)) * nodeBytes;
    left = ld32(node + LEFT);
  }
  return node;
}
