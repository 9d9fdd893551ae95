import { binCount, type GlassboxAxis } from './axis.js';

/** A column in few bins, for pairs: an axis of its own, and where each bin of the fine one goes, the missing one included. */
export interface Coarse {
  readonly axis: GlassboxAxis;
  readonly ofBin: Uint8Array;
}

/**
 * Joins neighbouring bins into at most `most` of about equal weight, the missing one included if it has any. Levels of a coded column
 * are neighbours when their effects are near.
 *
 * @param weights weight of every bin, the missing one last
 * @param values effect of every bin
 */
export function coarsen(
  axis: GlassboxAxis,
  weights: Float64Array,
  values: Float64Array,
  most: number,
): Coarse {
  const bins = binCount(axis);
  const order = Array.from({ length: bins }, (_, b) => b);
  const room = weights[bins]! > 0 ? most - 1 : most;
  if (axis.kind === 'coded' && bins > room) order.sort((a, b) => values[a]! - values[b]! || a - b);
  const ofBin = new Uint8Array(bins + 1);
  const count = bins <= room ? spread(order, ofBin) : fill(order, weights, room, ofBin);
  ofBin[bins] = count;
  if (axis.kind === 'coded') {
    const groups: string[][] = Array.from({ length: count }, () => []);
    axis.groups.forEach((levels, b) => {
      for (const level of levels) groups[ofBin[b]!]!.push(level);
    });
    return { axis: { ...axis, groups }, ofBin };
  }
  return { axis: { ...axis, edges: axis.edges.filter((_, e) => ofBin[e] !== ofBin[e + 1]) }, ofBin };
}

function spread(order: readonly number[], ofBin: Uint8Array): number {
  for (const bin of order) ofBin[bin] = bin;
  return order.length;
}

/** Fills one coarse bin after the other, each up to an equal part of the weight that is left. */
function fill(order: readonly number[], weights: Float64Array, room: number, ofBin: Uint8Array): number {
  let rest = 0;
  for (const bin of order) rest += weights[bin]!;
  let coarse = 0;
  let held = 0;
  order.forEach((bin, i) => {
    const weight = weights[bin]!;
    const part = rest / (room - coarse);
    if (i > 0 && coarse < room - 1 && held > 0 && held + weight / 2 > part) {
      rest -= held;
      coarse++;
      held = 0;
    }
    ofBin[bin] = coarse;
    held += weight;
  });
  return coarse + 1;
}
