import type { Dialect } from './dialect.js';
import { LineIndex } from './line-index.js';

/** The longest record that is read: 2 MB, as DuckDB's own reader has it. */
export const MAX_RECORD_BYTES = 2_000_000;

/** A stretch of the text that is no record that can be read. */
export interface RejectedRecord {
  /** Physical line in the file on which it starts, from 1. */
  readonly line: number;
  readonly reason: string;
  /** The bytes as they stood, without the line end; cut after {@link MAX_RECORD_BYTES}. */
  readonly content: Uint8Array;
}

/** What a {@link RecordScanner} calls for each record. Bytes are `buffer[start, end)`, line end left out. */
export interface RecordSink {
  record?(buffer: Uint8Array, start: number, end: number, offset: number): void;
  reject?(record: RejectedRecord): void;
}

export interface ScanOptions {
  /** Null: every line is one record and nothing is quoted (NDJSON). */
  readonly dialect: Dialect | null;
  /** Fields that every record must have; null: not checked. */
  readonly fields: number | null;
}

const PLAIN = 0;
const DELIMITER = 1;
const LINE_FEED = 2;
const CARRIAGE_RETURN = 3;
/** Any other control character; tab is plain. */
const CONTROL = 4;
/** Not enough bytes to say where the record ends. */
const UNFINISHED = -1;
const MALFORMED = -2;

/**
 * Finds the records of a delimited text, as RFC 4180 has them, in chunks of any size: where each starts
 * (byte and physical line) and whether it has the right number of fields. It reads no values; that is the
 * database's work. A quote opens a field only at its start (one space before it is forgiven); elsewhere it
 * is a character as any other. A record whose quote is never closed, or goes on after its closing quote,
 * costs only its first line: reading starts again on the next one.
 */
export class RecordScanner {
  /** Records that can be read, the header among them. */
  records = 0;
  rejected = 0;
  blankLines = 0;
  /** A control character other than tab, line feed and carriage return was seen. */
  hasControls = false;
  /** Line ends of the readable records, by kind. */
  readonly lineEnds = { lf: 0, crlf: 0, cr: 0 };

  private readonly classes = new Uint8Array(256);
  private readonly quote: number;
  private carry: Uint8Array = new Uint8Array(0);
  /** Bytes before `carry`. */
  private consumed = 0;
  private line = 1;
  /** The start of a line of which too much has come already, and why it is rejected. */
  private overlong: { line: number; content: Uint8Array; reason: string } | null = null;

  // What the last call of `measure` found.
  private end = 0;
  private next = 0;
  private fields = 0;
  private breaks = 0;
  private hasNul = false;
  private inQuote = false;

  constructor(
    private readonly options: ScanOptions,
    private readonly sink: RecordSink = {},
    private readonly index: LineIndex = new LineIndex(),
  ) {
    this.classes.fill(CONTROL, 0, 32);
    this.classes[9] = PLAIN;
    this.classes[10] = LINE_FEED;
    this.classes[13] = CARRIAGE_RETURN;
    if (options.dialect) this.classes[options.dialect.delimiter.charCodeAt(0)] = DELIMITER;
    this.quote = options.dialect ? options.dialect.quote.charCodeAt(0) : -1;
  }

  /** Takes the next bytes; they are read before it returns and may be overwritten afterwards. */
  push(chunk: Uint8Array): void {
    this.scan(chunk, false);
  }

  /** Says that no bytes follow. */
  finish(): void {
    this.scan(new Uint8Array(0), true);
  }

  private scan(chunk: Uint8Array, final: boolean): void {
    let buffer = chunk;
    if (this.carry.length > 0) {
      buffer = new Uint8Array(this.carry.length + chunk.length);
      buffer.set(this.carry);
      buffer.set(chunk, this.carry.length);
    }
    let at = 0;
    while (at < buffer.length) {
      if (this.overlong) {
        const stop = this.lineEnd(buffer, at, final);
        if (!stop) {
          at = buffer.length;
          break;
        }
        this.sinkReject(this.overlong.line, this.overlong.reason, this.overlong.content);
        this.overlong = null;
        this.line++;
        at = stop.next;
        continue;
      }
      const outcome = this.measure(buffer, at, final);
      if (outcome === UNFINISHED) {
        if (buffer.length - at <= MAX_RECORD_BYTES) break;
        at = this.rejectLine(buffer, at, final, this.inQuote ? UNCLOSED : TOO_LONG);
      } else if (outcome === MALFORMED) {
        // The rest of its first line may still have to come.
        if (buffer.length - at <= MAX_RECORD_BYTES && !this.lineEnd(buffer, at, final)) break;
        at = this.rejectLine(buffer, at, final, this.inQuote ? UNCLOSED : AFTER_QUOTE);
      } else {
        this.take(buffer, at);
        at = this.next;
      }
    }
    if (final && this.overlong) {
      this.sinkReject(this.overlong.line, this.overlong.reason, this.overlong.content);
      this.overlong = null;
    }
    this.carry = buffer.slice(at);
    this.consumed += at;
  }

