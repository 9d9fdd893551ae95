import type { Coding, Lists } from './codes.js';
import { type Moments, momentsOf, writeItems, writeKnown, writeUnknown } from './history-values.js';

export type { Moments };

/** A category whose known popularity is looked up: the artist, the album, the words of a title. */
export interface HistorySource {
  /** Name of the feature; the columns are `<name>_mean`, `<name>_tracks`, … */
  readonly name: string;
  readonly of: Coding | Lists;
  /** Rows' worth of the overall mean that is mixed into every category. */
  readonly smoothing: number;
  /** Share of zeros and spread too, not only mean and count. */
  readonly detailed: boolean;
}

/** What is known of one source: sums by code, with the mean of everything. Stored with a model. */
export interface HistoryTable {
  readonly name: string;
  readonly overall: Moments;
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly zeros: Float64Array;
}

/** The table of one source over the rows that may be learned from. */
export function historyTable(source: HistorySource, target: Float64Array, rows: Uint32Array): HistoryTable {
  const zeroed = () => new Float64Array(source.of.size);
  const table = {
    name: source.name,
    overall: momentsOf(target, rows),
    counts: zeroed(),
    sums: zeroed(),
    squares: zeroed(),
    zeros: zeroed(),
  };
  if ('starts' in source.of) addLists(table, source.of, target, rows);
  else addCodes(table, source.of, target, rows);
  return table;
}

/** History features of rows that the table has not learned from, one column a name of {@link historyColumns}. */
export function historyOf(table: HistoryTable, source: HistorySource, rows: Uint32Array): Float32Array[] {
  const { overall, counts, sums, squares, zeros } = table;
  const { of, smoothing, detailed } = source;
  const columns = historyColumns(source).map(() => new Float32Array(rows.length));
  const out = { columns, smoothing, detailed };
  if ('starts' in of) {
    for (let i = 0; i < rows.length; i++) {
      const [from, to] = [of.starts[rows[i]!]!, of.starts[rows[i]! + 1]!];
      writeItems(out, i, overall.mean, counts, sums, of.codes, from, to);
    }
    return columns;
  }
  for (let i = 0; i < rows.length; i++) {
    const code = of.codes[rows[i]!]!;
    if (code < 0) writeUnknown(out, i, overall);
    else writeKnown(out, i, overall, counts[code]!, sums[code]!, squares[code]!, zeros[code]!);
  }
  return columns;
}

/** The columns that a source gives. */
export function historyColumns({ name, of, detailed }: HistorySource): string[] {
  if ('starts' in of) return [`${name}_mean`, `${name}_best`, `${name}_worst`];
  return detailed
    ? [`${name}_mean`, `${name}_tracks`, `${name}_zeros`, `${name}_spread`]
    : [`${name}_mean`, `${name}_tracks`];
}

function addCodes(table: HistoryTable, { codes }: Coding, target: Float64Array, rows: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code >= 0) addLabel(table, code, target[rows[i]!]!);
  }
}

function addLists(
  table: HistoryTable,
  { starts, codes }: Lists,
  target: Float64Array,
  rows: Uint32Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const label = target[rows[i]!]!;
    const to = starts[rows[i]! + 1]!;
    for (let at = starts[rows[i]!]!; at < to; at++) if (codes[at]! >= 0) addLabel(table, codes[at]!, label);
  }
}

function addLabel({ counts, sums, squares, zeros }: HistoryTable, code: number, label: number): void {
  counts[code]!++;
  sums[code]! += label;
  squares[code]! += label * label;
  if (label === 0) zeros[code]!++;
}
