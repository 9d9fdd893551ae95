/** The published normalisation of a text: trimmed, lower case, `-` and `_` to a space, `;` to ` and `. */
export function publishedKey(text: string): string {
  return text.trim().toLowerCase().replace(/[-_]/g, ' ').replaceAll(';', ' and ');
}
