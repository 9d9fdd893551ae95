import { isUtf8 } from 'node:buffer';
import { RecordScanner } from '@trackscope/catalogue';
import { Refusal } from '../problem.js';
import { shown } from './cell-values.js';
import { LastLine } from './last-line.js';
import { BATCH_ROWS, type InputRow, type RowSource } from './row.js';
import { matchInput, minutesDivisor, type TrackReader, trackReader } from './track-reader.js';

const SLICE_BYTES = 64 * 1024;

interface RawRow {
  readonly line: number;
  readonly record: Readonly<Record<string, unknown>> | null;
  readonly wrong: string | null;
}

/**
 * Reads NDJSON piece by piece: one flat object a line, keyed by column. The columns are those of the first
 * {@link BATCH_ROWS} rows (or of all, where there are fewer): a CSV header cannot wait for more.
 * @throws Refusal `bad-request`, `no-columns`
 */
export async function ndjsonSource(body: AsyncIterator<Uint8Array>): Promise<RowSource> {
  let rows: RawRow[] = [];
  let first = true;
  const place = new LastLine();
  const scanner = new RecordScanner(
    { dialect: null, fields: null },
    {
      record(buffer, start, end) {
        const line = buffer.subarray(first && isBom(buffer, start) ? start + 3 : start, end);
        first = false;
        rows.push(rawRow(line, place.line));
      },
      reject({ line, reason }) {
        rows.push({ line, record: null, wrong: `expected a JSON object, found: ${reason}` });
      },
    },
    place,
  );
  const slices = slicesOf(body);
  let ended = false;
  while (!ended && rows.length < BATCH_ROWS) {
    const { done, value } = await slices.next();
    if (done) {
      scanner.finish();
      ended = true;
    } else scanner.push(value);
  }
  if (rows.length === 0)
    throw new Refusal('bad-request', 'the body is empty: expected one JSON object a line');
  const columns = [...new Set(rows.flatMap(({ record }) => Object.keys(record ?? {})))];
  const match = matchInput(columns);
  const valuesOf = (record: RawRow['record']) =>
    record && columns.map((name) => (Object.hasOwn(record, name) ? record[name] : undefined));
  const read = trackReader(
    match,
    minutesDivisor(
      match,
      rows.map(({ record }) => valuesOf(record)),
    ),
    false,
  );

  return {
    columns,
    async *batches() {
      for (;;) {
        const given = rows;
        rows = [];
        for (let from = 0; from < given.length; from += BATCH_ROWS) {
          yield given.slice(from, from + BATCH_ROWS).map((row) => inputRow(row, valuesOf(row.record), read));
        }
        if (ended) return;
        const { done, value } = await slices.next();
        if (done) {
          scanner.finish();
          ended = true;
        } else scanner.push(value);
      }
    },
  };
}

async function* slicesOf(body: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  for (;;) {
    const { done, value } = await body.next();
    if (done) return;
    for (let at = 0; at < value.length; at += SLICE_BYTES) yield value.subarray(at, at + SLICE_BYTES);
  }
}

function rawRow(bytes: Uint8Array, line: number): RawRow {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes))
    return { line, record: null, wrong: 'expected UTF-8, found other bytes' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      line,
      record: null,
      wrong: `expected a JSON object, found: ${(error as Error).message.slice(0, 120)}`,
    };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { line, record: null, wrong: `expected a JSON object, found ${shown(value)}` };
  return { line, record: value as Record<string, unknown>, wrong: null };
}

function inputRow({ line, wrong }: RawRow, values: unknown[] | null, read: TrackReader): InputRow {
  const found = values ? read(values) : null;
  const fault = wrong ?? (found && 'wrong' in found ? found.wrong : null);
  return {
    line,
    values,
    csv: null,
    track: found && 'track' in found ? found.track : null,
    error: fault === null ? null : `line ${line}: ${fault}`,
  };
}

function isBom(buffer: Uint8Array, start: number): boolean {
  return buffer[start] === 0xef && buffer[start + 1] === 0xbb && buffer[start + 2] === 0xbf;
}
