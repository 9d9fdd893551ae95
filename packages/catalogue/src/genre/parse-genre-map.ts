import { genreKey } from './genre-key.js';
import type { GenreMap } from './genre-map.js';
import { STYLE_MAP } from './style-map.js';

/** A file of genres that cannot be used. `code` is `genre-map-unreadable`. */
export class GenreMapError extends Error {
  readonly code = 'genre-map-unreadable';

  /**
   * @param message file, line, what was expected and what was found
   * @param file name of the file
   * @param line line number from 1, or null when the fault has no line
   * @param remedy what to do about it, as a sentence
   */
  constructor(
    message: string,
    readonly file: string,
    readonly line: number | null,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'GenreMapError';
  }
}

interface Entry {
  readonly genre: string;
  readonly macro: string;
  readonly line: number;
}

const REMEDY =
  'Write one "genre,macro" pair a line, as in "techno,Club", or one JSON object such as {"techno": "Club"}.';

/**
 * Reads a user's macro-genres. Two forms: JSON, one object from genre to macro-genre; or lines
 * `genre,macro` (comma, semicolon or tab; `"` quotes; an optional head `genre,macro`; blank lines and lines
 * starting with `#` are skipped). Genres that the file does not name keep their built-in macro-genre.
 *
 * @throws GenreMapError naming file and line when the file is empty, malformed, or names a genre twice
 *   under different macro-genres
 */
export function parseGenreMap(text: string, fileName: string): GenreMap {
  const source = text.replace(/^\uFEFF/, '');
  const entries = /^\s*[{[]/.test(source) ? jsonEntries(source, fileName) : lineEntries(source, fileName);
  if (entries.length === 0) fail(fileName, null, 'expected at least one genre, found none');
  const given = new Map<string, Entry>();
  for (const entry of entries) {
    const key = genreKey(entry.genre);
    const before = given.get(key);
    if (before && before.macro !== entry.macro)
      fail(
        fileName,
        entry.line,
        `expected each genre once, found "${entry.genre}" as "${entry.macro}" after "${before.macro}" in line ${before.line}`,
      );
    given.set(key, entry);
  }
  const macroOf: Record<string, string> = Object.assign(Object.create(null), STYLE_MAP.macroOf);
  for (const [key, entry] of given) macroOf[key] = entry.macro;
  const macros = [...new Set([...STYLE_MAP.macros, ...entries.map((e) => e.macro)])];
  const used = new Set(Object.values(macroOf));
  return { name: fileName, macros: macros.filter((macro) => used.has(macro)), macroOf };
}

function jsonEntries(text: string, file: string): Entry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const at = /position (\d+)/.exec(reason)?.[1];
    // Without a position the parser ran out of text.
    const line = lineAt(text, at === undefined ? text.length : Number(at));
    return fail(file, line, `expected JSON, found a mistake in it (${reason})`, cause);
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    return fail(file, 1, 'expected one JSON object from genre to macro-genre, found a list');
  return Object.entries(parsed).map(([genre, macro]) => {
    const line = lineAt(text, Math.max(0, text.indexOf(JSON.stringify(genre))));
    if (typeof macro !== 'string')
      return fail(
        file,
        line,
        `expected a macro-genre in quotes for "${genre}", found ${JSON.stringify(macro)}`,
      );
    return checked(genre, macro, line, file);
  });
}

function lineEntries(text: string, file: string): Entry[] {
  const entries: Entry[] = [];
  let headAllowed = true;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const fields = splitLine(line);
    if (fields?.length !== 2)
      return fail(
        file,
        index + 1,
        `expected two fields, genre and macro-genre, found ${found(line, fields)}`,
      );
    const head = headAllowed && /^(track_)?genre$/i.test(fields[0]) && /^macro/i.test(fields[1]);
    headAllowed = false;
    if (!head) entries.push(checked(fields[0], fields[1], index + 1, file));
  }
  return entries;
}

function found(line: string, fields: readonly string[] | null): string {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return fields ? `${fields.length} in "${shown}"` : `an unclosed quote in "${shown}"`;
}

/** Fields of one line, or null when a quote stays open. */
function splitLine(line: string): string[] | null {
  const separator = line.includes('\t') ? '\t' : /^(?:"(?:[^"]|"")*"|[^";,]*);/.test(line) ? ';' : ',';
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i];
    if (quoted && char === '"' && line[i + 1] === '"') field += line[++i];
    else if (char === '"' && (quoted || field.trim() === '')) {
      quoted = !quoted;
      if (quoted) field = '';
    } else if (!quoted && char === separator) {
      fields.push(field.trim());
      field = '';
    } else field += char;
  }
  fields.push(field.trim());
  return quoted ? null : fields;
}

function checked(genre: string, macro: string, line: number, file: string): Entry {
  if (genre.trim() === '') return fail(file, line, 'expected a genre, found an empty name');
  if (macro.trim() === '')
    return fail(file, line, `expected a macro-genre for "${genre}", found an empty name`);
  return { genre: genre.trim(), macro: macro.trim(), line };
}

function lineAt(text: string, position: number): number {
  let line = 1;
  for (let i = 0; i < position && i < text.length; i++) if (text.charCodeAt(i) === 10) line++;
  return line;
}

function fail(file: string, line: number | null, problem: string, cause?: unknown): never {
  const where = line === null ? file : `${file}, line ${line}`;
  throw new GenreMapError(`${where}: ${problem}`, file, line, REMEDY, cause ? { cause } : undefined);
}
