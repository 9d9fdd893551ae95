import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RejectedRecord } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { fileError } from './file-error.js';

/** A row of the table `rejects`. */
export interface RejectRow {
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;
  readonly content: string;
}

const BATCH_BYTES = 4_000_000;

/** Makes the empty table `rejects`. */
export async function createRejects(engine: Engine): Promise<void> {
  await engine.run(
    'CREATE OR REPLACE TABLE rejects (file VARCHAR, line BIGINT, reason VARCHAR, content VARCHAR)',
  );
}

/** Collects rejected records and adds them to the table `rejects` in batches. */
export class RejectWriter {
  private rows: RejectRow[] = [];
  private bytes = 0;
  private flushed = 0;

  constructor(
    private readonly engine: Engine,
    private readonly file: string,
  ) {}

  get isLarge(): boolean {
    return this.bytes > BATCH_BYTES;
  }

  add({ line, reason, content }: RejectedRecord): void {
    this.place(line, reason, Buffer.from(content).toString('utf8'));
  }

  place(line: number, reason: string, content: string): void {
    this.rows.push({ file: this.file, line, reason, content });
    this.bytes += content.length + 100;
  }

  async flush(): Promise<void> {
    if (this.rows.length === 0) return;
    const { rows } = this;
    this.rows = [];
    this.bytes = 0;
    this.flushed += rows.length;
    await this.engine.run(
      `INSERT INTO rejects SELECT r.file, r.line, r.reason, r.content FROM (SELECT unnest(
        from_json(?::JSON, '[{"file":"VARCHAR","line":"BIGINT","reason":"VARCHAR","content":"VARCHAR"}]')) AS r)`,
      [JSON.stringify(rows)],
    );
  }

  /** Forgets everything that was added: the file is read once more, in another way. */
  async discard(): Promise<void> {
    this.rows = [];
    this.bytes = 0;
    if (this.flushed === 0) return;
    await this.engine.run(
      `DELETE FROM rejects WHERE rowid IN (SELECT rowid FROM rejects ORDER BY rowid DESC LIMIT ${this.flushed})`,
    );
    this.flushed = 0;
  }
}

/**
 * Writes the table `rejects` as `rejects.csv` (RFC 4180, UTF-8): file, line, reason and the row as it stood,
 * changed in nothing, so that it can be mended and read again.
 */
export async function writeRejects(engine: Engine, file: string): Promise<void> {
  const page = 20_000;
  async function* lines(): AsyncGenerator<string> {
    yield 'file,line,reason,content\r\n';
    for (let from = 0; ; from += page) {
      const rows = await engine.rows<RejectRow>(
        `SELECT * FROM rejects WHERE rowid >= ${from} AND rowid < ${from + page} ORDER BY rowid`,
      );
      if (rows.length === 0) return;
      yield rows
        .map((row) => `${[row.file, row.line, row.reason, row.content].map(csvField).join(',')}\r\n`)
        .join('');
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file)).catch((error) => {
    throw fileError(error, file);
  });
}

function csvField(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
