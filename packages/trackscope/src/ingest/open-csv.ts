import {
  type Dialect,
  dialectOf,
  plainNumbers,
  splitRecord,
  type TextEncoding,
  type TypedOptions,
  typedSql,
} from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { loadText, recordsAt } from './load-text.js';
import type { OpenedFile, ReadContext } from './reader.js';
import type { SourceFile } from './source.js';

/** Opens a delimited text: finds how it is written and what its columns are called. */
export function openCsv(
  file: SourceFile,
  encoding: TextEncoding,
  head: string,
  context: ReadContext,
): OpenedFile {
  const { engine } = context;
  const dialect: Dialect = dialectOf(head);
  const names = splitRecord(head.replace(/^\uFEFF/, '').replace(/^[\r\n]+/, ''), dialect);
  if (names === null) {
    throw new UserError(
      'unreadable-header',
      `the first line of ${file.name} is expected to name the columns; a quote in it is never closed, or text follows it`,
      'Mend the first line: one name for each column, in quotes only where it holds the delimiter.',
    );
  }
  return {
    file,
    names,
    info: {
      format: dialect.delimiter === '\t' ? 'tsv' : 'csv',
      encoding,
      delimiter: dialect.delimiter,
      quote: dialect.quote,
    },
    async load(match, table) {
      const decimalComma = dialect.delimiter !== ',';
      const used = match.used.map(({ ours, index }) => `c${index} AS ${ours}`).join(', ');
      const text = await loadText(
        {
          file,
          encoding,
          dialect,
          fields: names.length,
          count: `SELECT count(*) AS n FROM ${table}`,
          async fill(readCsv, goesOn) {
            const fill = (numbers: ReadonlySet<number>, options: TypedOptions) =>
              engine.run(
                `CREATE OR REPLACE TEMP TABLE ${table} AS ${typedSql(`SELECT ${used} FROM ${readCsv(numbers)}`, match, options)}`,
              );
            // Most files hold numbers where numbers belong: reading them as such is faster by a third. What
            // stood in the other cells is known only after reading them as text.
            const plain = new Set(plainNumbers(match));
            const numbers = new Set(
              match.used.flatMap(({ ours, index }) => (plain.has(ours) ? [index] : [])),
            );
            const unfit = await fill(numbers, { numbersRead: true })
              .then(() => engine.rows(`SELECT 1 FROM ${table} WHERE raw IS NOT NULL LIMIT 1`))
              .catch(() => null);
            if (unfit?.length !== 0 && goesOn()) await fill(new Set(), { decimalComma });
          },
        },
        context,
      );
      const { scan } = text;
      return {
        sha256: scan.sha256,
        encoding: text.encoding,
        rows: scan.records - 1,
        rejected: scan.rejected,
        decimalComma,
        controls: scan.controls,
        lineOf: (row) => scan.lines.lineOf(row + 1),
        contentOf: (rows) =>
          recordsAt(
            text,
            dialect,
            rows.map((row) => row + 1),
          ),
      };
    },
  };
}
