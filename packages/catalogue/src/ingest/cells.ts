import { type ColumnName, type ColumnSpec, columnSpec } from '../schema/columns.js';

/** Pitch classes by name, sharps and flats. */
const PITCHES: readonly (readonly string[])[] = [
  ['C', 'B#'],
  ['C#', 'C♯', 'DB', 'D♭'],
  ['D'],
  ['D#', 'D♯', 'EB', 'E♭'],
  ['E', 'FB'],
  ['F', 'E#'],
  ['F#', 'F♯', 'GB', 'G♭'],
  ['G'],
  ['G#', 'G♯', 'AB', 'A♭'],
  ['A'],
  ['A#', 'A♯', 'BB', 'B♭'],
  ['B', 'CB'],
];

const PITCH_CASES = PITCHES.map(
  (names, pitch) => `WHEN upper(trim(@)) IN (${names.map((name) => `'${name}'`).join(', ')}) THEN ${pitch}`,
).join(' ');

/** How feeds write what we keep as a number, beside the number itself. `@` is the text. */
const WORDS: Partial<Record<ColumnName, string>> = {
  explicit: `CASE lower(trim(@)) WHEN 'true' THEN 1 WHEN 'false' THEN 0 WHEN 'yes' THEN 1 WHEN 'no' THEN 0
    WHEN 't' THEN 1 WHEN 'f' THEN 0 WHEN 'y' THEN 1 WHEN 'n' THEN 0 END`,
  key: `CASE ${PITCH_CASES} END`,
  mode: `CASE lower(trim(@)) WHEN 'major' THEN 1 WHEN 'minor' THEN 0 END`,
  time_signature: `TRY_CAST(regexp_extract(trim(@), '^(\\d+)/\\d+$', 1) AS DOUBLE)`,
};

/**
 * SQL that reads a cell's text as the number it states, or null. The declared type decides alone; decimals
 * may have a comma where the text is not separated by commas.
 */
export function numberSql(column: ColumnName, text: string, decimalComma: boolean): string {
  const readings = [`TRY_CAST(${text} AS DOUBLE)`];
  if (decimalComma) readings.push(`TRY_CAST(replace(${text}, ',', '.') AS DOUBLE)`);
  const words = WORDS[column];
  if (words) {
    const reading = words.replaceAll('@', text);
    // Booleans are nearly always words: try those first.
    if (column === 'explicit') readings.unshift(reading);
    else readings.push(reading);
  }
  return readings.length === 1 ? readings[0]! : `coalesce(${readings.join(', ')})`;
}

/** SQL condition: a number is of the column's type (finite; whole where it must be). */
export function rightTypeSql(column: ColumnName, number: string): string {
  const spec = columnSpec(column);
  if (spec.type === 'boolean') return `${number} IN (0, 1)`;
  return spec.type === 'integer'
    ? `(isfinite(${number}) AND ${number} = floor(${number}))`
    : `isfinite(${number})`;
}

/** SQL condition: a number is within the column's range. */
export function inRangeSql(column: ColumnName, number: string): string {
  const { min, max } = columnSpec(column);
  const bounds = [
    ...(min === null ? [] : [`${number} >= ${min}`]),
    ...(max === null ? [] : [`${number} <= ${max}`]),
  ];
  return bounds.length === 0 ? 'true' : `(${bounds.join(' AND ')})`;
}

/** What a cell of the column should hold, for messages: "a whole number from −1 to 11". */
export function expectation(spec: ColumnSpec): string {
  if (spec.type === 'boolean') return 'true or false';
  const kind = spec.type === 'integer' ? 'a whole number' : 'a number';
  if (spec.min !== null && spec.max !== null)
    return `${kind} from ${signed(spec.min)} to ${signed(spec.max)}`;
  return spec.min === null ? kind : `${kind} of at least ${signed(spec.min)}`;
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : String(value);
}

/** A list as other feeds write it: `['A', "B"]`, JSON or Python. */
const LIST = `^\\[\\s*(''(?:[^''\\\\]|\\\\.)*''|"(?:[^"\\\\]|\\\\.)*")(\\s*,\\s*(''(?:[^''\\\\]|\\\\.)*''|"(?:[^"\\\\]|\\\\.)*"))*\\s*\\]$`;
const LIST_ITEM = `''(?:[^''\\\\]|\\\\.)*''|"(?:[^"\\\\]|\\\\.)*"`;

/** SQL condition: the text is a list of quoted items. */
export function isListSql(text: string): string {
  return `(CASE WHEN starts_with(${text}, '[') THEN regexp_full_match(${text}, '${LIST}') ELSE false END)`;
}

/** SQL: the items of such a list, in order. */
export function listItemsSql(text: string): string {
  return `list_transform(regexp_extract_all(${text}, '${LIST_ITEM}'),
    lambda item: regexp_replace(item[2:-2], '\\\\(.)', '\\1', 'g'))`;
}

/** SQL: a track id out of an id, a `spotify:track:` URI or an open.spotify.com address. */
export function trackIdSql(text: string): string {
  return `CASE WHEN contains(${text}, 'track')
    THEN coalesce(nullif(regexp_extract(${text}, 'track[:/]([0-9A-Za-z]+)', 1), ''), ${text})
    ELSE ${text} END`;
}
