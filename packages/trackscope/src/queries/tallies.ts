import type { BinnedColumn } from './bins.js';
import type { NumberColumn } from './listings.js';
import type { CodeArray } from './listings-format.js';
import type { Tally } from './tally.js';

/** Listings by bin; the last cell is for those outside. */
export function binTally({ codes, bins }: BinnedColumn): Tally {
  const cells = new Float64Array(bins + 1);
  const counts = new Int32Array(bins + 1);
  return {
    cells,
    add(rows, count, sign) {
      counts.fill(0);
      for (let i = 0; i < count; i++) counts[codes[rows[i]!]!]!++;
      for (let bin = 0; bin <= bins; bin++) cells[bin]! += sign * counts[bin]!;
    },
  };
}

/** Popularity classes: 0 low, 1 medium, 2 high, 3 not known. */
export const CLASSES = 4;

/** Listings by cell of two columns and class of popularity: `(y × (bins + 1) + x) × 4 + class`, outside last. */
export function cellTally(x: BinnedColumn, y: BinnedColumn, classes: Uint8Array): Tally {
  const width = x.bins + 1;
  const cells = new Float64Array(width * (y.bins + 1) * CLASSES);
  return {
    cells,
    add(rows, count, sign) {
      const [across, up] = [x.codes, y.codes];
      for (let i = 0; i < count; i++) {
        const row = rows[i]!;
        cells[(up[row]! * width + across[row]!) * CLASSES + classes[row]!]! += sign;
      }
    },
  };
}

/** Cells of a group: listings with a value, sum of values, sum of squares. */
export const GROUP_CELLS = 3;

/** Sums kept as whole numbers of 2^−bits, so that adding and taking away in any order gives the same. */
export interface GroupScale {
  readonly value: number;
  readonly square: number;
}

/** The finest scale on which the sums over all listings stay exact. */
export function groupScale({ values }: NumberColumn, listings: number): GroupScale {
  const most = Math.max(1e-9, Math.abs(values[0]!), Math.abs(values[values.length - 1]!));
  const bits = (largest: number) =>
    Math.floor(52 - Math.log2(Math.max(2, listings)) - Math.log2(largest) - 1);
  return { value: 2 ** bits(most), square: 2 ** bits(most * most) };
}

/**
 * Listings, sum and sum of squares of a column by group.
 * @param groups by listing; 0 is none
 * @param groupOf group by such a code, −1 for none
 */
export function groupTally(
  groups: CodeArray,
  groupOf: Int32Array,
  size: number,
  column: NumberColumn,
  scale: GroupScale,
): Tally {
  const cells = new Float64Array((size + 1) * GROUP_CELLS);
  const values = Float64Array.from(column.values, (value) => Math.round(value * scale.value));
  const squares = Float64Array.from(column.values, (value) => Math.round(value * value * scale.square));
  const place = Int32Array.from(groupOf, (group) => (group < 0 ? size : group) * GROUP_CELLS);
  const { codes } = column;
  return {
    cells,
    add(rows, count, sign) {
      for (let i = 0; i < count; i++) {
        const row = rows[i]!;
        const code = codes[row]!;
        if (code === 0) continue;
        const at = place[groups[row]!]!;
        cells[at]! += sign;
        cells[at + 1]! += sign * values[code - 1]!;
        cells[at + 2]! += sign * squares[code - 1]!;
      }
    },
  };
}
