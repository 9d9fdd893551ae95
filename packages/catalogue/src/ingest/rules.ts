import { genreKey } from '../genre/genre-key.js';
import { COLUMNS, type ColumnName, type ColumnSpec } from '../schema/columns.js';
import { expectation, inRangeSql, numberSql, rightTypeSql } from './cells.js';
import type { ColumnMatch } from './match.js';
import type { IssueCode, Severity } from './quality.js';
import { quoteText } from './quoting.js';
import { NUMBER_COLUMNS } from './typed.js';

/** One check of the typed rows, as data: what to count, what to show, what to say. */
export interface Rule {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly column: ColumnName;
  /**
   * Which of the typed rows it looks at: all, or only those in which a number cell was unfit or out of range.
   * There are few of those, so what is dear to ask is asked there alone.
   */
  readonly scope: 'all' | 'unfit';
  /** SQL condition over those rows. */
  readonly where: string;
  /** SQL for the value shown in the examples. */
  readonly value: string;
  /** What was expected and what was found in so many rows. */
  message(count: string): string;
  readonly action: string;
}

/** More than a quarter of an hour is more often a mix, an audio book or a mistake than a song. */
export const VERY_LONG_MINUTES = 15;

const KEPT = 'reject IS NULL';

/** The two that only text columns share with what UTF-8 read as Latin-1 looks like: `Ã©`, `â€™`. */
const MOJIBAKE = '[ÃÂ][\\x{0080}-\\x{00BF}]|â€|â\\x{0080}|[ÃÂ][€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';

export interface RuleOptions {
  readonly decimalComma: boolean;
  /** Minutes as a divisor of the duration's unit. */
  readonly perMinute: number;
  /** Texts may hold control characters; false when reading has shown that they do not. */
  readonly controls: boolean;
  /** Genre names that are known, case and hyphens aside; null: genres are not checked. */
  readonly genres: ReadonlySet<string> | null;
}

/** The checks that one pass over the typed rows answers, for the columns that the catalogue has. */
export function rulesFor(match: ColumnMatch, options: RuleOptions): Rule[] {
  const has = new Set(match.used.map((column) => column.ours));
  return COLUMNS.filter((spec) => has.has(spec.name)).flatMap((spec) => [
    ...(spec.type === 'text' ? textRules(spec, options) : numberRules(spec, options)),
  ]);
}

function textRules(spec: ColumnSpec, options: RuleOptions): Rule[] {
  const { name, title } = spec;
  const vital = name === 'artists' || name === 'track_name';
  const rules: Rule[] = [
    {
      code:
        name === 'artists' || name === 'track_name' || name === 'album_name'
          ? 'missing-text'
          : 'missing-value',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: vital ? `${name} IS NULL AND reject LIKE 'missing %'` : `${name} IS NULL AND ${KEPT}`,
      value: 'NULL',
      message: (count) => `${title} is expected in every row and empty in ${count}.`,
      action: vital
        ? 'The row cannot be told from others and was put with the rejects.'
        : name === 'track_id'
          ? 'The row was kept; its track is told by artists, title, album and duration.'
          : 'The row was kept with the text missing.',
    },
    {
      code: 'damaged-text',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: `${KEPT} AND ${damagedSql(name, options.controls)}`,
      value: name,
      message: (count) =>
        `${title} has characters that an encoding mistake or a broken export leaves behind, in ${count}.`,
      action: 'The text was kept as it stood.',
    },
  ];
  if (name === 'track_genre' && options.genres) {
    const known = [...options.genres].map((genre) => quoteText(genreKey(genre))).join(', ');
    rules.push({
      code: 'unknown-genre',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: `${KEPT} AND ${name} IS NOT NULL AND genre_key NOT IN (${known || "''"})`,
      value: name,
      message: (count) => `${title} is none of the ${options.genres?.size} that are known, in ${count}.`,
      action: 'The row was kept; the genre stands by itself, outside the genre map.',
    });
  }
  return rules;
}

function numberRules(spec: ColumnSpec, options: RuleOptions): Rule[] {
  const { name, title } = spec;
  const raw = `raw[${NUMBER_COLUMNS.indexOf(name) + 1}]`;
  const given = `${KEPT} AND ${name} IS NULL AND trim(coalesce(${raw}, '')) <> ''`;
  const read = numberSql(name, raw, options.decimalComma);
  const fits = `coalesce(${rightTypeSql(name, `(${read})`)}, false)`;
  const expected = expectation(spec);
  const rules: Rule[] = [
    {
      code: 'wrong-type',
      severity: 'error',
      column: name,
      scope: 'unfit',
      where: `${given} AND NOT ${fits}`,
      value: raw,
      message: (count) => `${title} is expected to be ${expected}; something else stands in ${count}.`,
      action: 'The cell was taken as missing and the row kept.',
    },
    {
      code: 'missing-value',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: `${KEPT} AND ${name} IS NULL AND CASE WHEN raw IS NULL THEN true ELSE trim(coalesce(${raw}, '')) = '' END`,
      value: 'NULL',
      message: (count) => `${title} is expected in every row and empty in ${count}.`,
      action: 'The row was kept with the value missing.',
    },
  ];
  if (spec.min !== null || spec.max !== null) {
    rules.push({
      code: 'out-of-range',
      severity: 'error',
      column: name,
      scope: 'unfit',
      where: `${given} AND ${fits} AND NOT ${inRangeSql(name, `(${read})`)}`,
      value: raw,
      message: (count) => `${title} is expected to be ${expected}; it is beyond that in ${count}.`,
      action: 'The cell was taken as missing and the row kept.',
    });
  }
  if (spec.impossibleZero) {
    rules.push({
      code: 'impossible-zero',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: `${KEPT} AND ${name} = 0`,
      value: `${name}::VARCHAR`,
      message: (count) => `${title} is 0, which stands for "unknown", in ${count}.`,
      action: 'The row was kept, and the zero as the published cleaning has it.',
    });
  }
  if (name === 'duration_min') {
    rules.push({
      code: 'very-long',
      severity: 'warning',
      column: name,
      scope: 'all',
      where: `${KEPT} AND ${name} > ${VERY_LONG_MINUTES * options.perMinute}`,
      value: `round(${name} / ${options.perMinute}::DOUBLE, 1)::VARCHAR || ' min'`,
      message: (count) =>
        `Tracks are expected to last at most ${VERY_LONG_MINUTES} minutes; longer ones stand in ${count}.`,
      action: 'The row was kept.',
    });
  }
  return rules;
}

/** SQL condition: the text shows damage. ASCII texts, nearly all, are told by their length alone. */
function damagedSql(text: string, controls: boolean): string {
  const misread = `CASE WHEN strlen(${text}) <> length(${text})
      THEN contains(${text}, chr(65533)) OR regexp_matches(${text}, '${MOJIBAKE}') ELSE false END`;
  return controls ? `(${misread} OR regexp_matches(${text}, '[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]'))` : misread;
}
