import { RecordScanner } from '@trackscope/catalogue';
import { Refusal } from '../problem.js';
import { LastLine } from './last-line.js';
import { RawRows } from './raw-rows.js';
import { keysOf, valuesOf } from './read-rows.js';
import { BATCH_ROWS, type RowSource } from './row.js';
import { matchInput, minutesDivisor } from './track-reader.js';

const SLICE_BYTES = 64 * 1024;

/**
 * Reads NDJSON piece by piece: one flat object a line, keyed by column. The columns are those of the first
 * {@link BATCH_ROWS} rows (or of all, where there are fewer): a CSV header cannot wait for more.
 * @throws Refusal `bad-request`, `no-columns`
 */
export async function ndjsonSource(body: AsyncIterator<Uint8Array>): Promise<RowSource> {
  const rows = new RawRows();
  let first = true;
  const place = new LastLine();
  const scanner = new RecordScanner(
    { dialect: null, fields: null },
    {
      record(buffer, start, end) {
        rows.add(buffer, first && isBom(buffer, start) ? start + 3 : start, end, place.line);
        first = false;
      },
      reject({ line, reason }) {
        rows.reject(line, `expected a JSON object, found: ${reason}`);
      },
    },
    place,
  );
  const slices = slicesOf(body);
  let ended = false;
  const more = async () => {
    const { done, value } = await slices.next();
    if (done) {
      scanner.finish();
      ended = true;
    } else scanner.push(value);
  };
  while (!ended && !rows.hasFull) await more();
  if (rows.isEmpty) throw new Refusal('bad-request', 'the body is empty: expected one JSON object a line');
  const begun = rows.take();
  const columns = keysOf(begun[0]!);
  const plain = { dialect: null, columns, perMinute: 1 };
  const perMinute = minutesDivisor(matchInput(columns), valuesOf(begun[0]!, plain));

  return {
    columns,
    recipe: () => ({ ...plain, perMinute }),
    async *batches() {
      yield* begun.splice(0);
      while (!ended) {
        await more();
        yield* rows.take();
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

function isBom(buffer: Uint8Array, start: number): boolean {
  return buffer[start] === 0xef && buffer[start + 1] === 0xbb && buffer[start + 2] === 0xbf;
}
