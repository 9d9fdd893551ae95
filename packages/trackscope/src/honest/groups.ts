import type { Intervals } from '@trackscope/learn';
import type { CoverageGroup } from '../workspace/format.js';

/** A group for every row: `levels[codes[row]]`. */
export interface RowGroups {
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** Groups of fewer held-out rows say too little. */
const LEAST_GROUP = 200;

/**
 * Of every group with 200 held-out rows or more: how intervals hold and how far predictions are off. The least covered group
 * first.
 */
export function groupFigures(
  actual: Float64Array,
  predicted: Float64Array,
  { low, high }: Intervals,
  { levels, codes }: RowGroups,
): CoverageGroup[] {
  const sums = () => new Float64Array(levels.length);
  const [rows, covered, width, size, lean] = [sums(), sums(), sums(), sums(), sums()];
  for (let row = 0; row < actual.length; row++) {
    const group = codes[row]!;
    const value = actual[row]!;
    const error = predicted[row]! - value;
    rows[group]!++;
    if (value >= low[row]! && value <= high[row]!) covered[group]!++;
    width[group]! += high[row]! - low[row]!;
    size[group]! += Math.abs(error);
    lean[group]! += error;
  }
  return levels
    .map((name, g) => ({
      name,
      rows: rows[g]!,
      coverage: covered[g]! / rows[g]!,
      width: width[g]! / rows[g]!,
      mae: size[g]! / rows[g]!,
      bias: lean[g]! / rows[g]!,
    }))
    .filter((group) => group.rows >= LEAST_GROUP)
    .sort((a, b) => a.coverage - b.coverage || (a.name < b.name ? -1 : 1));
}

const BANDS = ['0–19', '20–39', '40–59', '60–79', '80–100'];

/** The bands of actual popularities. */
export function bandsOf(popularity: Float64Array): RowGroups {
  const codes = new Int32Array(popularity.length);
  for (let row = 0; row < codes.length; row++) codes[row] = Math.min(4, Math.floor(popularity[row]! / 20));
  return { levels: BANDS, codes };
}

const HISTORIES = ['none', '1', '2–4', '5–19', '20+'];

/** The sizes of artists' histories, by their training tracks. */
export function historiesOf(tracks: Float64Array): RowGroups {
  const codes = new Int32Array(tracks.length);
  for (let row = 0; row < codes.length; row++) codes[row] = historyOf(tracks[row]!);
  return { levels: HISTORIES, codes };
}

function historyOf(tracks: number): number {
  if (tracks < 2) return tracks;
  if (tracks < 5) return 2;
  return tracks < 20 ? 3 : 4;
}
