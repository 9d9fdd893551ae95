import type { FileColumn } from './file-columns.js';

/** Rows written at a time. */
const CHUNK = 4096;
const QUOTED = /[",\r\n]/;
/** What a spreadsheet would take for the start of a formula. */
export const FORMULA = /^[=+\-@\t\r]/;

/**
 * CSV by RFC 4180: comma, double quotes where they are needed, CRLF, a head. Missing values are empty. Texts that a
 * spreadsheet would run as a formula get an apostrophe in front.
 */
export function csvParts(columns: readonly FileColumn[], rows: Uint32Array): string[] {
  const parts = [`${columns.map(({ name }) => csvText(name)).join(',')}\r\n`];
  for (let from = 0; from < rows.length; from += CHUNK) {
    const to = Math.min(rows.length, from + CHUNK);
    const lines: string[] = [];
    for (let i = from; i < to; i++) lines.push(columns.map((column) => csvCell(column, rows[i]!)).join(','));
    parts.push(`${lines.join('\r\n')}\r\n`);
  }
  return parts;
}

/** A text as a CSV cell, defused. */
export function csvText(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function csvCell(column: FileColumn, row: number): string {
  const value = column.at(row);
  if (value === null) return '';
  return typeof value === 'string' ? csvText(value) : String(value);
}
