import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QualityIssue, QualityReport } from '@trackscope/catalogue';
import { type Engine, openEngine } from '../../src/engine/engine.js';
import { UserError } from '../../src/errors/user-error.js';
import { type ReadOptions, readCatalogue } from '../../src/ingest/read-catalogue.js';

/** A row of a catalogue in the published form, every cell as text. */
export type Row = Readonly<Record<string, string>>;

export const HEADER = [
  'track_id',
  'artists',
  'album_name',
  'track_name',
  'popularity',
  'duration_ms',
  'explicit',
  'danceability',
  'energy',
  'key',
  'loudness',
  'mode',
  'speechiness',
  'acousticness',
  'instrumentalness',
  'liveness',
  'valence',
  'tempo',
  'time_signature',
  'track_genre',
];

/** The i-th of a series of sound rows that differ in everything that tells tracks apart. */
export function row(i: number, cells: Row = {}): Row {
  return {
    track_id: `id${i}`,
    artists: `Artist ${i}`,
    album_name: `Album ${i}`,
    track_name: `Title ${i}`,
    popularity: String(i % 100),
    duration_ms: String(200_000 + i),
    explicit: i % 2 === 0 ? 'False' : 'True',
    danceability: '0.5',
    energy: '0.25',
    key: '4',
    loudness: '-7.5',
    mode: '1',
    speechiness: '0.05',
    acousticness: '0.125',
    instrumentalness: '0.0',
    liveness: '0.1',
    valence: '0.75',
    tempo: String(100 + i / 8),
    time_signature: '4',
    track_genre: i % 2 === 0 ? 'techno' : 'jazz',
    ...cells,
  };
}

export function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => row(i));
}

export interface Writing {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly lineEnd?: string;
  readonly lastLineEnd?: boolean;
  readonly header?: readonly string[];
}

/** The rows as delimited text, quoted where needed. */
export function csv(table: readonly Row[], writing: Writing = {}): string {
  const { delimiter = ',', quote = '"', lineEnd = '\n', lastLineEnd = true, header = HEADER } = writing;
  const field = (text: string) =>
    text.includes(delimiter) || text.includes(quote) || /[\r\n]|^ | $/.test(text)
      ? quote + text.replaceAll(quote, quote + quote) + quote
      : text;
  const lines = [header, ...table.map((cells) => header.map((name) => cells[name] ?? ''))];
  return lines.map((cells) => cells.map(field).join(delimiter)).join(lineEnd) + (lastLineEnd ? lineEnd : '');
}

/** A folder for one test file and an engine, both gone afterwards. */
export class Bench {
  private constructor(
    readonly folder: string,
    readonly engine: Engine,
  ) {}

  static async open(): Promise<Bench> {
    return new Bench(await mkdtemp(join(tmpdir(), 'trackscope-test-')), await openEngine({ threads: 2 }));
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  /** Writes and reads a file. */
  async read(
    content: string | Uint8Array,
    options: ReadOptions = {},
    name = 'tracks.csv',
  ): Promise<QualityReport> {
    const { quality } = await readCatalogue(this.engine, await this.write(name, content), options);
    return quality;
  }

  /** What reading refuses the file with. */
  async refusal(
    content: string | Uint8Array,
    options: ReadOptions = {},
    name = 'tracks.csv',
  ): Promise<UserError> {
    return refusalOf(this.read(content, options, name));
  }

  listings<T extends object>(columns: string): Promise<T[]> {
    return this.engine.rows<T>(`SELECT ${columns} FROM listings ORDER BY row`);
  }

  async column<T>(name: string): Promise<T[]> {
    return (await this.listings<{ v: T }>(`${name} AS v`)).map(({ v }) => v);
  }

  rejects(): Promise<{ file: string; line: number; reason: string; content: string }[]> {
    return this.engine.rows('SELECT * FROM rejects ORDER BY rowid');
  }

  async close(): Promise<void> {
    this.engine.close();
    await rm(this.folder, { recursive: true });
  }
}

/** The user error that a promise is rejected with. */
export async function refusalOf(promise: Promise<unknown>): Promise<UserError> {
  const error = await promise.then(
    () => new Error('was not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw error;
  return error;
}

/** The issue of a kind in a report; it fails when there is none. */
export function issue(quality: QualityReport, code: string, column: string | null = null): QualityIssue {
  const found = quality.issues.find((i) => i.code === code && (column === null || i.column === column));
  if (!found)
    throw new Error(
      `no issue ${code} among ${quality.issues.map((i) => `${i.code} ${i.column}`).join(', ')}`,
    );
  return found;
}
