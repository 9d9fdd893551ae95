import { isUtf8 } from 'node:buffer';
import { type Dialect, splitRecord } from '@trackscope/catalogue';
import type { TrackColumns } from '../../score/track-columns.js';
import { isFormula } from '../csv-cell.js';
import { shown } from './cell-values.js';
import { ColumnReader } from './column-reader.js';
import { matchedCells } from './matched-cells.js';
import type { RawBatch } from './raw-rows.js';
import type { RowRecipe, WrittenRow } from './row.js';
import { matchInput } from './track-reader.js';

/** The rows of a batch, and the tracks of those with which nothing is wrong, in their order. */
export interface ReadBatch {
  readonly rows: readonly WrittenRow[];
  readonly tracks: TrackColumns;
}

interface ReadRow {
  readonly values: readonly unknown[] | null;
  readonly csv: string | null;
  readonly wrong: string | null;
}

/**
 * Reads batches of an input.
 * @throws Refusal `no-columns`
 */
export function rowReader({ dialect, columns, perMinute }: RowRecipe): (batch: RawBatch) => ReadBatch {
  const cells = matchedCells(matchInput(columns), perMinute, dialect !== null && dialect.delimiter !== ',');
  const readRow = dialect ? csvRows(dialect) : jsonRows(columns);
  return (batch) => {
    const reader = new ColumnReader(cells, batch.ends.length);
    const rows = Array.from(batch.lines, (line, row): WrittenRow => {
      const missing = batch.wrong.get(row);
      const { values, csv, wrong } =
        missing === undefined ? readRow(bytesOf(batch, row)) : { values: null, csv: null, wrong: missing };
      const fault = wrong ?? (values ? reader.add(values) : null);
      return { values, csv, error: fault === null ? null : `line ${line}: ${fault}` };
    });
    return { rows, tracks: reader.columns() };
  };
}

/** The values of the rows of a batch that can be taken apart: what durations are told by. */
export function valuesOf(batch: RawBatch, { dialect, columns }: RowRecipe): (readonly unknown[] | null)[] {
  const readRow = dialect ? csvRows(dialect) : jsonRows(columns);
  return Array.from(batch.ends, (_, row) =>
    batch.wrong.has(row) ? null : readRow(bytesOf(batch, row)).values,
  );
}

/** Names of the columns of the rows of a batch of NDJSON. */
export function keysOf(batch: RawBatch): string[] {
  const keys = new Set<string>();
  for (let row = 0; row < batch.ends.length; row++) {
    if (batch.wrong.has(row)) continue;
    for (const key of Object.keys(objectIn(bytesOf(batch, row)).record ?? {})) keys.add(key);
  }
  return [...keys];
}

function bytesOf({ bytes, ends }: RawBatch, row: number): Buffer {
  const start = row === 0 ? 0 : ends[row - 1]!;
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, ends[row]! - start);
}

function csvRows(dialect: Dialect): (bytes: Buffer) => ReadRow {
  const { delimiter, quote } = dialect;
  const plain = delimiter === ',' && quote === '"';
  return (bytes) => {
    const text = bytes.toString('utf8');
    if (text.includes('\ufffd') && !isUtf8(bytes)) {
      return { values: null, csv: null, wrong: 'expected UTF-8, found other bytes' };
    }
    const values = text.includes(quote) ? splitRecord(text, dialect) : text.split(delimiter);
    return {
      values,
      csv: plain && values && !values.some(isFormula) ? text : null,
      wrong: values ? null : 'expected a closing quote, found none',
    };
  };
}

function jsonRows(columns: readonly string[]): (bytes: Buffer) => ReadRow {
  return (bytes) => {
    const { record, wrong } = objectIn(bytes);
    const values = record && columns.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));
    return { values, csv: null, wrong };
  };
}

function objectIn(bytes: Buffer): {
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly wrong: string | null;
} {
  const failed = (wrong: string) => ({ record: null, wrong });
  const text = bytes.toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes)) return failed('expected UTF-8, found other bytes');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return failed(`expected a JSON object, found: ${(error as Error).message.slice(0, 120)}`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return failed(`expected a JSON object, found ${shown(value)}`);
  return { record: value as Record<string, unknown>, wrong: null };
}
