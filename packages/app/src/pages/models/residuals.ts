import type { Grid } from '@trackscope/catalogue';

/** Held-out rows of about one prediction, and how far the truth lay from it. */
export interface Residual {
  /** Ends of the prediction, in points. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Actual minus predicted, in points: mean, and the middle 80 %. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Bins with fewer rows say nothing. */
const FEWEST = 30;

/**
 * Residuals by predicted value out of the counts of actual (x) against predicted (y): as exact as the tiles are fine, every
 * row taken to lie in the middle of its tile.
 */
export function residualsOf(grid: Grid, fewest = FEWEST): readonly Residual[] {
  const found: Residual[] = [];
  for (let row = 0; row < grid.rows; row++) {
    const from = grid.yStart + row * grid.yStep;
    const middle = from + grid.yStep / 2;
    let rows = 0;
    let sum = 0;
    for (let column = 0; column < grid.columns; column++) {
      const n = grid.counts[row * grid.columns + column]!;
      rows += n;
      sum += n * (actualOf(grid, column) - middle);
    }
    if (rows < fewest) continue;
    const at = (share: number) => actualOf(grid, columnAt(grid, row, share * rows)) - middle;
    found.push({ from, to: from + grid.yStep, rows, mean: sum / rows, low: at(0.1), high: at(0.9) });
  }
  return found;
}

function actualOf(grid: Grid, column: number): number {
  return grid.xStart + (column + 0.5) * grid.xStep;
}

/** The column in which so many rows, counted from the left, are reached. */
function columnAt(grid: Grid, row: number, rank: number): number {
  let seen = 0;
  for (let column = 0; column < grid.columns; column++) {
    seen += grid.counts[row * grid.columns + column]!;
    if (seen >= rank) return column;
  }
  return grid.columns - 1;
}
