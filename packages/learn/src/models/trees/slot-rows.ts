import type { Table } from '../../table/table.js';
import type { SlotColumn, Slots } from './slots.js';

function fillNumeric(
  column: SlotColumn & { kind: 'numeric' },
  values: Float32Array | Float64Array,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
  stride: number,
): void {
  let place = at;
  for (let row = from; row < to; row++, place += stride) {
    const value = values[row]!;
    // slot 0 may be written: it is set to NaN afterwards
    out[place + column.plain] = value;
    out[place + column.negative] = -value;
  }
}

function fillCoded(
  column: SlotColumn & { kind: 'coded' },
  codes: Uint8Array | Uint16Array,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
  stride: number,
): void {
  const { width, values, levels, start } = column;
  let place = at + start;
  for (let row = from; row < to; row++, place += stride) {
    const code = codes[row]!;
    const source = Math.min(code, levels) * width;
    for (let i = 0; i < width; i++) out[place + i] = values[source + i]!;
  }
}

/** Writes the slots of rows `from` to `to` of an aligned table, one row after the other, at `at` in `out`. */
export function fillRows(
  slots: Slots,
  data: Table,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
): void {
  const stride = slots.count;
  for (const column of slots.columns) {
    const source = data.columns[column.column]!;
    if (column.kind === 'numeric' && source.kind === 'numeric') {
      fillNumeric(column, source.values, from, to, out, at, stride);
    } else if (column.kind === 'coded' && source.kind === 'coded') {
      fillCoded(column, source.codes, from, to, out, at, stride);
    }
  }
  for (let row = from; row < to; row++) out[at + (row - from) * stride] = Number.NaN;
}

/** Writes the slots of one row, given as a number a column: the value, or the code; NaN is missing. */
export function fillRow(slots: Slots, row: ArrayLike<number>, out: Float32Array, at: number): void {
  for (const column of slots.columns) {
    const value = row[column.column]!;
    if (column.kind === 'numeric') {
      out[at + column.plain] = value;
      out[at + column.negative] = -value;
      continue;
    }
    const { width, values, levels, start } = column;
    const source = (value >= 0 && value < levels ? Math.trunc(value) : levels) * width;
    for (let i = 0; i < width; i++) out[at + start + i] = values[source + i]!;
  }
  out[at] = Number.NaN;
}
