import { COLUMNS, type ColumnName, columnKey } from '../schema/columns.js';
import { closest } from './closest.js';
import type { ColumnMapping } from './quality.js';

/** What a duration column counts; `unknown` is settled by the median of the whole column. */
export type DurationUnit = 'ms' | 's' | 'min' | 'unknown';

/** One column of the file that is used. */
export interface MatchedColumn {
  readonly ours: ColumnName;
  readonly theirs: string;
  /** Position in the file, from 0. */
  readonly index: number;
}

/** Why the columns of a file could not be matched; every problem at once. */
export type MatchProblem =
  /** A required column that no column of the file stands for. */
  | {
      readonly kind: 'missing';
      readonly column: ColumnName;
      readonly accepted: readonly string[];
      readonly closest: string | null;
    }
  /** Several columns of the file that could be the same one of ours. */
  | { readonly kind: 'ambiguous'; readonly column: ColumnName; readonly theirs: readonly string[] }
  /** A mapping to a name that is not one of ours. */
  | {
      readonly kind: 'unknown-target';
      readonly theirs: string;
      readonly ours: string;
      readonly closest: string | null;
    }
  /** A mapping from a column that the file does not have. */
  | {
      readonly kind: 'unknown-source';
      readonly theirs: string;
      readonly ours: string;
      readonly closest: string | null;
    };

export interface ColumnMatch {
  /** Every column of the file, in its order. */
  readonly mapping: readonly ColumnMapping[];
  /** Those that are used, in our order. */
  readonly used: readonly MatchedColumn[];
  readonly durationUnit: DurationUnit;
  readonly absent: readonly { readonly column: ColumnName; readonly consequence: string }[];
  readonly problems: readonly MatchProblem[];
}

/** Names that say their unit; they can also be the target of a mapping. */
const DURATION_UNITS: Readonly<Record<string, DurationUnit>> = {
  durationms: 'ms',
  trackdurationms: 'ms',
  lengthms: 'ms',
  durationmsec: 'ms',
  durations: 's',
  durationsec: 's',
  durationseconds: 's',
  durationmin: 'min',
  durationminutes: 'min',
};

/** Synonyms that stand for a column only when nothing better does: `id` and `uri` often come together. */
const LAST_RESORT = new Set(['uri', 'trackuri', 'spotifyuri', 'playlistsubgenre', 'style']);

const TARGETS = [...COLUMNS.map((column) => column.name), 'duration_ms', 'duration_s'];

/**
 * Finds our columns among the names of a file: by the given mapping first, then by our own names, then by
 * synonyms; case and separators do not matter. A mapping to the empty name leaves a column out.
 *
 * @param names the file's column names, in order
 * @param map theirs → ours
 */
export function matchColumns(
  names: readonly string[],
  map: Readonly<Record<string, string>> = {},
): ColumnMatch {
  const problems: MatchProblem[] = [];
  const taken = new Map<number, ColumnMapping>();
  const used = new Map<ColumnName, MatchedColumn>();
  let durationUnit: DurationUnit = 'unknown';

  const mapped = new Map<ColumnName, number[]>();
  for (const [theirs, target] of Object.entries(map)) {
    const index = indexOf(names, theirs);
    const ours = target === '' ? '' : TARGETS.find((name) => columnKey(name) === columnKey(target));
    if (index < 0) {
      problems.push({ kind: 'unknown-source', theirs, ours: target, closest: closest(theirs, names) });
    } else if (ours === undefined) {
      problems.push({ kind: 'unknown-target', theirs, ours: target, closest: closest(target, TARGETS) });
    } else if (ours === '') {
      taken.set(index, { theirs: names[index]!, ours: null, by: 'map' });
    } else {
      const column = (ours.startsWith('duration_') ? 'duration_min' : ours) as ColumnName;
      if (column === 'duration_min') durationUnit = DURATION_UNITS[columnKey(ours)]!;
      mapped.set(column, [...(mapped.get(column) ?? []), index]);
      taken.set(index, { theirs: names[index]!, ours: column, by: 'map' });
    }
  }

  for (const column of COLUMNS) {
    const key = columnKey(column.name);
    const free = (wanted: (name: string) => boolean) =>
      names.flatMap((name, i) => (!taken.has(i) && wanted(name) ? [i] : []));
    const tiers: [ColumnMapping['by'], number[]][] = mapped.has(column.name)
      ? [['map', mapped.get(column.name)!]]
      : [
          ['name', free((name) => name === column.name)],
          ['name', free((name) => columnKey(name) === key)],
          ['synonym', free((name) => isSynonym(name, column.synonyms, false))],
          ['synonym', free((name) => isSynonym(name, column.synonyms, true))],
        ];
    const [by, found] = tiers.find(([, indices]) => indices.length > 0) ?? ['name' as const, []];
    if (found.length > 1) {
      problems.push({ kind: 'ambiguous', column: column.name, theirs: found.map((i) => names[i]!) });
    } else if (found.length === 1) {
      const index = found[0]!;
      const theirs = names[index]!;
      used.set(column.name, { ours: column.name, theirs, index });
      taken.set(index, { theirs, ours: column.name, by });
      if (column.name === 'duration_min' && by !== 'map') {
        durationUnit = DURATION_UNITS[columnKey(theirs)] ?? 'unknown';
      }
    } else if (column.required) {
      problems.push({
        kind: 'missing',
        column: column.name,
        accepted: [column.name, ...column.synonyms],
        closest: closest(
          column.name,
          names.filter((name, i) => name !== '' && !taken.has(i)),
        ),
      });
    }
  }
  return {
    mapping: names.map((theirs, i) => taken.get(i) ?? { theirs, ours: null, by: 'unused' as const }),
    used: COLUMNS.flatMap((column) => used.get(column.name) ?? []),
    durationUnit,
    absent: COLUMNS.filter((column) => !column.required && !used.has(column.name)).map((column) => ({
      column: column.name,
      consequence: column.absence,
    })),
    problems,
  };
}

function isSynonym(name: string, synonyms: readonly string[], lastResort: boolean): boolean {
  const key = columnKey(name);
  return synonyms.includes(key) && LAST_RESORT.has(key) === lastResort;
}

function indexOf(names: readonly string[], wanted: string): number {
  const exact = names.indexOf(wanted);
  return exact >= 0 ? exact : names.findIndex((name) => columnKey(name) === columnKey(wanted));
}
