import type { Membership } from './membership.js';
import type { Estimate, GroupFeature, GroupProfile } from './profile.js';
import { type CodedColumn, type SortedRows, sortRows } from './statistics/coded-column.js';
import { sortedQuantile } from './statistics/distribution.js';
import { meanEstimate, shareEstimate } from './statistics/interval.js';
import { HIT } from './target-curve.js';

type GroupFeatures = Record<string, GroupFeature>;

/** Groups of tracks to profile. */
export interface Grouping {
  readonly membership: Membership;
  /** Macro-genre of each group, in the order of the membership's groups. */
  readonly macros: readonly string[];
}

/**
 * Profiles of groups of tracks, one list for each grouping, sorted by median popularity, most first (without
 * popularity, by name). A track counts once in each of its groups.
 */
export function profileGroups(
  groupings: readonly Grouping[],
  columns: ReadonlyMap<string, CodedColumn>,
  tracks: Int32Array,
): GroupProfile[][] {
  const drafts = groupings.map(({ membership, macros }) => draftGroups(membership, macros));
  for (const column of columns.values()) {
    const sorted = sortRows(column, tracks);
    groupings.forEach(({ membership }, k) => {
      eachGroup(sorted, membership, (group, values) => {
        const draft = drafts[k][group];
        draft.features[column.name] = summarise(values);
        if (column.name !== 'popularity') return;
        draft.shareZero = shareEstimate(
          countWhere(values, (v) => v === 0),
          values.length,
        );
        draft.share70 = shareEstimate(
          countWhere(values, (v) => v >= HIT),
          values.length,
        );
      });
    });
  }
  return drafts.map((list) => list.sort(byMedian));
}

interface GroupDraft extends GroupProfile {
  features: GroupFeatures;
  shareZero: Estimate | null;
  share70: Estimate | null;
}

function draftGroups({ names, offsets }: Membership, macros: readonly string[]): GroupDraft[] {
  return names.map((name, g) => ({
    name,
    macro: macros[g],
    tracks: offsets[g + 1] - offsets[g],
    features: {},
    shareZero: null,
    share70: null,
  }));
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
function eachGroup(
  { order, values }: SortedRows,
  { starts, groups, names, offsets }: Membership,
  visit: (group: number, sorted: Float64Array) => void,
): void {
  const next = offsets.slice();
  const dealt = new Float64Array(groups.length);
  for (let i = 0; i < order.length; i++) {
    const value = values[i];
    for (let m = starts[order[i]], end = starts[order[i] + 1]; m < end; m++) dealt[next[groups[m]]++] = value;
  }
  // Where values are missing a group ends before the next one begins.
  for (let g = 0; g < names.length; g++)
    if (next[g] > offsets[g]) visit(g, dealt.subarray(offsets[g], next[g]));
}

function summarise(sorted: Float64Array): GroupFeature {
  const n = sorted.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sorted[i];
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sorted[i] - mean) ** 2;
  return {
    min: sorted[0],
    q1: sortedQuantile(sorted, 0.25),
    median: sortedQuantile(sorted, 0.5),
    q3: sortedQuantile(sorted, 0.75),
    max: sorted[n - 1],
    mean: meanEstimate(mean, squares, n),
    ...(n > 1 ? { sd: Math.sqrt(squares / (n - 1)) } : {}),
  };
}

function countWhere(sorted: Float64Array, test: (value: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < sorted.length; i++) if (test(sorted[i])) count++;
  return count;
}
