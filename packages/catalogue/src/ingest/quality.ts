/** `error`: rows were lost or cannot be trusted; `warning`: read, but look at it; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

/** Every kind of problem that a catalogue can have. */
export type IssueCode =
  | 'unreadable-row'
  | 'missing-column'
  | 'wrong-type'
  | 'out-of-range'
  | 'impossible-zero'
  | 'missing-text'
  | 'missing-value'
  | 'duplicate-listing'
  | 'several-genres'
  | 'several-releases'
  | 'unknown-genre'
  | 'very-long'
  | 'guessed-unit'
  | 'damaged-text'
  | 'constant-column'
  | 'empty-column'
  | 'ignored-column';

/** One place where a problem was seen. */
export interface IssueExample {
  /** Line in the file, the header being line 1; null where the format has no lines (Parquet: the row instead). */
  readonly line: number | null;
  /** File name when the catalogue is several files. */
  readonly file?: string;
  /** The value as it stood in the file, cut after 80 characters; null where it was empty. */
  readonly value: string | null;
}

/** One kind of problem in one column. */
export interface QualityIssue {
  readonly code: IssueCode;
  readonly severity: Severity;
  /** Our column name, or null when the whole row is meant. */
  readonly column: string | null;
  /** Rows (or columns, for column codes) affected. */
  readonly count: number;
  /** What was expected and what was found, as a sentence. */
  readonly message: string;
  /** What was done about it, as a sentence. */
  readonly action: string;
  /** The first few, in file order. */
  readonly examples: readonly IssueExample[];
}

/** How one column of the file was understood. */
export interface ColumnMapping {
  /** Name in the file. */
  readonly theirs: string;
  /** Our name, or null when the column is not used. */
  readonly ours: string | null;
  /** How it was found. */
  readonly by: 'name' | 'synonym' | 'map' | 'unused';
}

/** Where a catalogue came from and how it was read. */
export interface SourceInfo {
  /** File, folder or glob as given, or `-` for standard input; base name only. */
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
  /** Of the bytes as they lie on the disk (several files: of their hashes in order). */
  readonly sha256: string;
  readonly format: 'csv' | 'tsv' | 'parquet' | 'ndjson' | 'json';
  readonly compression: 'none' | 'gzip' | 'zstd';
  readonly encoding: 'utf-8' | 'utf-8 (BOM)' | 'utf-16le' | 'utf-16be' | 'latin-1' | null;
  readonly delimiter: string | null;
  readonly quote: string | null;
  /** Made by `trackscope demo`; every output says so. */
  readonly synthetic: boolean;
  readonly licence: string | null;
}

/** Row counts at every step of reading and cleaning. `read = kept + rejected`; `kept = listings + duplicates`. */
export interface RowCounts {
  readonly read: number;
  readonly rejected: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly listings: number;
  readonly tracks: number;
  readonly recordings: number;
  readonly songs: number;
  /** Rows that the published cleaning keeps; null when the catalogue lacks a column that it needs. */
  readonly published: number | null;
}

/** `quality.json`: everything found while reading. */
export interface QualityReport {
  readonly formatVersion: 1;
  readonly source: SourceInfo;
  readonly columns: readonly ColumnMapping[];
  /** Columns that the catalogue does not have, and what follows. */
  readonly absent: readonly { readonly column: string; readonly consequence: string }[];
  readonly rows: RowCounts;
  /** Most severe first, then by count. */
  readonly issues: readonly QualityIssue[];
  /** No issue of severity `error`. */
  readonly valid: boolean;
}
