import type { DurationBand } from './profile.js';
import type { CodedColumn } from './statistics/coded-column.js';
import { meanEstimate, shareEstimate } from './statistics/interval.js';
import { HIT } from './target-curve.js';

/** Lower edges of the bands in minutes; the last one is open. */
const EDGES = [0, 1, 2, 3, 4, 5, 7, 10];

/** Popularity by length of track: what very short and very long ones really get. Empty bands are left out. */
export function durationBands(
  duration: CodedColumn,
  popularity: CodedColumn,
  rows: Int32Array,
): DurationBand[] {
  return EDGES.flatMap((low, i) => {
    const high = EDGES[i + 1] ?? null;
    const scores: number[] = [];
    for (let r = 0; r < rows.length; r++) {
      const d = duration.codes[rows[r]];
      const p = popularity.codes[rows[r]];
      if (d >= 0 && p >= 0 && duration.values[d] >= low && (high === null || duration.values[d] < high))
        scores.push(popularity.values[p]);
    }
    if (scores.length === 0) return [];
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
    return [
      {
        low,
        high,
        tracks: scores.length,
        mean: meanEstimate(mean, squares, scores.length),
        shareZero: shareEstimate(scores.filter((score) => score === 0).length, scores.length),
        share60: shareEstimate(scores.filter((score) => score >= 60).length, scores.length),
        share70: shareEstimate(scores.filter((score) => score >= HIT).length, scores.length),
      },
    ];
  });
}
