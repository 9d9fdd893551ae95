import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { quoteText, type TextEncoding, typedSql } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { readBytes } from './bytes.js';
import { fileError } from './file-error.js';
import { loadText, recordsAt } from './load-text.js';
import type { LoadedFile, OpenedFile, ReadContext } from './reader.js';
import type { SourceFile } from './source.js';

const LINES = 'ingest_lines';

type Staged = Pick<LoadedFile, 'sha256' | 'rejected' | 'lineOf' | 'contentOf'> & {
  readonly encoding: TextEncoding;
};

/** Opens NDJSON: one object a line. Its columns are the keys of all the objects. */
export async function openNdjson(
  file: SourceFile,
  encoding: TextEncoding,
  context: ReadContext,
): Promise<OpenedFile> {
  const text = await loadText(
    {
      file,
      encoding,
      dialect: null,
      fields: null,
      count: `SELECT count(*) AS n FROM ${LINES}`,
      fill: (readCsv) =>
        context.engine.run(
          `CREATE OR REPLACE TEMP TABLE ${LINES} AS SELECT c0 AS line FROM ${readCsv(new Set())}`,
        ),
    },
    context,
  );
  const { scan } = text;
  return staged(file, 'ndjson', context, {
    sha256: scan.sha256,
    encoding: text.encoding,
    rejected: scan.rejected,
    lineOf: (row) => scan.lines.lineOf(row),
    contentOf: (rows) => recordsAt(text, null, rows),
  });
}

/** Opens a JSON array of objects. It has no lines to speak of: rows are counted from 1. */
export async function openJson(
  file: SourceFile,
  encoding: TextEncoding,
  context: ReadContext,
): Promise<OpenedFile> {
  const { engine } = context;
  const { path, sha256 } = await inUtf8(file, encoding, context);
  await engine
    .run(
      `CREATE OR REPLACE TEMP TABLE ${LINES} AS SELECT json::VARCHAR AS line
       FROM read_json_objects(${quoteText(path)}, format = 'array', compression = 'uncompressed')`,
    )
    .catch((cause) => {
      if (context.signal?.aborted) throw cause;
      throw new UserError(
        'broken-json',
        `${file.name} is expected to be a JSON array of objects; it cannot be read: ${firstLine(cause)}`,
        'Mend the file, or write it as NDJSON, one object a line, so that a broken row costs only itself.',
        { cause },
      );
    });
  return staged(file, 'json', context, {
    sha256,
    encoding,
    rejected: 0,
    lineOf: (row) => row + 1,
    contentOf: async (rows) => {
      const found = await engine.rows<{ line: string }>(
        `SELECT line FROM ${LINES} WHERE rowid IN (SELECT unnest(?::JSON::BIGINT[])) ORDER BY rowid`,
        [JSON.stringify(rows)],
      );
      return found.map(({ line }) => line);
    },
  });
}

async function staged(
  file: SourceFile,
  format: 'json' | 'ndjson',
  { engine }: ReadContext,
  { encoding, ...loaded }: Staged,
): Promise<OpenedFile> {
  const isObject = `coalesce(json_valid(line) AND json_type(CASE WHEN json_valid(line) THEN line END) = 'OBJECT', false)`;
  const keys = await engine.rows<{ key: string }>(
    `SELECT key FROM (SELECT rowid AS row, unnest(json_keys(line)) AS key, generate_subscripts(json_keys(line), 1) AS place
       FROM ${LINES} WHERE ${isObject})
     GROUP BY key ORDER BY min(row), min(place)`,
  );
  const names = keys.map(({ key }) => key);
  return {
    file,
    names,
    info: { format, encoding, delimiter: null, quote: null },
    async load(match, table) {
      const pointers = match.used.map(({ theirs }) =>
        quoteText(`/${theirs.replaceAll('~', '~0').replaceAll('/', '~1')}`),
      );
      const columns = match.used.map(({ ours }, i) => `nullif(f[${i + 1}], '') AS ${ours}`).join(', ');
      const source = `SELECT readable, ${columns} FROM (
        SELECT ${isObject} AS readable,
          CASE WHEN ${isObject} THEN json_extract_string(line, [${pointers.join(', ')}]) END AS f FROM ${LINES})`;
      const typed = typedSql(source, match, { readable: 'readable', unreadable: 'not a JSON object' });
      await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${typed}`);
      const [count] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
      return { ...loaded, encoding, rows: count!.n, decimalComma: false, controls: true };
    },
  };
}

/** Hashes a file, and unpacks or converts it where the database could not read it as it is. */
async function inUtf8(
  file: SourceFile,
  encoding: TextEncoding,
  context: ReadContext,
): Promise<{ path: string; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const raw = readBytes(
    file.path,
    file.compression,
    (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
      context.progress(bytes);
    },
    context.signal,
  );
  if (file.compression === 'none' && encoding === 'utf-8') {
    for await (const _ of raw);
    return { path: file.path, sha256: hash.digest('hex') };
  }
  const path = context.temporary();
  const decoder = new TextDecoder(encoding.replace(' (BOM)', ''));
  async function* converted(): AsyncGenerator<string> {
    for await (const chunk of raw) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
  await pipeline(Readable.from(converted()), createWriteStream(path)).catch((error) => {
    throw fileError(error, path);
  });
  return { path, sha256: hash.digest('hex') };
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
