import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DEMO_ROWS, type DemoOptions, demoCatalogue } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { writeError } from '../errors/write-error.js';
import { csvText, DEMO_HEADER } from './csv-text.js';
import { csvToParquet, firstTrackIsDemo } from './demo-file.js';

export interface WriteDemoOptions extends DemoOptions {
  /** Called after every batch with the rows written so far and the rows wanted. */
  readonly onProgress?: (rows: number, of: number) => void;
  /** Stops the writing; what was at the place before stays. */
  readonly signal?: AbortSignal;
}

export interface DemoWritten {
  readonly rows: number;
  readonly tracks: number;
}

const FORMATS = ['.csv', '.csv.gz', '.parquet'] as const;

/**
 * Writes the demo catalogue to a file: `.csv`, `.csv.gz` or `.parquet`, by its name. The file is made beside its
 * place and renamed at the end, so that it is whole or absent. The same rows and seed give the same CSV, byte for byte.
 *
 * @throws UserError `demo-format`, `demo-rows`, `demo-seed` for options out of range; `file-exists` where another
 *   file than a demo catalogue is; `interrupted`; `disk-full`, `no-permission` and kin
 */
export async function writeDemo(file: string, options: WriteDemoOptions = {}): Promise<DemoWritten> {
  const format = FORMATS.find((ending) => file.toLowerCase().endsWith(ending));
  if (!format) {
    throw new UserError(
      'demo-format',
      `the demo catalogue is written as ${FORMATS.join(', ')}; found the name ${file}`,
      'Give a name with one of these endings.',
    );
  }
  checkNumbers(options);
  const target = resolve(file);
  if ((await firstTrackIsDemo(target)) === false) {
    throw new UserError(
      'file-exists',
      `${file} is there and is not a demo catalogue`,
      'Choose another name with --to, or move the file away.',
    );
  }
  const draft = join(dirname(target), `.${basename(target)}.draft-${process.pid}`);
  const csv = format === '.parquet' ? `${draft}.csv` : draft;
  try {
    await mkdir(dirname(target), { recursive: true });
    const written: DemoWritten = { rows: 0, tracks: 0 };
    const source = Readable.from(demoText(options, written), { objectMode: false, highWaterMark: 1 << 20 });
    const sink = createWriteStream(csv, { flags: 'w' });
    const stop = options.signal ? { signal: options.signal } : {};
    if (format === '.csv.gz') await pipeline(source, createGzip({ level: 6 }), sink, stop);
    else await pipeline(source, sink, stop);
    if (format === '.parquet') await csvToParquet(csv, draft, options.signal);
    await rename(draft, target);
    return written;
  } catch (error) {
    if (options.signal?.aborted) {
      throw new UserError('interrupted', `writing ${file} was stopped before its end`, null, {
        cause: error,
      });
    }
    throw writeError(error, file);
  } finally {
    // What cannot even be looked for was not written.
    for (const leftover of [draft, csv]) await rm(leftover, { force: true }).catch(() => undefined);
  }
}

/** The text of the file, batch by batch; fills in `written` at the end. */
function* demoText(
  options: WriteDemoOptions,
  written: { -readonly [K in keyof DemoWritten]: DemoWritten[K] },
): Generator<Buffer> {
  yield Buffer.from(DEMO_HEADER);
  const batches = demoCatalogue(options);
  for (;;) {
    const { value, done } = batches.next();
    if (done) {
      Object.assign(written, value);
      return;
    }
    yield Buffer.from(csvText(value));
    options.onProgress?.(value.start + value.rows, options.rows ?? DEMO_ROWS);
  }
}

function checkNumbers({ rows, seed }: WriteDemoOptions): void {
  const least = DEMO_ROWS / 1000;
  if (rows !== undefined && !(Number.isSafeInteger(rows) && rows >= least)) {
    throw new UserError(
      'demo-rows',
      `rows must be a whole number of at least ${least}, one for each genre; found ${rows}`,
      `Give --rows ${least} or more.`,
    );
  }
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new UserError(
      'demo-seed',
      `seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}; found ${seed}`,
      'Give --seed a whole number.',
    );
  }
}
