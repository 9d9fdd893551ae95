import type { Dialect, TextEncoding } from '@trackscope/catalogue';
import { quoteText, RecordScanner } from '@trackscope/catalogue';
import { interrupted, throwIfAborted } from './abort.js';
import { readRange } from './bytes.js';
import type { ReadContext } from './reader.js';
import type { SourceFile } from './source.js';
import { NotUtf8, scanText, type TextPlan, type TextScan, tallyEncoding } from './text-scan.js';

/** How a text is to be read: what is known from its first bytes. */
export interface TextRequest {
  readonly file: SourceFile;
  readonly encoding: TextEncoding;
  /** Null: one record a line. */
  readonly dialect: Dialect | null;
  readonly fields: number | null;
  /**
   * Makes the table out of what `read_csv(…)` yields, in one or several tries.
   *
   * @param readCsv SQL that reads every column as text, but those at the given positions as numbers
   * @param goesOn whether another try is still wanted
   */
  fill(readCsv: (numbers: ReadonlySet<number>) => string, goesOn: () => boolean): Promise<void>;
  /** SQL list of the table's rows: `SELECT count(*) AS n …`. */
  readonly count: string;
}

export interface LoadedText {
  readonly scan: TextScan;
  readonly encoding: TextEncoding;
  /** The file that the database has read. */
  readonly path: string;
}

/** The scan has found something that the database would not read as we do. */
class NotPlain extends Error {}

/**
 * Reads a text into a table. A plain file is read by the database while the scan goes through it beside; a
 * file that is not plain (packed, in another encoding, with lines that cannot be read, of mixed line ends)
 * is written out readable first. In the end both must have seen the same number of records.
 */
export async function loadText(request: TextRequest, context: ReadContext): Promise<LoadedText> {
  const { file } = request;
  let { encoding } = request;
  let forgiving = false;
  if (file.compression === 'none' && encoding.startsWith('utf-8')) {
    try {
      return await loadPlain(request, context);
    } catch (error) {
      if (error instanceof NotUtf8) {
        const verdict = await tallyEncoding(file, context.signal);
        if (verdict === 'latin-1') encoding = verdict;
        else forgiving = true;
      } else if (!(error instanceof NotPlain)) {
        throw error;
      }
    }
  }
  try {
    return await loadSpooled(request, encoding, forgiving, context);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    const verdict = await tallyEncoding(file, context.signal);
    return verdict === 'latin-1'
      ? loadSpooled(request, verdict, false, context)
      : loadSpooled(request, encoding, true, context);
  }
}

async function loadPlain(request: TextRequest, context: ReadContext): Promise<LoadedText> {
  const { engine, signal } = context;
  const { file, encoding } = request;
  let loading = true;
  let stopped = false;
  const scanning = scanText(
    planOf(request, encoding, null, false),
    {
      reject() {
        throw new NotPlain();
      },
      chunk: (bytes) => context.progress(bytes),
    },
    signal,
  ).then((scan) => {
    if (!scan.plain) throw new NotPlain();
    return scan;
  });
  scanning.catch(() => {
    stopped = true;
    if (loading) engine.interrupt();
  });
  const load = request
    .fill(
      (numbers) => readCsvSql(request, file.path, numbers, true),
      () => !stopped && !signal?.aborted,
    )
    .finally(() => {
      loading = false;
    });
  const [scan, loaded] = await Promise.allSettled([scanning, load]);
  if (scan.status === 'rejected') throw scan.reason;
  if (signal?.aborted) throw interrupted(signal.reason);
  const expected = scan.value.records - headerRecords(request);
  if (loaded.status === 'rejected' || (await countOf(request, context)) !== expected) {
    // A quoted line break on the border of two threads' shares can mislead the parallel reader.
    await loadChecked(request, context, file.path, expected);
  }
  return { scan: scan.value, encoding, path: file.path };
}

