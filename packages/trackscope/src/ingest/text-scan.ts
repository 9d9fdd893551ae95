import { isUtf8 } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import {
  type Dialect,
  LineIndex,
  RecordScanner,
  type RejectedRecord,
  type TextEncoding,
  Utf8Tally,
} from '@trackscope/catalogue';
import { readBytes } from './bytes.js';
import { fileError } from './file-error.js';
import type { SourceFile } from './source.js';

/** Every so many records their place in the file is noted, so that single ones can be read again. */
const CHECKPOINT = 256;

export interface TextPlan {
  readonly file: SourceFile;
  readonly encoding: TextEncoding;
  /** Null for one record a line (NDJSON). */
  readonly dialect: Dialect | null;
  /** Fields in every record; null: not checked. */
  readonly fields: number | null;
  /** Where to write the readable records in UTF-8; null: the database reads the file itself. */
  readonly spool: string | null;
  /** Bytes that are not UTF-8 become U+FFFD instead of stopping the scan. */
  readonly forgiving: boolean;
}

export interface TextScan {
  /** Readable records, a header included. */
  readonly records: number;
  readonly rejected: number;
  /** Of the bytes on the disk. */
  readonly sha256: string;
  readonly lines: LineIndex;
  /** Byte at which record 0, 256, 512 … starts, in the file that the database reads. */
  readonly checkpoints: readonly number[];
  /** Length of that file. */
  readonly length: number;
  /** The text holds control characters. */
  readonly controls: boolean;
  /** The database can read the file as it is: one kind of line end, no blank line, nothing rejected. */
  readonly plain: boolean;
}

/** The text holds bytes that are not UTF-8. */
export class NotUtf8 extends Error {}

/** What a scan calls on its way. */
export interface ScanEvents {
  reject(record: RejectedRecord): void;
  /** After each chunk, with the bytes read from the disk so far; what it returns is waited for. */
  chunk(bytes: number): Promise<void> | void;
}

/**
 * Goes once through a text file: hashes it, finds the records and their lines, and writes the readable ones
 * to the spool where there is one.
 *
 * @throws NotUtf8 unless `forgiving`; UserError for what the file system says
 */
export async function scanText(plan: TextPlan, events: ScanEvents, signal?: AbortSignal): Promise<TextScan> {
  const hash = createHash('sha256');
  const spool = plan.spool === null ? null : await Spool.open(plan.spool);
  try {
    return await scanInto(plan, events, hash, spool, signal);
  } finally {
    await spool?.close();
  }
}

async function scanInto(
  plan: TextPlan,
  events: ScanEvents,
  hash: Hash,
  spool: Spool | null,
  signal: AbortSignal | undefined,
): Promise<TextScan> {
  const lines = new LineIndex();
  const checkpoints: number[] = [];
  let records = 0;
  const scanner = new RecordScanner(
    { dialect: plan.dialect, fields: plan.fields },
    {
      record(buffer, start, end, offset) {
        if (records++ % CHECKPOINT === 0) checkpoints.push(spool ? spool.length : mark + offset);
        spool?.write(buffer, start, end);
      },
      reject(record) {
        if (records === 0 && plan.dialect) {
          throw new Error(
            `${plan.file.name}: the scan rejects the header (${record.reason}), which was read before`,
          );
        }
        events.reject(record);
      },
    },
    lines,
  );
  let bytes = 0;
  const mark = plan.encoding === 'utf-8 (BOM)' ? 3 : 0;
  let length = mark;
  const raw = readBytes(
    plan.file.path,
    plan.file.compression,
    (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
    },
    signal,
  );
  for await (const chunk of decoded(raw, plan)) {
    length += chunk.length;
    scanner.push(chunk);
    await spool?.flush();
    await events.chunk(bytes);
  }
  scanner.finish();
  await spool?.flush(true);
  await events.chunk(bytes);
  const ends = scanner.lineEnds;
  return {
    records: scanner.records,
    rejected: scanner.rejected,
    sha256: hash.digest('hex'),
    lines,
    checkpoints,
    length: spool ? spool.length : length,
    controls: scanner.hasControls,
    plain:
      scanner.rejected === 0 &&
      scanner.blankLines === 0 &&
      [ends.lf, ends.crlf, ends.cr].filter((count) => count > 0).length <= 1,
  };
}

/** The text in UTF-8 without a byte order mark. */
async function* decoded(chunks: AsyncIterable<Uint8Array>, plan: TextPlan): AsyncGenerator<Uint8Array> {
  if (plan.encoding.startsWith('utf-8') && !plan.forgiving) {
    yield* checked(chunks);
    return;
  }
  const label = plan.encoding === 'latin-1' ? 'windows-1252' : plan.encoding.replace(' (BOM)', '');
  const decoder = new TextDecoder(label);
  const encoder = new TextEncoder();
  for await (const chunk of chunks) yield encoder.encode(decoder.decode(chunk, { stream: true }));
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}

/** Passes UTF-8 on, and throws at the first bytes that are not. A character may lie across two chunks. */
async function* checked(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let open: Uint8Array = new Uint8Array(0);
  let first = true;
  for await (const chunk of chunks) {
    let bytes: Uint8Array = open.length > 0 ? Buffer.concat([open, chunk]) : chunk;
    const whole = wholeCharacters(bytes);
    open = bytes.slice(whole);
    bytes = bytes.subarray(0, whole);
    if (!isUtf8(bytes)) throw new NotUtf8();
    if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    first = false;
    yield bytes;
  }
  if (open.length > 0) throw new NotUtf8();
}

/** Bytes up to the start of a character that the end cuts off. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back < needs ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

/** Whether a file that is not wholly UTF-8 is Latin-1, or UTF-8 with some damage. */
export async function tallyEncoding(file: SourceFile, signal?: AbortSignal): Promise<'utf-8' | 'latin-1'> {
  const tally = new Utf8Tally();
  for await (const chunk of readBytes(file.path, file.compression, undefined, signal)) tally.push(chunk);
  return tally.verdict();
}

/** Collects the readable records, each with a line feed, and writes them in large pieces. */
class Spool {
  length = 0;
  private buffer = new Uint8Array(1 << 21);
  private filled = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async open(path: string): Promise<Spool> {
    return new Spool(
      path,
      await open(path, 'w').catch((error) => {
        throw fileError(error, path);
      }),
    );
  }

  write(source: Uint8Array, start: number, end: number): void {
    const needed = this.filled + end - start + 1;
    if (needed > this.buffer.length) {
      const larger = new Uint8Array(Math.max(needed, 2 * this.buffer.length));
      larger.set(this.buffer.subarray(0, this.filled));
      this.buffer = larger;
    }
    this.buffer.set(source.subarray(start, end), this.filled);
    this.buffer[needed - 1] = 10;
    this.filled = needed;
    this.length += end - start + 1;
  }

  async flush(all = false): Promise<void> {
    if (this.filled === 0 || (!all && this.filled < 1 << 20)) return;
    try {
      let at = 0;
      while (at < this.filled) at += (await this.file.write(this.buffer, at, this.filled - at)).bytesWritten;
    } catch (error) {
      throw fileError(error, this.path);
    }
    this.filled = 0;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}
