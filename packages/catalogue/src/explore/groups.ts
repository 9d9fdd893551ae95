import type { Membership } from './membership.js';
import type { Estimate, GroupFeature, GroupProfile } from './profile.js';
import { type CodedColumn, sortedPositions } from './statistics/coded-column.js';
import { sortedQuantile } from './statistics/distribution.js';
import { meanEstimate, shareEstimate } from './statistics/interval.js';
import { HIT } from './target-curve.js';

type GroupFeatures = Record<string, GroupFeature>;

/**
 * Profiles of groups of tracks, sorted by median popularity, most first (without popularity, by name).
 * A track counts once in each of its groups.
 *
 * @param macros macro-genre of each group, in the order of the membership's groups
 */
export function profileGroups(
  membership: Membership,
  macros: readonly string[],
  columns: ReadonlyMap<string, CodedColumn>,
  tracks: Int32Array,
): GroupProfile[] {
  const sizes = membership.names.map(() => 0);
  for (const group of membership.groups) sizes[group]++;
  const features: GroupFeatures[] = membership.names.map(() => ({}));
  const zero: (Estimate | null)[] = membership.names.map(() => null);
  const hits: (Estimate | null)[] = membership.names.map(() => null);
  for (const column of columns.values()) {
    eachSortedGroup(column, membership, tracks, (group, sorted, from, to) => {
      features[group][column.name] = summarise(sorted, from, to);
      if (column.name !== 'popularity') return;
      zero[group] = shareEstimate(
        countWhere(sorted, from, to, (v) => v === 0),
        to - from,
      );
      hits[group] = shareEstimate(
        countWhere(sorted, from, to, (v) => v >= HIT),
        to - from,
      );
    });
  }
  return membership.names
    .map((name, g) => ({
      name,
      macro: macros[g],
      tracks: sizes[g],
      features: features[g],
      shareZero: zero[g],
      share70: hits[g],
    }))
    .sort(byMedian);
}

function byMedian(a: GroupProfile, b: GroupProfile): number {
  const left = a.features.popularity;
  const right = b.features.popularity;
  // Groups without popularity come last.
  const median = (right?.median ?? -1) - (left?.median ?? -1);
  const mean = (right?.mean.value ?? -1) - (left?.mean.value ?? -1);
  return median || mean || (a.name < b.name ? -1 : 1);
}

/**
 * Hands over each group's values in ascending order. One pass over the column in its own order deals the
 * values out to the groups, so nothing is sorted again.
 */
function eachSortedGroup(
  column: CodedColumn,
  membership: Membership,
  tracks: Int32Array,
  visit: (group: number, sorted: Float64Array, from: number, to: number) => void,
): void {
  const order = sortedPositions(column, tracks);
  const { starts, groups } = membership;
  const ends = new Int32Array(membership.names.length + 1);
  for (let i = 0; i < order.length; i++)
    for (let m = starts[order[i]]; m < starts[order[i] + 1]; m++) ends[groups[m] + 1]++;
  for (let g = 1; g < ends.length; g++) ends[g] += ends[g - 1];
  const next = ends.slice();
  const sorted = new Float64Array(ends[ends.length - 1]);
  for (let i = 0; i < order.length; i++) {
    const value = column.values[column.codes[tracks[order[i]]]];
    for (let m = starts[order[i]]; m < starts[order[i] + 1]; m++) sorted[next[groups[m]]++] = value;
  }
  for (let g = 0; g + 1 < ends.length; g++) if (ends[g + 1] > ends[g]) visit(g, sorted, ends[g], ends[g + 1]);
}

function summarise(sorted: Float64Array, from: number, to: number): GroupFeature {
  const n = to - from;
  let sum = 0;
  for (let i = from; i < to; i++) sum += sorted[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = from; i < to; i++) squares += (sorted[i] - mean) ** 2;
  return {
    min: sorted[from],
    q1: sortedQuantile(sorted, from, to, 0.25),
    median: sortedQuantile(sorted, from, to, 0.5),
    q3: sortedQuantile(sorted, from, to, 0.75),
    max: sorted[to - 1],
    mean: meanEstimate(mean, squares, n),
    ...(n > 1 ? { sd: Math.sqrt(squares / (n - 1)) } : {}),
  };
}

function countWhere(
  sorted: Float64Array,
  from: number,
  to: number,
  test: (value: number) => boolean,
): number {
  let count = 0;
  for (let i = from; i < to; i++) if (test(sorted[i])) count++;
  return count;
}
