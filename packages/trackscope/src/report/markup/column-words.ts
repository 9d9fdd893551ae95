import { type ColumnName, columnSpec } from '@trackscope/catalogue';
import { fixed } from './number.js';

/** How many decimals a value of each column deserves. */
const DECIMALS: Partial<Record<ColumnName, number>> = {
  popularity: 0,
  duration_min: 2,
  loudness: 1,
  tempo: 0,
  key: 0,
  mode: 0,
  time_signature: 0,
  explicit: 0,
};

const KEYS = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B'];

/** Columns whose values are names in the guise of numbers. */
const DISCRETE: ReadonlySet<string> = new Set(['key', 'mode', 'time_signature', 'explicit']);

/** Whether a column has a few named values rather than a scale. */
export function isDiscrete(column: string): boolean {
  return DISCRETE.has(column);
}

/** Decimals for a single value of a column; means and quartiles may take one more. */
export function decimals(column: string): number {
  return DECIMALS[column as ColumnName] ?? 2;
}

/** `Danceability`. A column that is none of ours stands under its own name. */
export function title(column: string): string {
  return known(column)?.title ?? column;
}

/** `danceability`, for the middle of a sentence. */
export function word(column: string): string {
  return title(column).toLowerCase();
}

/** `Tempo (BPM)`; a column without a unit shows its title alone. */
export function axisTitle(column: string): string {
  const unit = known(column)?.unit;
  return unit ? `${title(column)} (${unit})` : title(column);
}

/** The unit with a space before it, or nothing. */
export function unit(column: string): string {
  const own = known(column)?.unit;
  return own ? ` ${own}` : '';
}

/** One sentence on what the column means. */
export function description(column: string): string {
  return known(column)?.description ?? '';
}

/** A value as a musician would read it: key 1 is C♯, mode 0 is minor, time signature 4 is 4/4. */
export function valueName(column: string, value: number): string {
  if (column === 'key') return value < 0 ? 'none' : (KEYS[value] ?? fixed(value, 0));
  if (column === 'mode') return value === 1 ? 'major' : value === 0 ? 'minor' : fixed(value, 0);
  if (column === 'time_signature') return value > 0 ? `${fixed(value, 0)}/4` : fixed(value, 0);
  if (column === 'explicit') return value === 1 ? 'explicit' : value === 0 ? 'clean' : fixed(value, 0);
  return fixed(value, decimals(column));
}

/** A value of a column with decimals that suit it. */
export function value(column: string, at: number, more = 0): string {
  return fixed(at, decimals(column) + more);
}

function known(column: string): { title: string; unit: string; description: string } | null {
  try {
    return columnSpec(column);
  } catch {
    return null;
  }
}
