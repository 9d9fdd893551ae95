import type { Coding, Lists } from './codes.js';
import { type HistorySource, type HistoryTable, historyColumns } from './history.js';
import {
  type HistoryColumns,
  type Moments,
  momentsOf,
  without,
  writeItems,
  writeKnown,
  writeUnknown,
} from './history-values.js';
import type { InnerFolds } from './inner-folds.js';

/**
 * History features of rows that the table was made from, none of which has seen its own target nor that of its group:
 * each is read from the table without the row's inner fold.
 *
 * @returns one column a name of {@link historyColumns}, in the order of `inner.rows`
 */
export function historyOutOfFold(
  table: HistoryTable,
  source: HistorySource,
  target: Float64Array,
  inner: InnerFolds,
): Float32Array[] {
  const { rows, parts } = inner;
  const overall = parts.map((part) =>
    without(table.overall, rows.length, momentsOf(target, rows, part), part.length),
  );
  const { of, smoothing, detailed } = source;
  const columns = historyColumns(source).map(() => new Float32Array(rows.length));
  const out = { columns, smoothing, detailed };
  if ('starts' in of) readLists(table, of, target, inner, overall, out);
  else readCodes(table, of, target, inner, overall, out);
  return columns;
}

/** Rows of one code together: what its inner folds add to its sums is taken from them, one by one. */
function readCodes(
  { counts, sums, squares, zeros }: HistoryTable,
  { codes, size }: Coding,
  target: Float64Array,
  { rows, parts, partOf }: InnerFolds,
  overall: readonly Moments[],
  out: HistoryColumns,
): void {
  const ends = new Uint32Array(size);
  for (let code = 1; code < size; code++) ends[code] = ends[code - 1]! + counts[code - 1]!;
  const places = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code < 0) writeUnknown(out, i, overall[partOf[i]!]!);
    else places[ends[code]!++] = i;
  }
  // By part: count, sum, sum of squares and zeros of the rows of the code.
  const held = new Float64Array(4 * parts.length);
  let from = 0;
  for (let code = 0; code < size; code++) {
    const to = ends[code]!;
    if (from === to) continue;
    for (let p = from; p < to; p++) {
      const at = 4 * partOf[places[p]!]!;
      const label = target[rows[places[p]!]!]!;
      held[at]!++;
      held[at + 1]! += label;
      held[at + 2]! += label * label;
      if (label === 0) held[at + 3]!++;
    }
    const [count, sum, square, zero] = [counts[code]!, sums[code]!, squares[code]!, zeros[code]!];
    for (let p = from; p < to; p++) {
      const part = partOf[places[p]!]!;
      const at = 4 * part;
      writeKnown(
        out,
        places[p]!,
        overall[part]!,
        count - held[at]!,
        sum - held[at + 1]!,
        square - held[at + 2]!,
        zero - held[at + 3]!,
      );
    }
    for (let p = from; p < to; p++) {
      const at = 4 * partOf[places[p]!]!;
      for (let k = 0; k < 4; k++) held[at + k] = 0;
    }
    from = to;
  }
}

/** Taking a part out, reading, and putting it back costs two passes over the part instead of one over the rest. */
function readLists(
  table: HistoryTable,
  { starts, codes }: Lists,
  target: Float64Array,
  { rows, parts }: InnerFolds,
  overall: readonly Moments[],
  out: HistoryColumns,
): void {
  const counts = table.counts.slice();
  const sums = table.sums.slice();
  const add = (part: Uint32Array, sign: number) => {
    for (let i = 0; i < part.length; i++) {
      const row = rows[part[i]!]!;
      const label = sign * target[row]!;
      const to = starts[row + 1]!;
      for (let at = starts[row]!; at < to; at++) {
        const code = codes[at]!;
        if (code < 0) continue;
        counts[code]! += sign;
        sums[code]! += label;
      }
    }
  };
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p]!;
    const { mean } = overall[p]!;
    add(part, -1);
    for (let i = 0; i < part.length; i++) {
      const row = rows[part[i]!]!;
      writeItems(out, part[i]!, mean, counts, sums, codes, starts[row]!, starts[row + 1]!);
    }
    add(part, 1);
  }
}
