import type { TargetBin } from '@trackscope/catalogue';
import { unit, value, valueName } from '../markup/column-words.js';

/** A bin in words: `0.25 to 0.30`, `15 min and over`, `C♯`. */
export function rowLabel(column: string, bin: TargetBin): string {
  if (bin.low === bin.high) return valueName(column, bin.low);
  const low = value(column, bin.low);
  const high = value(column, bin.high);
  if (bin.open === 'below') return `under ${high}${unit(column)}`;
  if (bin.open === 'above') return `${low}${unit(column)} and over`;
  return `${low} to ${high}${unit(column)}`;
}
