import { type ColumnMatch, encodingOf } from '@trackscope/catalogue';
import { UserError } from '../errors/user-error.js';
import { headOf } from './bytes.js';
import { openCsv } from './open-csv.js';
import { openJson, openNdjson } from './open-json.js';
import { openParquet } from './open-parquet.js';
import type { OpenedFile, ReadContext } from './reader.js';
import { formatOf, type SourceFile } from './source.js';

/** Enough for the longest header, and to tell an encoding and a format. */
const HEAD_BYTES = 1 << 18;

/** Opens a file by what its first bytes show. */
export async function openFile(file: SourceFile, context: ReadContext): Promise<OpenedFile> {
  const head = await headOf(file.path, file.compression, HEAD_BYTES);
  const encoding = encodingOf(head);
  const text = new TextDecoder(encoding.replace(' (BOM)', '')).decode(head, { stream: true });
  const format = formatOf(file.name, head, text);
  if (format === 'parquet') return openParquet(file, context);
  if (format === 'ndjson') return openNdjson(file, encoding, context);
  if (format === 'json') return openJson(file, encoding, context);
  if (text.trim() === '') {
    throw new UserError(
      'empty-file',
      `${file.name} is expected to hold a catalogue; it holds blank space alone`,
      'Check that the export or download was finished.',
    );
  }
  return openCsv(file, encoding, text, context);
}

/** Several files make one catalogue only when they have the same format and the same used columns. */
export function requireSameShape(
  first: OpenedFile,
  match: ColumnMatch,
  other: OpenedFile,
  otherMatch: ColumnMatch,
): void {
  const remedy = 'Read them apart, or bring them to one form.';
  if (first.info.format !== other.info.format) {
    throw new UserError(
      'mixed-formats',
      `${other.file.name} is ${other.info.format}, ${first.file.name} is ${first.info.format}; files read together must have one format`,
      remedy,
    );
  }
  const ours = (of: ColumnMatch) => of.used.map((column) => column.ours).join(', ');
  if (ours(match) !== ours(otherMatch) || match.durationUnit !== otherMatch.durationUnit) {
    throw new UserError(
      'columns-differ',
      `${other.file.name} has the columns ${ours(otherMatch)}; ${first.file.name} has ${ours(match)}; files read together must have the same`,
      remedy,
    );
  }
}
