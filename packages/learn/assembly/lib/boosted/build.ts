// Histograms: of a large node group by group of four columns, of a small node with a map of what was touched.
import { ctz32, hist1at, hist4, hist4wide, hist8, hist8at, ld32, sparse1, sparse4, sparse4wide, st32, takeSlot, zeroSlot, fill0 } from './platform';
import {
  activeOf, columnInfo, columns, COUNT, featureList, FROM, gh, groups, infoOf, rowBins, rows, slotOf, slots, smallHist, smallMap, stride, used, usedMapBytes,
  wide,
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
export function groupEnd(group: i32): i32 { return group + 1 < groups ? slotOfColumn((group + 1) << 2) : used; }

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

/** Lists the columns that may be split in this tree; returns how many. The list lies where a node's draw of features does, until then. */
function listActive(list: i32): i32 {
  let count: i32 = 0;
  for (let c: i32 = 0; c < columns; c++) {
    if (activeOf(infoOf(c)) == 0) continue;
    st32(list + (count << 2), c);
    count++;
  }
  return count;
}

@inline function columnAt(list: i32, i: i32): i32 { return ld32(list + (i << 2)); }

/** So many rows stay in the second-level cache until all columns have had them. */
const NEAR_ROWS: i32 = 1024;

/** Adds a node's rows to all histograms, eight columns at a time, so that what is written stays in the first-level cache. */
export function buildAll(hist: i32, node: i32, thread: i32): void {
  if (wide != 0) {
    for (let group: i32 = 0; group < groups; group++) if (groupActive(group) != 0) buildGroup(hist, node, group);
    return;
  }
  const list = featureList(thread);
  const active = listActive(list);
  const end = ld32(node + COUNT);
  for (let first: i32 = 0; first < end; first += NEAR_ROWS) {
    const from = rows + ((ld32(node + FROM) + first) << 2);
    buildRows(hist, from, first + NEAR_ROWS < end ? NEAR_ROWS : end - first, list, active);
  }
}

/** Adds some rows to the histograms of the listed columns. */
function buildRows(hist: i32, from: i32, count: i32, list: i32, active: i32): void {
  let i: i32 = 0;
  for (; i + 8 <= active; i += 8) {
    const c = columnAt(list, i);
    if (columnAt(list, i + 7) == c + 7) {
      hist8(
        from, count, gh, rowBins + c, stride,
        at(hist, c), at(hist, c + 1), at(hist, c + 2), at(hist, c + 3),
        at(hist, c + 4), at(hist, c + 5), at(hist, c + 6), at(hist, c + 7),
      );
    } else hist8at(from, count, gh, rowBins, stride, list + (i << 2), columnInfo, hist);
  }
  while (i < active) {
    const c = columnAt(list, i);
    if (i + 4 <= active && columnAt(list, i + 3) == c + 3) {
      hist4(15, from, count, gh, rowBins + c, stride, at(hist, c), at(hist, c + 1), at(hist, c + 2), at(hist, c + 3));
      i += 4;
    } else {
      hist1at(from, count, gh, rowBins, stride, list + (i << 2), columnInfo, hist);
      i++;
    }
  }
}

/** The histogram of a small node in the thread's own place, which is all zero before and after use. */
export function buildSmall(node: i32, thread: i32): void {
  const from = rows + (ld32(node + FROM) << 2);
  const count = ld32(node + COUNT);
  const hist = smallHist(thread);
  const map = smallMap(thread);
  if (wide != 0) {
    for (let group: i32 = 0; group < groups; group++) {
      if (groupActive(group) == 0) continue;
      const c = group << 2;
      sparse4wide(
        from, count, gh, rowBins + (group << 3), stride, hist, map,
        slotOfColumn(c), slotOfColumn(c + 1), slotOfColumn(c + 2), slotOfColumn(c + 3),
      );
    }
    return;
  }
  const list = featureList(thread);
  const active = listActive(list);
  let i: i32 = 0;
  for (; i + 4 <= active; i += 4) sparse4(from, count, gh, rowBins, stride, list + (i << 2), columnInfo, hist, map);
  for (; i < active; i++) sparse1(from, count, gh, rowBins, stride, list + (i << 2), columnInfo, hist, map);
}

/** Takes the small histogram from a large one where it was touched. */
export function takeSmall(from: i32, thread: i32): void {
  const hist = smallHist(thread);
  const map = smallMap(thread);
  const words = usedMapBytes() >> 2;
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
  const words = usedMapBytes() >> 2;
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
