import { binTable, type ColumnBins } from '../../table/bins.js';
import type { Column, Schema, Table } from '../../table/table.js';
import type { GlassboxAxis } from './axis.js';

/** A table as bins of one byte, ready to be boosted: many fits can share it, each with rows of its own. */
export interface Cells {
  readonly rows: number;
  readonly schema: Schema;
  readonly axes: readonly GlassboxAxis[];
  /** The bin of every row, column by column. */
  readonly columns: readonly Uint8Array[];
}

/** A bin a level, and one for missing, must fit a byte. */
const MOST_LEVELS = 255;

/**
 * The table in bins. A coded column with more than 255 levels keeps the 254 most frequent; the others share a bin.
 *
 * @param binned the bins of the table, where they are there already
 * @throws LearnError `column-value` for infinite numbers
 */
export function makeCells(data: Table, maxBins: number, binned = binTable(data, maxBins)): Cells {
  const axes: GlassboxAxis[] = [];
  const columns = data.columns.map((column, c) => {
    const bins = binned.data.subarray(c * data.rows, (c + 1) * data.rows);
    const ofLevel = column.kind === 'coded' ? poolLevels(column.levels.length, bins) : undefined;
    axes.push(axisOf(column, binned.columns[c]!, ofLevel));
    if (ofLevel) return Uint8Array.from(bins, (code) => ofLevel[code]!);
    return bins instanceof Uint8Array ? bins : Uint8Array.from(bins);
  });
  return { rows: data.rows, schema: binned.schema, axes, columns };
}

/** The bin of every level and of the missing one, when there are too many levels for a bin each. */
function poolLevels(levels: number, codes: Uint8Array | Uint16Array): Uint8Array | undefined {
  if (levels <= MOST_LEVELS) return undefined;
  const rows = new Float64Array(levels);
  for (const code of codes) if (code < levels) rows[code]!++;
  const order = Array.from(rows.keys()).sort((a, b) => rows[b]! - rows[a]! || a - b);
  const own = order.slice(0, MOST_LEVELS - 1).sort((a, b) => a - b);
  const out = new Uint8Array(levels + 1).fill(MOST_LEVELS - 1);
  own.forEach((level, bin) => {
    out[level] = bin;
  });
  out[levels] = MOST_LEVELS;
  return out;
}

function axisOf(column: Column, bins: ColumnBins, ofLevel: Uint8Array | undefined): GlassboxAxis {
  if (column.kind === 'numeric' && bins.kind === 'numeric') {
    const { low, high } = rangeOf(column.values);
    return { kind: 'numeric', column: column.name, edges: bins.cuts.slice(0, -1), low, high };
  }
  const levels = column.kind === 'coded' ? column.levels : [];
  const groups: string[][] = ofLevel ? Array.from({ length: MOST_LEVELS }, () => []) : levels.map((l) => [l]);
  if (ofLevel) for (const [code, level] of levels.entries()) groups[ofLevel[code]!]!.push(level);
  return { kind: 'coded', column: column.name, groups };
}

function rangeOf(values: Float32Array | Float64Array): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    const v = values[row]!;
    if (v < low) low = v;
    if (v > high) high = v;
  }
  return low <= high ? { low, high } : { low: 0, high: 0 };
}
