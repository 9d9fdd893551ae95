/** What reading is doing: bytes while it reads, steps afterwards. */
export interface ReadProgress {
  readonly step: 'read' | 'identify' | 'clean' | 'check';
  readonly done: number;
  readonly total: number;
}

/** How a catalogue is read from its files. */
export interface LoadOptions {
  /** Column names, theirs → ours; an empty name leaves the column out. Default: none. */
  readonly map?: Readonly<Record<string, string>>;
  /** A JSON file with such a mapping; `map` overrules it. Default: none. */
  readonly mapFile?: string;
  readonly onProgress?: (progress: ReadProgress) => void;
  /** Stops the reading, which then throws `interrupted` and leaves nothing behind. */
  readonly signal?: AbortSignal;
  /** Where `-` reads from. Default: the process's standard input. */
  readonly stdin?: NodeJS.ReadableStream;
  /** Where files are written that are deleted in the end. Default: the system's. */
  readonly tempDirectory?: string;
}

/** How a catalogue is read, checked and cleaned. */
export interface ReadOptions extends LoadOptions {
  /** Genre names that are known, any case; others are reported. Default: genres are not checked. */
  readonly genres?: ReadonlySet<string>;
  /** Says that the catalogue is made up. Default: whether every track id is one of a demo catalogue. */
  readonly synthetic?: boolean;
  /** Licence of the data, where the reader knows. Default: that of the published file, when it is the one. */
  readonly licence?: string;
}
