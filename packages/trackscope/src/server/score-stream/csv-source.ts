import { isUtf8 } from 'node:buffer';
import { type Dialect, dialectOf, RecordScanner, splitRecord } from '@trackscope/catalogue';
import { isFormula } from '../csv-cell.js';
import { Refusal } from '../problem.js';
import { LastLine } from './last-line.js';
import { BATCH_ROWS, type InputRow, type RowSource } from './row.js';
import { matchInput, minutesDivisor, type TrackReader, trackReader } from './track-reader.js';

/** A header must come within so many bytes. */
const MOST_HEADER_BYTES = 256 * 1024;
/** Read at once, so that a large piece of the body does not become a large batch. */
const SLICE_BYTES = 64 * 1024;

interface RawRow {
  readonly line: number;
  readonly text: string;
  readonly values: readonly string[] | null;
  readonly wrong: string | null;
}

/**
 * Reads CSV (any of the catalogue's dialects, UTF-8) piece by piece, by the project's own scan: it keeps physical
 * lines and loses only the rows that cannot be read.
 * @throws Refusal `bad-request`, `no-columns`
 */
export async function csvSource(body: AsyncIterator<Uint8Array>): Promise<RowSource> {
  const head = await headOf(body);
  const dialect = dialectOf(head.text);
  const columns = splitRecord(head.text, dialect);
  if (!columns) throw new Refusal('bad-request', 'line 1: a quote is opened and never closed');
  const match = matchInput(columns);
  const decimalComma = dialect.delimiter !== ',';
  const plain = dialect.delimiter === ',' && dialect.quote === '"';

  return {
    columns,
    async *batches() {
      let rows: RawRow[] = [];
      let header = true;
      const place = new LastLine();
      const scanner = new RecordScanner(
        { dialect, fields: columns.length },
        {
          record(buffer, start, end) {
            if (header) header = false;
            else rows.push(rawRow(buffer.subarray(start, end), place.line, dialect));
          },
          reject({ line, reason }) {
            rows.push({
              line,
              text: '',
              values: null,
              wrong: `expected a row of ${columns.length} fields, found: ${reason}`,
            });
          },
        },
        place,
      );
      let read: TrackReader | null = null;
      const ready = (all: boolean): InputRow[][] => {
        // Durations in an unnamed unit are told by the first rows together.
        if (!read && !all && match.durationUnit === 'unknown' && rows.length < BATCH_ROWS) return [];
        if (rows.length === 0) return [];
        read ??= trackReader(
          match,
          minutesDivisor(
            match,
            rows.map((row) => row.values),
          ),
          decimalComma,
        );
        const given = rows;
        rows = [];
        const batches: InputRow[][] = [];
        for (let from = 0; from < given.length; from += BATCH_ROWS) {
          batches.push(given.slice(from, from + BATCH_ROWS).map((row) => inputRow(row, read!, plain)));
        }
        return batches;
      };
      for await (const piece of pieces(head.bytes, body)) {
        for (let at = 0; at < piece.length; at += SLICE_BYTES) {
          scanner.push(piece.subarray(at, at + SLICE_BYTES));
          yield* ready(false);
        }
      }
      scanner.finish();
      yield* ready(true);
    },
  };
}

function rawRow(bytes: Uint8Array, line: number, dialect: Dialect): RawRow {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  if (text.includes('\ufffd') && !isUtf8(bytes)) {
    return { line, text, values: null, wrong: 'expected UTF-8, found other bytes' };
  }
  const values = text.includes(dialect.quote) ? splitRecord(text, dialect) : text.split(dialect.delimiter);
  return { line, text, values, wrong: values ? null : 'expected a closing quote, found none' };
}

function inputRow({ line, text, values, wrong }: RawRow, read: TrackReader, plain: boolean): InputRow {
  const found = values ? read(values) : null;
  const fault = wrong ?? (found && 'wrong' in found ? found.wrong : null);
  return {
    line,
    values,
    csv: plain && values && !values.some(isFormula) ? text : null,
    track: found && 'track' in found ? found.track : null,
    error: fault === null ? null : `line ${line}: ${fault}`,
  };
}

async function headOf(body: AsyncIterator<Uint8Array>): Promise<{ text: string; bytes: Uint8Array }> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await body.next();
    if (!done) {
      parts.push(value);
      size += value.length;
    }
    const bytes = Buffer.concat(parts);
    if (bytes.length >= 2 && (bytes[0] === 0xff || bytes[0] === 0xfe) && (bytes[0]! ^ bytes[1]!) === 1)
      throw new Refusal('wrong-media-type', 'expected CSV in UTF-8, found UTF-16');
    const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    const text = bytes.toString('utf8', start);
    if (done || (/[^\r\n][\r\n]/.test(text) && splitRecord(text.trimStart(), dialectOf(text)))) {
      if (text.trim() === '')
        throw new Refusal('bad-request', 'the body is empty: expected a header and rows');
      return { text: text.replace(/^[\r\n]+/, ''), bytes: bytes.subarray(start) };
    }
    if (size > MOST_HEADER_BYTES)
      throw new Refusal(
        'bad-request',
        `no end of line within the first ${MOST_HEADER_BYTES.toLocaleString('en')} bytes`,
      );
  }
}

async function* pieces(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (;;) {
    const { done, value } = await rest.next();
    if (done) return;
    yield value;
  }
}
