import type { Grid } from '@trackscope/catalogue';
import type { ModelExplanation } from '../workspace/format.js';

const BAND_WIDTH = 20;
const CELL = 4;

/** Error by band of actual popularity: 0–19, 20–39, …, 80–100. */
export function errorsByBand(actual: Float64Array, predicted: Float64Array): ModelExplanation['bands'] {
  const bands = Array.from({ length: 5 }, (_, b) => ({
    low: b * BAND_WIDTH,
    high: b === 4 ? 100 : (b + 1) * BAND_WIDTH - 1,
    rows: 0,
    mae: 0,
    bias: 0,
  }));
  for (let i = 0; i < actual.length; i++) {
    const band = bands[Math.min(4, Math.floor(actual[i]! / BAND_WIDTH))]!;
    const error = predicted[i]! - actual[i]!;
    band.rows++;
    band.mae += Math.abs(error);
    band.bias += error;
  }
  return bands.filter((b) => b.rows > 0).map((b) => ({ ...b, mae: b.mae / b.rows, bias: b.bias / b.rows }));
}

/** Actual (x) against predicted (y) popularity in cells of four points; predictions outside 0–100 fall in the edge. */
export function actualAgainstPredicted(actual: Float64Array, predicted: Float64Array): Grid {
  const size = 100 / CELL;
  const counts = new Array<number>(size * size).fill(0);
  const cell = (value: number) => Math.max(0, Math.min(size - 1, Math.floor(value / CELL)));
  for (let i = 0; i < actual.length; i++) counts[cell(predicted[i]!) * size + cell(actual[i]!)]!++;
  return {
    x: 'actual',
    y: 'predicted',
    xStart: 0,
    xStep: CELL,
    yStart: 0,
    yStep: CELL,
    columns: size,
    rows: size,
    counts,
  };
}
