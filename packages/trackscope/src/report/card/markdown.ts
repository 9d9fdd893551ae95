import { printable } from '../markup/html.js';

/**
 * Text out of a catalogue as text in Markdown: on one line, and no character of it starts markup, a link or an element.
 */
export function plainText(text: string): string {
  return printable(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!)
    .replace(/[\\`*_[\]{}#!|~]/g, '\\$&');
}

/** A table; numbers right-aligned. Cells are Markdown already. */
export function markdownTable(
  columns: readonly { readonly title: string; readonly numeric?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map((c) => c.title)),
    line(columns.map((c) => (c.numeric ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}
