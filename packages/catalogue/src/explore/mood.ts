import { cut, gridOf } from './grids.js';
import type { MoodGrid, MoodQuadrant } from './profile.js';
import type { CodedColumn } from './statistics/coded-column.js';
import { type Distribution, distributionOf, quantile } from './statistics/distribution.js';
import { meanEstimate, shareEstimate } from './statistics/interval.js';
import { HIT } from './target-curve.js';

/** Where energy and valence are cut into high and low: at least this much is high. */
export const MOOD_CUT = 0.5;

const UNIT_BINS = { start: 0, step: 0.05, count: 20 };
const LABELS = ['Low', 'Medium', 'High', 'Very High'];

/**
 * Energy against valence for each quarter of the ranking by popularity. The cuts are the quartiles, a value on
 * a cut belonging to the lower class, as `pandas.qcut` does it; where quartiles coincide, classes fall together.
 */
export function moodGrids(
  energy: CodedColumn,
  valence: CodedColumn,
  popularity: CodedColumn,
  rows: Int32Array,
): MoodGrid[] {
  const distribution = distributionOf(popularity, rows);
  let above = Number.NEGATIVE_INFINITY;
  return LABELS.flatMap((label, quarter) => {
    const below = above;
    above = quantile(distribution, (quarter + 1) / 4);
    const within = present(distribution, below, above);
    if (!within) return [];
    const members = rows.filter((row) => {
      const code = popularity.codes[row];
      return code >= within.first && code <= within.last;
    });
    return [
      {
        label,
        low: popularity.values[within.first],
        high: popularity.values[within.last],
        tracks: members.length,
        grid: gridOf(cut(energy, members, UNIT_BINS), cut(valence, members, UNIT_BINS)),
      },
    ];
  });
}

/** Tracks in each quadrant of energy × valence, and how popular they are where that is known. */
export function moodQuadrants(
  energy: CodedColumn,
  valence: CodedColumn,
  popularity: CodedColumn | undefined,
  rows: Int32Array,
): MoodQuadrant[] {
  const tallies = Array.from({ length: 4 }, () => ({ tracks: 0, scored: 0, hits: 0, sum: 0, squares: 0 }));
  const mean = popularity ? distributionOf(popularity, rows).mean : 0;
  for (let i = 0; i < rows.length; i++) {
    const e = energy.codes[rows[i]];
    const v = valence.codes[rows[i]];
    if (e < 0 || v < 0) continue;
    const tally = tallies[Number(energy.values[e] >= MOOD_CUT) * 2 + Number(valence.values[v] >= MOOD_CUT)];
    tally.tracks++;
    const p = popularity ? popularity.codes[rows[i]] : -1;
    if (!popularity || p < 0) continue;
    const value = popularity.values[p];
    tally.scored++;
    if (value >= HIT) tally.hits++;
    tally.sum += value - mean;
    tally.squares += (value - mean) ** 2;
  }
  return tallies.map((t, index) => {
    const energyHigh = index >= 2;
    const valenceHigh = index % 2 === 1;
    return {
      name: `${energyHigh ? 'high' : 'low'} energy, ${valenceHigh ? 'high' : 'low'} valence`,
      energyHigh,
      valenceHigh,
      tracks: t.tracks,
      mean:
        t.scored > 0
          ? meanEstimate(mean + t.sum / t.scored, t.squares - t.sum ** 2 / t.scored, t.scored)
          : null,
      share70: t.scored > 0 ? shareEstimate(t.hits, t.scored) : null,
    };
  });
}

/** First and last code that occurs with a value in (below, above]; null when none does. */
function present(
  { values, counts }: Distribution,
  below: number,
  above: number,
): { first: number; last: number } | null {
  let first = -1;
  let last = -1;
  for (let c = 0; c < values.length; c++) {
    if (counts[c] === 0 || values[c] <= below || values[c] > above) continue;
    if (first < 0) first = c;
    last = c;
  }
  return first < 0 ? null : { first, last };
}
