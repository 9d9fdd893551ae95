import { COLUMNS, columnKey } from '../schema/columns.js';

/** How a delimited text is written. */
export interface Dialect {
  readonly delimiter: ',' | '\t' | ';' | '|';
  readonly quote: '"' | "'";
}

const DELIMITERS = [',', '\t', ';', '|'] as const;

const KNOWN = new Set(COLUMNS.flatMap((column) => [columnKey(column.name), ...column.synonyms]));

/**
 * Finds delimiter and quote from the header line: the delimiter that yields most of the column names that
 * we know, and among equals the one that yields most fields.
 */
export function dialectOf(head: string): Dialect {
  const text = head.replace(/^\uFEFF/, '').replace(/^[\r\n]+/, '');
  let best: Dialect = { delimiter: ',', quote: '"' };
  let bestKnown = -1;
  let bestFields = -1;
  const quote = /^ ?'[^']*'\s*[,\t;|\r\n]/.test(text) ? "'" : '"';
  for (const delimiter of DELIMITERS) {
    const fields = splitRecord(text, { delimiter, quote }) ?? [];
    const known = fields.filter((field) => KNOWN.has(columnKey(field))).length;
    if (known > bestKnown || (known === bestKnown && fields.length > bestFields)) {
      best = { delimiter, quote };
      bestKnown = known;
      bestFields = fields.length;
    }
  }
  return best;
}

/**
 * The fields of the first record of a text; for headers, which are short. Null when a quote is never closed
 * or text follows it.
 */
export function splitRecord(text: string, dialect: Dialect): string[] | null {
  const { delimiter, quote } = dialect;
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const start = text[at] === ' ' && text[at + 1] === quote ? at + 1 : at;
    let field = '';
    if (text[start] === quote) {
      at = start + 1;
      for (; at < text.length; at++) {
        if (text[at] !== quote) field += text[at];
        else if (text[at + 1] === quote) field += text[++at];
        else break;
      }
      if (at >= text.length) return null;
      at++;
      while (text[at] === ' ') at++;
      if (at < text.length && !isEnd(text[at]!, delimiter)) return null;
    } else {
      while (at < text.length && !isEnd(text[at]!, delimiter)) at++;
      field = text.slice(start, at);
    }
    fields.push(field);
    if (text[at] !== delimiter) return fields;
    at++;
  }
}

function isEnd(character: string, delimiter: string): boolean {
  return character === delimiter || character === '\n' || character === '\r';
}
