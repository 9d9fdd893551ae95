import { createWriteStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { SourceInfo } from '@trackscope/catalogue';
import type { Engine } from '../engine/engine.js';
import { UserError } from '../errors/user-error.js';
import { throwIfAborted } from './abort.js';
import { fileError } from './file-error.js';

export type Compression = SourceInfo['compression'];
export type Format = SourceInfo['format'];

/** One file of a catalogue. */
export interface SourceFile {
  readonly path: string;
  /** Base name, for messages and rejects. */
  readonly name: string;
  readonly bytes: number;
  readonly compression: Compression;
}

const EXTENSIONS = /\.(csv|tsv|tab|txt|parquet|ndjson|jsonl|json)(\.(gz|zst))?$/i;

/**
 * The files that a path, a folder, a glob or `-` (standard input, which is first written to `spool`) stands
 * for, by name in order.
 *
 * @throws UserError `file-not-found`, `no-files`, `empty-file`, `no-permission`, `not-a-file`
 */
export async function resolveSource(
  engine: Engine,
  source: string,
  stdin: NodeJS.ReadableStream,
  spool: string,
  signal?: AbortSignal,
): Promise<SourceFile[]> {
  if (source === '-') {
    await pipeline(stdin, createWriteStream(spool), signal ? { signal } : {}).catch((error) => {
      throwIfAborted(signal);
      throw fileError(error, spool);
    });
    return [await describe(spool, 'standard input')];
  }
  const info = await stat(source).catch((error) => {
    if (error.code === 'ENOENT' && /[*?[]/.test(source)) return null;
    throw fileError(error, source);
  });
  if (info && !info.isDirectory()) return [await describe(source, basename(source))];
  const paths = info ? await filesOf(source) : await globbed(engine, source);
  if (paths.length === 0) {
    throw new UserError(
      'no-files',
      info
        ? `${source} is expected to hold CSV, TSV, Parquet, NDJSON or JSON files; it holds none`
        : `no file matches ${source}`,
      'Name a file, a folder that holds some, or a pattern in quotes, such as "feeds/*.csv".',
    );
  }
  return Promise.all(paths.map((path) => describe(path, basename(path))));
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    throw fileError(error, folder);
  });
  return entries
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.') && EXTENSIONS.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}

async function globbed(engine: Engine, pattern: string): Promise<string[]> {
  const found = await engine.rows<{ file: string }>('SELECT file FROM glob(?) ORDER BY file', [pattern]);
  return found.map(({ file }) => file).filter((file) => !basename(file).startsWith('.'));
}

async function describe(path: string, name: string): Promise<SourceFile> {
  try {
    const info = await stat(path);
    if (!info.isFile()) {
      throw new UserError(
        'not-a-file',
        `${path} is expected to be a file`,
        'Write its content to a file, or pipe it in as `-`.',
      );
    }
    if (info.size === 0) {
      throw new UserError(
        'empty-file',
        `${name} is expected to hold a catalogue; it is empty (0 bytes)`,
        'Check that the export or download was finished.',
      );
    }
    const file = await open(path);
    try {
      const magic = new Uint8Array(4);
      await file.read(magic, 0, 4, 0);
      return { path, name, bytes: info.size, compression: compressionOf(magic) };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

function compressionOf(magic: Uint8Array): Compression {
  if (magic[0] === 0x1f && magic[1] === 0x8b) return 'gzip';
  return magic[0] === 0x28 && magic[1] === 0xb5 && magic[2] === 0x2f && magic[3] === 0xfd ? 'zstd' : 'none';
}

/**
 * The format that the content shows, or the name where it does not.
 *
 * @throws UserError `binary-file`
 */
export function formatOf(name: string, head: Uint8Array, text: string): Format {
  const magic = String.fromCharCode(...head.subarray(0, 4));
  if (magic === 'PAR1') return 'parquet';
  const what = magic.startsWith('PK') ? 'a spreadsheet or ZIP archive' : magic === '%PDF' ? 'a PDF' : null;
  if (what || controlShare(text) > 0.01) {
    throw new UserError(
      'binary-file',
      `${name} is expected to be CSV, TSV, Parquet, NDJSON or JSON; it is ${what ?? 'a binary file'}`,
      'Export the catalogue as CSV in UTF-8.',
    );
  }
  const extension = EXTENSIONS.exec(name)?.[1]?.toLowerCase();
  const delimited = extension === 'csv' || extension === 'tsv' || extension === 'tab' || extension === 'txt';
  const first = text.replace(/^\uFEFF/, '').trimStart()[0];
  if (!delimited && first === '[') return 'json';
  if (!delimited && first === '{') return 'ndjson';
  return 'csv';
}

function controlShare(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) count++;
    else if (code === 0xfffd) count += 0.2;
  }
  return count / Math.max(1, text.length);
}
