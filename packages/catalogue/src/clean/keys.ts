/** What Python's `str.strip` takes away. */
const SPACES = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
  .concat(Array.from({ length: 11 }, (_, i) => 8192 + i))
  .map((code) => `chr(${code})`)
  .join(' || ');

/**
 * SQL: a text without white space at its ends. Building the set of white space is dear, so it is used only
 * where the first or last character could be in it.
 */
export function stripSql(text: string): string {
  return `CASE WHEN ${text} < '!' OR ${text} >= chr(128) OR ${text}[-1] < '!' OR ${text}[-1] >= chr(128)
    THEN trim(${text}, ${SPACES}) ELSE ${text} END`;
}

/**
 * SQL: lower case by Unicode's full mapping, as Python and JavaScript have it. DuckDB maps letter by letter,
 * which misses the dotted capital İ and the sigma at the end of a word.
 */
export function lowerSql(text: string): string {
  const sigma = `CASE WHEN contains(${text}, 'Σ')
    THEN regexp_replace(${text}, '([\\p{Lu}\\p{Ll}\\p{Lt}])Σ([^\\p{Lu}\\p{Ll}\\p{Lt}]|$)', '\\1ς\\2', 'g') ELSE ${text} END`;
  return `lower(replace(${sigma}, 'İ', 'i' || chr(775)))`;
}

/** SQL: the artists as written, in order, from the text separated by semicolons. */
export function artistListSql(artists: string): string {
  return `CASE WHEN contains(${artists}, ';')
    THEN list_filter(list_transform(string_split(${artists}, ';'), lambda a: ${stripSql('a')}), lambda a: a <> '')
    ELSE [${stripSql(artists)}] END`;
}

/** The texts that have a key beside them. */
const KEYS = {
  artists: 'artists_key',
  album_name: 'album_key',
  track_name: 'title_key',
  track_genre: 'genre_key',
} as const;

/** Parts of texts that stand for a performer and a song. */
const PARTS = {
  x_primary: `split_part(artists, ';', 1)`,
  x_main: `split_part(track_name, ' - ', 1)`,
  x_bare: `split_part(split_part(split_part(track_name, ' - ', 1), '(', 1), '[', 1)`,
} as const;

/**
 * SQL query: the columns of a source with normalised keys beside them.
 *
 * `artists_key`, `album_key`, `title_key` and `genre_key` are as the published cleaning has them: stripped,
 * lower case, `-` and `_` to a space, `;` to ` and `. `primary_artist` is the first-named artist and
 * `song_title` the title without the notes that tell one release of a song from another (what stands before
 * ` - `, `(` or `[`; a title that begins with a bracket is kept up to ` - `), both stripped and lower case.
 *
 * It goes in steps, because DuckDB computes a repeated part of a CASE anew each time.
 */
export function withKeysSql(source: string): string {
  const parts = Object.entries(PARTS).map(([name, sql]) => `${sql} AS ${name}`);
  const names = Object.keys(PARTS).join(', ');
  const stripped = [
    ...Object.entries(KEYS).map(([text, key]) => `${stripSql(text)} AS ${key}`),
    ...Object.keys(PARTS).map((part) => `${stripSql(part)} AS ${part}`),
  ];
  const respelled = Object.values(KEYS).map(
    (key) => `replace(replace(replace(${lowerSql(key)}, '-', ' '), '_', ' '), ';', ' and ') AS ${key}`,
  );
  return `
    SELECT * EXCLUDE (${names}, x_song) REPLACE (${respelled.join(', ')}),
      ${lowerSql('x_primary')} AS primary_artist, ${lowerSql('x_song')} AS song_title
    FROM (SELECT *, coalesce(nullif(x_bare, ''), nullif(x_main, ''), track_name) AS x_song
      FROM (SELECT * EXCLUDE (${names}), ${stripped.join(', ')}
        FROM (SELECT *, ${parts.join(', ')} FROM (${source}))))`;
}