async function loadSpooled(
  request: TextRequest,
  encoding: TextEncoding,
  forgiving: boolean,
  context: ReadContext,
): Promise<LoadedText> {
  const path = context.temporary();
  const { rejects } = context;
  const scan = await scanText(
    planOf(request, encoding, path, forgiving),
    {
      reject: (record) => rejects.add(record),
      chunk: (bytes) => {
        context.progress(bytes);
        return rejects.isLarge ? rejects.flush() : undefined;
      },
    },
    context.signal,
  ).catch(async (error) => {
    await rejects.discard();
    throw error;
  });
  await rejects.flush();
  const expected = scan.records - headerRecords(request);
  if (expected > 0) {
    const goesOn = () => !context.signal?.aborted;
    const filled = await request
      .fill((numbers) => readCsvSql(request, path, numbers, true), goesOn)
      .then(() => countOf(request, context))
      .catch(() => -1);
    throwIfAborted(context.signal);
    if (filled !== expected) await loadChecked(request, context, path, expected);
  }
  return { scan, encoding, path };
}

/** Reads with one thread; whatever goes wrong then is our mistake. */
async function loadChecked(
  request: TextRequest,
  context: ReadContext,
  path: string,
  expected: number,
): Promise<void> {
  await request.fill(
    (numbers) => readCsvSql(request, path, numbers, false),
    () => true,
  );
  const found = await countOf(request, context);
  if (found !== expected) {
    throw new Error(`${request.file.name}: the scan found ${expected} rows, the database ${found}`);
  }
}

async function countOf(request: TextRequest, context: ReadContext): Promise<number> {
  const [row] = await context.engine.rows<{ n: number }>(request.count);
  return row!.n;
}

function headerRecords(request: TextRequest): number {
  return request.dialect ? 1 : 0;
}

function planOf(
  request: TextRequest,
  encoding: TextEncoding,
  spool: string | null,
  forgiving: boolean,
): TextPlan {
  const { file, dialect, fields } = request;
  return { file, encoding, dialect, fields, spool, forgiving };
}

/** `read_csv(…)` with everything declared: columns `c0`, `c1` …; only an empty field is null. */
function readCsvSql(
  request: TextRequest,
  path: string,
  numbers: ReadonlySet<number>,
  parallel: boolean,
): string {
  const { dialect, fields } = request;
  const columns = Array.from(
    { length: fields ?? 1 },
    (_, i) => `'c${i}': '${numbers.has(i) ? 'DOUBLE' : 'VARCHAR'}'`,
  ).join(', ');
  const quote = quoteText(dialect?.quote ?? '');
  return `read_csv(${quoteText(path)}, auto_detect = false, header = ${dialect !== null},
    delim = ${dialect ? quoteText(dialect.delimiter) : 'chr(1)'}, quote = ${quote}, escape = ${quote},
    columns = {${columns}}, nullstr = '', max_line_size = 2100000, parallel = ${parallel})`;
}

/** Reads some records again, as they stood, from the file that the database has read. */
export async function recordsAt(
  { scan, path }: LoadedText,
  dialect: Dialect | null,
  records: readonly number[],
): Promise<string[]> {
  const contents: string[] = [];
  const step = 256;
  for (let i = 0; i < records.length; ) {
    const block = Math.floor(records[i]! / step);
    const bytes = await readRange(path, scan.checkpoints[block]!, scan.checkpoints[block + 1] ?? scan.length);
    let record = block * step;
    const scanner = new RecordScanner(
      { dialect, fields: null },
      {
        record(buffer, start, end) {
          if (record++ === records[i]) {
            contents.push(Buffer.from(buffer.subarray(start, end)).toString('utf8'));
            i++;
          }
        },
      },
    );
    scanner.push(bytes);
    scanner.finish();
    if (i < records.length && Math.floor(records[i]! / step) === block) {
      throw new Error(`record ${records[i]} is not in its block of ${path}`);
    }
  }
  return contents;
}
