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
  const overall = parts.map((part) => {
    const held = part.map((i) => rows[i]!);
    return without(table.overall, rows.length, momentsOf(target, held), held.length);
  });
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
  const held = parts.map(() => ({ count: 0, sum: 0, square: 0, zeros: 0 }));
  let from = 0;
  for (let code = 0; code < size; code++) {
    const to = ends[code]!;
    if (from === to) continue;
    for (let p = from; p < to; p++) {
      const part = held[partOf[places[p]!]!]!;
      const label = target[rows[places[p]!]!]!;
      part.count++;
      part.sum += label;
      part.square += label * label;
      if (label === 0) part.zeros++;
    }
    for (let p = from; p < to; p++) {
      const number = partOf[places[p]!]!;
      const part = held[number]!;
      writeKnown(
        out,
        places[p]!,
        overall[number]!,
        counts[code]! - part.count,
        sums[code]! - part.sum,
        squares[code]! - part.square,
        zeros[code]! - part.zeros,
      );
    }
    for (let p = from; p < to; p++) {
      const part = held[partOf[places[p]!]!]!;
      part.count = part.sum = part.square = part.zeros = 0;
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
