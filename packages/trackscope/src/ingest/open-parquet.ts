import { createHash } from 'node:crypto';
import { quoteName, quoteText, typedSql } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { readBytes } from './bytes.js';
import type { OpenedFile, ReadContext } from './reader.js';
import type { SourceFile } from './source.js';

/** Opens a Parquet file. It has no lines: rows are counted from 1. */
export async function openParquet(file: SourceFile, context: ReadContext): Promise<OpenedFile> {
  const { engine } = context;
  const source = `read_parquet(${quoteText(file.path)}, file_row_number = true)`;
  const described = await engine
    .rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${source}`,
    )
    .catch((cause) => {
      throw damaged(file, context, cause);
    });
  const types = described.map((column) => column.column_type);
  const names = described.map((column) => column.column_name);
  return {
    file,
    names,
    info: { format: 'parquet', encoding: null, delimiter: null, quote: null },
    async load(match, table) {
      const columns = match.used.map(
        ({ theirs, index, ours }) => `nullif(${textSql(quoteName(theirs), types[index]!)}, '') AS ${ours}`,
      );
      const typed = typedSql(`SELECT ${columns.join(', ')} FROM ${source}`, match);
      const hashing = hashOf(file, context);
      hashing.catch(() => {});
      await engine.run(`CREATE OR REPLACE TEMP TABLE ${table} AS ${typed}`).catch((cause) => {
        throw damaged(file, context, cause);
      });
      const [count] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
      return {
        sha256: await hashing,
        rows: count!.n,
        rejected: 0,
        decimalComma: false,
        controls: true,
        lineOf: (row) => row + 1,
        contentOf: async (rows) => {
          const found = await engine.rows<{ text: string }>(
            `SELECT to_json(r)::VARCHAR AS text FROM (
              SELECT * EXCLUDE (file_row_number) FROM ${source}
              WHERE file_row_number IN (SELECT unnest(?::JSON::BIGINT[])) ORDER BY file_row_number) r`,
            [JSON.stringify(rows)],
          );
          return found.map(({ text }) => text);
        },
      };
    },
  };
}

/** A value as text that reads back as the same value. Single-precision numbers keep what they hold. */
function textSql(column: string, type: string): string {
  if (type.endsWith(']')) return `to_json(${column})::VARCHAR`;
  if (type === 'FLOAT') return `${column}::DOUBLE::VARCHAR`;
  return `${column}::VARCHAR`;
}

async function hashOf(file: SourceFile, context: ReadContext): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  const observe = (chunk: Uint8Array) => {
    hash.update(chunk);
    bytes += chunk.length;
    context.progress(bytes);
  };
  for await (const _ of readBytes(file.path, 'none', observe, context.signal));
  return hash.digest('hex');
}

function damaged(file: SourceFile, context: ReadContext, cause: unknown): unknown {
  if (context.signal?.aborted) return cause;
  const said = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
  return new UserError(
    'damaged-file',
    `${file.name} is expected to be a whole Parquet file; it cannot be read: ${said}`,
    'Download or export it again.',
    { cause },
  );
}
