import { BATCH_ROWS } from './row.js';

/** Rows as they came, found but not read: what a thread can be given. */
export interface RawBatch {
  /** The rows one after the other, without their line ends. */
  readonly bytes: Uint8Array;
  /** Where each row ends in `bytes`. */
  readonly ends: Uint32Array;
  /** Physical line on which each starts, from 1. */
  readonly lines: Float64Array;
  /** What is wrong with rows that could not be found whole, by place; they have no bytes. */
  readonly wrong: ReadonlyMap<number, string>;
}

/** A batch holds no more bytes, but for its last row: rows may be long. */
const BATCH_BYTES = 1024 * 1024;

/** Collects rows into batches of {@link BATCH_ROWS} at most. */
export class RawRows {
  private bytes = new Uint8Array(64 * 1024);
  private size = 0;
  private rows = 0;
  private ends = new Uint32Array(BATCH_ROWS);
  private lines = new Float64Array(BATCH_ROWS);
  private wrong = new Map<number, string>();
  private full: RawBatch[] = [];

  /** Adds the row `buffer[start, end)`. */
  add(buffer: Uint8Array, start: number, end: number, line: number): void {
    const needed = this.size + end - start;
    if (needed > this.bytes.length) {
      const more = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      more.set(this.bytes.subarray(0, this.size));
      this.bytes = more;
    }
    this.bytes.set(buffer.subarray(start, end), this.size);
    this.size = needed;
    this.next(line);
  }

  /** Adds a row that could not be found whole. */
  reject(line: number, what: string): void {
    this.wrong.set(this.rows, what);
    this.next(line);
  }

  /** A full batch is there. */
  get hasFull(): boolean {
    return this.full.length > 0;
  }

  get isEmpty(): boolean {
    return this.rows === 0 && this.full.length === 0;
  }

  /** All rows so far, which are then forgotten here. */
  take(): RawBatch[] {
    this.close();
    const { full } = this;
    this.full = [];
    return full;
  }

  private next(line: number): void {
    this.ends[this.rows] = this.size;
    this.lines[this.rows] = line;
    this.rows++;
    if (this.rows === BATCH_ROWS || this.size >= BATCH_BYTES) this.close();
  }

  private close(): void {
    if (this.rows === 0) return;
    this.full.push({
      bytes: this.bytes.slice(0, this.size),
      ends: this.ends.slice(0, this.rows),
      lines: this.lines.slice(0, this.rows),
      wrong: this.wrong,
    });
    this.size = 0;
    this.rows = 0;
    this.wrong = new Map();
  }
}
