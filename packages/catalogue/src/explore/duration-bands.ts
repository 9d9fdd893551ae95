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
  const bandOf = Int32Array.from(duration.values, (minutes) => EDGES.findLastIndex((low) => minutes >= low));
  const scores: number[][] = EDGES.map(() => []);
  for (let r = 0; r < rows.length; r++) {
    const d = duration.codes[rows[r]];
    const p = popularity.codes[rows[r]];
    if (d >= 0 && p >= 0 && bandOf[d] >= 0) scores[bandOf[d]].push(popularity.values[p]);
  }
  return EDGES.flatMap((low, i) =>
    scores[i].length > 0 ? [band(low, EDGES[i + 1] ?? null, scores[i])] : [],
  );
}

function band(low: number, high: number | null, scores: readonly number[]): DurationBand {
  const n = scores.length;
  const mean = scores.reduce((sum, score) => sum + score, 0) / n;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  const share = (test: (score: number) => boolean) =>
    shareEstimate(
      scores.reduce((hits, score) => hits + Number(test(score)), 0),
      n,
    );
  return {
    low,
    high,
    tracks: n,
    mean: meanEstimate(mean, squares, n),
    shareZero: share((score) => score === 0),
    share60: share((score) => score >= 60),
    share70: share((score) => score >= HIT),
  };
}
