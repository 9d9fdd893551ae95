import type { ColumnMatch, SourceInfo } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import type { RejectWriter } from './rejects.js';
import type { SourceFile } from './source.js';

/** What a reader of one format works with. */
export interface ReadContext {
  readonly engine: Engine;
  /** Gives a path for a file that is deleted when reading ends. */
  temporary(): string;
  readonly rejects: RejectWriter;
  /** Bytes read from the disk so far. */
  progress(bytes: number): void;
  readonly signal: AbortSignal | undefined;
}

/** A file whose columns are known and whose rows are still to be read. */
export interface OpenedFile {
  readonly file: SourceFile;
  readonly info: Pick<SourceInfo, 'format' | 'encoding' | 'delimiter' | 'quote'>;
  /** Column names, in order. */
  readonly names: readonly string[];
  /** Reads the rows into a new table of typed rows (see `typedSql`). */
  load(match: ColumnMatch, table: string): Promise<LoadedFile>;
}

/** A file that has been read. */
export interface LoadedFile {
  /** Of the bytes as they lie on the disk. */
  readonly sha256: string;
  /** Encoding, when reading it whole has shown another than its first bytes did. */
  readonly encoding?: SourceInfo['encoding'];
  /** Rows in the table. */
  readonly rows: number;
  /** Rows that could not be read and are with the rejects. */
  readonly rejected: number;
  /** Texts may hold control characters. */
  readonly controls: boolean;
  /** Decimals may have a comma. */
  readonly decimalComma: boolean;
  /** The line of a row, or null where the format has no lines: then the row, from 1, is what to name. */
  lineOf(row: number): number;
  /** Some rows as they stood, in the order asked for (ascending). */
  contentOf(rows: readonly number[]): Promise<string[]>;
}