  /** Takes the record that `measure` found at `start`. */
  private take(buffer: Uint8Array, start: number): void {
    const line = this.line;
    this.line += this.breaks + (this.next > this.end ? 1 : 0);
    if (this.end === start) {
      this.blankLines++;
    } else if (this.end - start > MAX_RECORD_BYTES) {
      this.sinkReject(line, TOO_LONG, buffer.slice(start, start + MAX_RECORD_BYTES));
    } else if (this.hasNul) {
      this.sinkReject(line, HAS_NUL, buffer.slice(start, this.end));
    } else if (this.options.fields !== null && this.fields !== this.options.fields) {
      const found = `${this.fields} field${this.fields === 1 ? '' : 's'}`;
      this.sinkReject(line, `${found}, the header has ${this.options.fields}`, buffer.slice(start, this.end));
    } else {
      if (this.next === this.end + 2) this.lineEnds.crlf++;
      else if (this.next === this.end + 1) this.lineEnds[buffer[this.end] === 10 ? 'lf' : 'cr']++;
      this.index.add(this.records, line);
      this.records++;
      this.sink.record?.(buffer, start, this.end, this.consumed + start);
    }
  }

  /** Rejects the physical line at `start` alone and returns where the next one starts. */
  private rejectLine(buffer: Uint8Array, start: number, final: boolean, reason: string): number {
    const stop = this.lineEnd(buffer, start, final);
    if (!stop) {
      this.overlong = { line: this.line, content: buffer.slice(start, start + MAX_RECORD_BYTES), reason };
      return buffer.length;
    }
    this.sinkReject(this.line, reason, buffer.slice(start, Math.min(stop.end, start + MAX_RECORD_BYTES)));
    this.line++;
    return stop.next;
  }

  private sinkReject(line: number, reason: string, content: Uint8Array): void {
    this.rejected++;
    this.sink.reject?.({ line, reason, content });
  }

  /** The end of the physical line that `at` is in, or null when it is not in the buffer. */
  private lineEnd(buffer: Uint8Array, at: number, final: boolean): { end: number; next: number } | null {
    for (let i = at; i < buffer.length; i++) {
      if (buffer[i] === 10) return { end: i, next: i + 1 };
      if (buffer[i] === 13) {
        if (i + 1 < buffer.length) return { end: i, next: buffer[i + 1] === 10 ? i + 2 : i + 1 };
        return final ? { end: i, next: i + 1 } : null;
      }
    }
    return final ? { end: buffer.length, next: buffer.length } : null;
  }

  /**
   * Finds the end of the record at `start`: sets `end` (before the line end), `next` (after it), `fields`
   * and the line `breaks` within; `inQuote` says that the bytes ended within a quote.
   */
  private measure(buffer: Uint8Array, start: number, final: boolean): number {
    const { classes, quote } = this;
    const length = buffer.length;
    let i = start;
    let fields = 1;
    this.breaks = 0;
    this.hasNul = false;
    this.inQuote = false;
    for (;;) {
      // At the start of a field.
      const opening = buffer[i] === 32 ? i + 1 : i;
      if (quote >= 0 && buffer[opening] === quote) {
        i = this.closingQuote(buffer, opening + 1);
        if (i < 0) {
          this.inQuote = true;
          return final ? MALFORMED : UNFINISHED;
        }
        i++;
        while (i < length && buffer[i] === 32) i++;
        if (i < length && (classes[buffer[i]!]! === PLAIN || classes[buffer[i]!]! === CONTROL)) {
          return MALFORMED;
        }
      } else {
        for (;;) {
          while (i < length && classes[buffer[i]!] === PLAIN) i++;
          if (i >= length || classes[buffer[i]!] !== CONTROL) break;
          this.noteControl(buffer[i]!);
          i++;
        }
      }
      if (i >= length) {
        if (!final) return UNFINISHED;
        this.end = length;
        this.next = length;
        this.fields = fields;
        return 1;
      }
      const kind = classes[buffer[i]!];
      if (kind === DELIMITER) {
        fields++;
        i++;
        continue;
      }
      if (kind === CARRIAGE_RETURN && i + 1 >= length && !final) return UNFINISHED;
      this.end = i;
      this.next = kind === CARRIAGE_RETURN && buffer[i + 1] === 10 ? i + 2 : i + 1;
      this.fields = fields;
      return 1;
    }
  }

  private noteControl(byte: number): void {
    this.hasControls = true;
    if (byte === 0) this.hasNul = true;
  }

  /** Position of the quote that closes the field, counting the line breaks on the way; −1 if none does. */
  private closingQuote(buffer: Uint8Array, from: number): number {
    const { quote } = this;
    const length = buffer.length;
    for (let i = from; i < length; i++) {
      const byte = buffer[i];
      if (byte === quote) {
        if (buffer[i + 1] !== quote) return i;
        i++;
      } else if (byte! < 32 && byte !== 9) {
        if (byte === 10) this.breaks++;
        else if (byte !== 13) this.noteControl(byte!);
        else if (buffer[i + 1] !== 10) this.breaks++;
      }
    }
    return -1;
  }
}

const UNCLOSED = 'a quote is opened and never closed';
const AFTER_QUOTE = 'text after a closing quote';
const TOO_LONG = `longer than ${MAX_RECORD_BYTES.toLocaleString('en')} bytes`;
const HAS_NUL = 'contains a NUL byte';
