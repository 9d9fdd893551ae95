// Histograms: of a large node group by group of four columns, of a small node with a map of what was touched.
import { ctz32, hist4, hist4wide, hist8, ld32, sparse4, sparse4wide, st32, takeSlot, zeroSlot, fill0 } from './platform';
import {
  activeOf, columns, COUNT, FROM, gh, groups, infoOf, mapBytes, rowBins, rows, slotOf, slots, smallHist, smallMap, stride, wide,
} from './state';

/** Columns past the last, that fill up a group, share the slot after all others. */
@inline function slotOfColumn(column: i32): i32 { return column < columns ? slotOf(infoOf(column)) : slots; }

/** A bit for each column of the group that may be split in this tree. */
export function groupActive(group: i32): i32 {
  let mask: i32 = 0;
  for (let i: i32 = 0; i < 4; i++) {
    const c = (group << 2) + i;
    if (c < columns && activeOf(infoOf(c)) != 0) mask |= 1 << i;
  }
  return mask;
}

function at(hist: i32, column: i32): i32 {
  return hist + (slotOfColumn(column) << 4);
}

/** First slot of a group, and the slot after its last. */
export function groupStart(group: i32): i32 { return slotOfColumn(group << 2); }
export function groupEnd(group: i32): i32 { return group + 1 < groups ? slotOfColumn((group + 1) << 2) : slots; }

/** Adds a node's rows to the histograms of one group. */
export function buildGroup(hist: i32, node: i32, group: i32): void {
  const list = rows + (ld32(node + FROM) << 2);
  const count = ld32(node + COUNT);
  const c = group << 2;
  const h0 = at(hist, c);
  const h1 = at(hist, c + 1);
  const h2 = at(hist, c + 2);
  const h3 = at(hist, c + 3);
  if (wide != 0) hist4wide(list, count, gh, rowBins + (group << 3), stride, h0, h1, h2, h3);
  else hist4(groupActive(group), list, count, gh, rowBins + (group << 2), stride, h0, h1, h2, h3);
}

/** Adds a node's rows to all histograms, two groups at a time, so that what is written stays in the first-level cache. */
export function buildAll(hist: i32, node: i32): void {
  const list = rows + (ld32(node + FROM) << 2);
  const count = ld32(node + COUNT);
  let group: i32 = 0;
  while (group < groups) {
    if (groupActive(group) == 0) {
      group++;
      continue;
    }
    const c = group << 2;
    if (wide == 0 && group + 1 < groups && groupActive(group) == 15 && groupActive(group + 1) == 15) {
      hist8(
        list, count, gh, rowBins + (group << 2), stride,
        at(hist, c), at(hist, c + 1), at(hist, c + 2), at(hist, c + 3),
        at(hist, c + 4), at(hist, c + 5), at(hist, c + 6), at(hist, c + 7),
      );
      group += 2;
    } else {
      buildGroup(hist, node, group);
      group++;
    }
  }
}

/** The histogram of a small node in the thread's own place, which is all zero before and after use. */
export function buildSmall(node: i32, thread: i32): void {
  const list = rows + (ld32(node + FROM) << 2);
  const count = ld32(node + COUNT);
  const hist = smallHist(thread);
  const map = smallMap(thread);
  for (let group: i32 = 0; group < groups; group++) {
    if (groupActive(group) == 0) continue;
    const c = group << 2;
    const o0 = slotOfColumn(c);
    const o1 = slotOfColumn(c + 1);
    const o2 = slotOfColumn(c + 2);
    const o3 = slotOfColumn(c + 3);
    if (wide != 0) sparse4wide(list, count, gh, rowBins + (group << 3), stride, hist, map, o0, o1, o2, o3);
    else sparse4(list, count, gh, rowBins + (group << 2), stride, hist, map, o0, o1, o2, o3);
  }
}

/** Takes the small histogram from a large one where it was touched. */
export function takeSmall(from: i32, thread: i32): void {
  const hist = smallHist(thread);
  const map = smallMap(thread);
  const words = mapBytes() >> 2;
  for (let word: i32 = 0; word < words; word++) {
    let bits = ld32(map + (word << 2));
    while (bits != 0) {
      const slot = (word << 5) + ctz32(bits);
      bits &= bits - 1;
      takeSlot(from + (slot << 4), hist + (slot << 4));
    }
  }
}

/** Makes the small histogram zero again. */
export function clearSmall(thread: i32): void {
  const hist = smallHist(thread);
  const map = smallMap(thread);
  const words = mapBytes() >> 2;
  for (let word: i32 = 0; word < words; word++) {
    let bits = ld32(map + (word << 2));
    if (bits == 0) continue;
    while (bits != 0) {
      zeroSlot(hist + (((word << 5) + ctz32(bits)) << 4));
      bits &= bits - 1;
    }
    st32(map + (word << 2), 0);
  }
}

export function clearGroup(hist: i32, group: i32): void {
  const start = groupStart(group);
  fill0(hist + (start << 4), (groupEnd(group) - start) << 4);
}
