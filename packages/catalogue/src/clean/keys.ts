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
  return respelledSql(stripSql(text));
}

function respelledSql(stripped: string): string {
  return `replace(replace(replace(${lowerSql(stripped)}, '-', ' '), '_', ' '), ';', ' and ')`;
}

/** SQL: lower case as Unicode's full mapping has it, which differs from DuckDB's for `İ`. */
export function lowerSql(text: string): string {
  return `lower(replace(${text}, 'İ', 'i' || chr(775)))`;
}

/** SQL: the artists as written, in order, from the text separated by semicolons. */
export function artistListSql(artists: string): string {
  return `CASE WHEN contains(${artists}, ';')
    THEN list_filter(list_transform(string_split(${artists}, ';'), lambda a: ${stripSql('a')}), lambda a: a <> '')
    ELSE [${stripSql(artists)}] END`;
}

/**
 * SQL query: the columns of a source with normalised keys beside them. `artists_key`, `album_key`,
 * `title_key` and `genre_key` are as {@link publishedKeySql} has them; `primary_artist` is the first-named
 * artist and `song_title` the title without the notes that tell one release of a song from another (what
 * stands before ` - `, `(` or `[`; a title that begins with a bracket is kept up to ` - `), both lower case
 * and trimmed.
 *
 * It goes in steps, because DuckDB computes a repeated part of a CASE anew each time.
 */
export function withKeysSql(source: string): string {
  const texts = {
    artists: 'artists_key',
    album_name: 'album_key',
    track_name: 'title_key',
    track_genre: 'genre_key',
  };
  const names = Object.entries(texts);
  const parts = {
    x_primary: `split_part(artists, ';', 1)`,
    x_main: `split_part(track_name, ' - ', 1)`,
    x_bare: `split_part(split_part(split_part(track_name, ' - ', 1), '(', 1), '[', 1)`,
  };
  const stripped = [
    ...names.map(([name, key]) => [name, key]),
    ...Object.keys(parts).map((part) => [part, part]),
  ];
  return `
    SELECT * EXCLUDE (x_primary, x_main, x_bare)
        REPLACE (${names.map(([, key]) => `${respelledSql(key)} AS ${key}`).join(', ')}),
      ${lowerSql('x_primary')} AS primary_artist,
      ${lowerSql(`coalesce(nullif(x_bare, ''), nullif(x_main, ''), track_name)`)} AS song_title
    FROM (
      SELECT * EXCLUDE (x_primary, x_main, x_bare), ${stripped.map(([text, key]) => `${stripSql(text!)} AS ${key}`).join(', ')}
      FROM (SELECT *, ${Object.entries(parts)
        .map(([name, sql]) => `${sql} AS ${name}`)
        .join(', ')} FROM (${source})))`;
}
