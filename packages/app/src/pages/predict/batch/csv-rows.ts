import { type Dialect, dialectOf, RecordScanner, splitRecord } from '@trackscope/catalogue';
import { LastLine } from 'trackscope/browser';

/** A record of a delimited text; `values` is null where it cannot be taken apart, and `wrong` says why. */
export interface CsvRecord {
  /** Physical line on which it starts, from 1. */
  readonly line: number;
  readonly values: readonly string[] | null;
  readonly wrong: string | null;
}

/** The first record of a file, and how the file is written. */
export interface CsvHead {
  readonly dialect: Dialect;
  readonly columns: readonly string[];
}

const HEAD_BYTES = 256 * 1024;
const SLICE_BYTES = 256 * 1024;

/**
 * Reads the names of the columns.
 * @throws Error saying what is wrong with the file
 */
export async function csvHead(file: Blob): Promise<CsvHead> {
  const bytes = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (bytes.length >= 2 && (bytes[0] === 0xff || bytes[0] === 0xfe) && (bytes[0]! ^ bytes[1]!) === 1)
    throw new Error('the file is UTF-16; save it as CSV in UTF-8');
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3)
    throw new Error('this is a spreadsheet or an archive, not CSV; save it as CSV in UTF-8');
  const text = new TextDecoder().decode(bytes).replace(/^[\r\n]+/, '');
  if (text.trim() === '') throw new Error('the file is empty: a line of column names and rows are expected');
  const dialect = dialectOf(text);
  const columns = splitRecord(text, dialect);
  if (!columns) throw new Error('line 1: a quote is opened and never closed');
  return { dialect, columns };
}

/** Reads records as bytes come; call `finish` after the last. The first record is handed on as any other. */
export class CsvReader {
  readonly #records: CsvRecord[] = [];
  readonly #scanner: RecordScanner;
  readonly #decoder = new TextDecoder();
  readonly #strict = new TextDecoder('utf-8', { fatal: true });
  #first = true;

  /** @param fields how many every record must have; null: any number */
  constructor(dialect: Dialect, fields: number | null) {
    const place = new LastLine();
    this.#scanner = new RecordScanner(
      { dialect, fields },
      {
        record: (buffer, start, end) => {
          this.#records.push(this.#read(buffer.subarray(start, end), place.line, dialect));
        },
        reject: ({ line, reason }) => {
          const wanted = fields === null ? '' : `expected a row of ${fields} fields, found: `;
          this.#records.push({ line, values: null, wrong: `${wanted}${reason}` });
        },
      },
      place,
    );
  }

  /** Takes bytes and gives the records that they completed. */
  push(bytes: Uint8Array): CsvRecord[] {
    let from = 0;
    if (this.#first && bytes.length > 0) {
      this.#first = false;
      // A byte order mark is no part of the first name.
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) from = 3;
    }
    for (let at = from; at < bytes.length; at += SLICE_BYTES)
      this.#scanner.push(bytes.subarray(at, at + SLICE_BYTES));
    return this.#records.splice(0);
  }

  finish(): CsvRecord[] {
    this.#scanner.finish();
    return this.#records.splice(0);
  }

  #read(bytes: Uint8Array, line: number, dialect: Dialect): CsvRecord {
    const text = this.#decoder.decode(bytes);
    if (text.includes('\ufffd') && !this.#isUtf8(bytes)) {
      return { line, values: null, wrong: 'expected UTF-8, found other bytes' };
    }
    const values = text.includes(dialect.quote) ? splitRecord(text, dialect) : text.split(dialect.delimiter);
    return { line, values, wrong: values ? null : 'expected a closing quote, found none' };
  }

  #isUtf8(bytes: Uint8Array): boolean {
    try {
      this.#strict.decode(bytes);
      return true;
    } catch {
      return false;
    }
  }
}
