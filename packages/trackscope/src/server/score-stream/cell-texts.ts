/** What stands in a cell, as text; '' for nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);
}

const ITEM = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

/** Items of a list: an array, a list written out as JSON or Python do, or text with separators. */
export function listOf(value: unknown, separator: string | null): string[] {
  if (Array.isArray(value)) return value.map(textOf).filter((item) => item.trim() !== '');
  const text = textOf(value).trim();
  if (text === '') return [];
  if (text.startsWith('[') && text.endsWith(']')) {
    return (text.match(ITEM) ?? []).map((item) => item.slice(1, -1).replace(/\\(.)/g, '$1'));
  }
  return separator === null ? [text] : text.split(separator).filter((item) => item.trim() !== '');
}
