/** What Python's `str.strip` takes away. */
const SPACES = [9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 133, 160, 5760, 8232, 8233, 8239, 8287, 12288]
  .concat(Array.from({ length: 11 }, (_, i) => 8192 + i))
  .map((code) => `chr(${code})`)
  .join(' || ')
  .replace(/^.*$/s, '($&)');

/**
 * SQL: a text without white space at its ends. Building the set of white space is dear, so it is used only
 * where the first or last character is in it.
 */
export function stripSql(text: string): string {
  const beyondAscii = (character: string) =>
    `(${character} >= chr(128) AND contains(${SPACES}, ${character}))`;
  const atStart = `${text} < '!' OR (${text} >= chr(128) AND ${beyondAscii(`${text}[1]`)})`;
  const atEnd = `${text}[-1] < '!' OR ${beyondAscii(`${text}[-1]`)}`;
  return `CASE WHEN ${atStart} OR ${atEnd} THEN trim(${text}, ${SPACES}) ELSE ${text} END`;
}

/**
 * SQL: lower case by Unicode's full mapping, as Python and JavaScript have it. DuckDB maps letter by letter,
 * which misses the dotted capital İ and the sigma at the end of a word.
 */
export function lowerSql(text: string): string {
  return `lower(CASE WHEN ${rareCapitals(text)} THEN ${spelledOut(text)} ELSE ${text} END)`;
}

function rareCapitals(text: string): string {
  return `contains(${text}, 'Σ') OR contains(${text}, 'İ')`;
}

function spelledOut(text: string): string {
  const cased = '\\p{Lu}\\p{Ll}\\p{Lt}';
  const sigma = `regexp_replace(${text}, '([${cased}])Σ([^${cased}]|$)', '\\1ς\\2', 'g')`;
  return `replace(${sigma}, 'İ', 'i' || chr(775))`;
}

/** SQL: the published respelling of a stripped text. Most texts need none of it. */
function respelledSql(text: string): string {
  const marks = ['-', '_', ';'].map((mark) => `contains(${text}, '${mark}')`).join(' OR ');
  return `lower(CASE WHEN ${rareCapitals(text)} OR ${marks}
    THEN replace(replace(replace(${spelledOut(text)}, '-', ' '), '_', ' '), ';', ' and ') ELSE ${text} END)`;
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
  const main = `split_part(track_name, ' - ', 1)`;
  const bare = `split_part(split_part(${main}, '(', 1), '[', 1)`;
  const stripped = [
    ...Object.entries(KEYS).map(([text, key]) => `${stripSql(text)} AS ${key}`),
    `${stripSql('x_primary')} AS x_primary`,
    `${stripSql('x_song')} AS x_song`,
  ];
  const respelled = Object.values(KEYS).map((key) => `${respelledSql(key)} AS ${key}`);
  return `
    SELECT * EXCLUDE (x_primary, x_song) REPLACE (${respelled.join(', ')}),
      ${lowerSql('x_primary')} AS primary_artist, ${lowerSql('x_song')} AS song_title
    FROM (SELECT * EXCLUDE (x_primary, x_song), ${stripped.join(', ')}
      FROM (SELECT *, split_part(artists, ';', 1) AS x_primary,
          coalesce(nullif(trim(${bare}), ''), nullif(trim(${main}), ''), track_name) AS x_song
        FROM (${source})))`;
}
