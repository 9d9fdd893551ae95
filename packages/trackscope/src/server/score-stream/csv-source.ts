import { dialectOf, RecordScanner, splitRecord } from '@trackscope/catalogue';
import { Refusal } from '../problem.js';
import { LastLine } from './last-line.js';
import { type RawBatch, RawRows } from './raw-rows.js';
import { valuesOf } from './read-rows.js';
import type { RowRecipe, RowSource } from './row.js';
import { matchInput, minutesDivisor } from './track-reader.js';

/** A header must come within so many bytes. */
const MOST_HEADER_BYTES = 256 * 1024;
/** Read at once, so that a large piece of the body does not become a large batch. */
const SLICE_BYTES = 64 * 1024;

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
  let recipe: RowRecipe | null =
    match.durationUnit === 'unknown' ? null : { dialect, columns, perMinute: minutesDivisor(match, []) };

  return {
    columns,
    recipe: () => recipe!,
    async *batches() {
      const rows = new RawRows();
      let header = true;
      const place = new LastLine();
      const scanner = new RecordScanner(
        { dialect, fields: columns.length },
        {
          record(buffer, start, end) {
            if (header) header = false;
            else rows.add(buffer, start, end, place.line);
          },
          reject({ line, reason }) {
            rows.reject(line, `expected a row of ${columns.length} fields, found: ${reason}`);
          },
        },
        place,
      );
      const ready = (all: boolean): RawBatch[] => {
        // Durations in an unnamed unit are told by the first rows together.
        if (rows.isEmpty || (!recipe && !all && !rows.hasFull)) return [];
        const batches = rows.take();
        if (!recipe) {
          const unknown = { dialect, columns, perMinute: 1 };
          recipe = { ...unknown, perMinute: minutesDivisor(match, valuesOf(batches[0]!, unknown)) };
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
