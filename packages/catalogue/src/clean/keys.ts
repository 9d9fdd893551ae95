/** What Python's `str.strip` takes away. */
const SPACES = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
  .concat(Array.from({ length: 11 }, (_, i) => 8192 + i))
  .map((code) => `chr(${code})`)
  .join(' || ');

/**
 * SQL: the text without white space at its ends. Building the set of white space is dear, so it is used only
 * for texts whose first or last character could be in it.
 */
export function stripSql(text: string): string {
  return `CASE WHEN ${text} < '!' OR ${text} >= chr(128) OR ${text}[-1] < '!' OR ${text}[-1] >= chr(128)
    THEN trim(${text}, ${SPACES}) ELSE ${text} END`;
}

/**
 * SQL: the text as the published cleaning has it: stripped, lower case, `-` and `_` to a space, `;` to
 * ` and `.
 */
export function publishedKeySql(text: string): string {
  return `replace(replace(replace(${lowerSql(stripSql(text))}, '-', ' '), '_', ' '), ';', ' and ')`;
}

/** SQL: lower case as Unicode's full mapping has it, which differs from DuckDB's for `İ`. */
export function lowerSql(text: string): string {
  return `lower(CASE WHEN contains(${text}, 'İ') THEN replace(${text}, 'İ', 'i' || chr(775)) ELSE ${text} END)`;
}

/** SQL: the artists as written, in order, from the text separated by semicolons. */
export function artistListSql(artists: string): string {
  return `CASE WHEN contains(${artists}, ';')
    THEN list_filter(list_transform(string_split(${artists}, ';'), lambda a: ${stripSql('a')}), lambda a: a <> '')
    ELSE [${stripSql(artists)}] END`;
}

/** SQL: the first-named artist, lower case, trimmed. */
export function primaryArtistSql(artists: string): string {
  return lowerSql(stripSql(`split_part(${artists}, ';', 1)`));
}

/**
 * SQL: the title without the notes that tell one release of a song from another: what stands before ` - `,
 * `(` or `[`, lower case, trimmed. A title that begins with a bracket is kept up to ` - `.
 */
export function songTitleSql(title: string): string {
  const main = `split_part(${title}, ' - ', 1)`;
  const bare = `split_part(split_part(${main}, '(', 1), '[', 1)`;
  const stripped = [bare, main].map((sql) => `nullif(${stripSql(sql)}, '')`);
  return lowerSql(`coalesce(${stripped.join(', ')}, ${stripSql(title)})`);
}
