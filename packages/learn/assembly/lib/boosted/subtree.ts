// One thread grows everything below a node, depth first: what it works on stays in its cache.
import { buildAll, buildSmall, clearSmall, takeSmall } from './build';
import { evaluate } from './evaluate';
import { leavesAreWeights, makeLeaf, makeLeaves } from './leaf';
import { bear, childrenEnd, maskOf, maySplit, worthSplit } from './node';
import { fill0, ld32, st32, subtract } from './platform';
import { partition } from './split';
import {
  activeOf, columns, COUNT, FROM, histBytes, infoOf, nodeAt, sharedSlots, SLOT, slotTable, smallHist, smallMap, smallRows, stackOf,
  threadHists, threadSlots, used,
} from './state';

/** Slots of the shared phase are numbered from 0, a thread's own from here. */
export const OWN: i32 = 1 << 20;

export function histAt(slot: i32, thread: i32): i32 {
  return slot < OWN ? sharedSlots + slot * histBytes() : threadHists(thread) + (slot - OWN) * histBytes();
}

/** A free histogram of this thread, not cleared. There are enough: the smaller child goes first. */
function takeSlotOf(thread: i32): i32 {
  const table = slotTable(thread);
  for (let i: i32 = 0; i < threadSlots; i++) {
    if (ld32(table + (i << 2)) == 0) {
      st32(table + (i << 2), 1);
      return OWN + i;
    }
  }
  return -1;
}

function freeSlot(slot: i32, thread: i32): void {
  if (slot >= OWN) st32(slotTable(thread) + ((slot - OWN) << 2), 0);
}

export function evaluateAll(hist: i32, map: i32, node: i32, thread: i32): void {
  const mask = maskOf(node, thread);
  for (let c: i32 = 0; c < columns; c++) if (activeOf(infoOf(c)) != 0) evaluate(hist, map, c, node, node, mask, thread);
}

/** Builds and evaluates a node by itself: with few rows by what they touch, else in the given slot. */
function alone(node: i32, slot: i32, thread: i32): void {
  if (ld32(node + COUNT) <= smallRows) {
    buildSmall(node, thread);
    evaluateAll(smallHist(thread), smallMap(thread), node, thread);
    clearSmall(thread);
    freeSlot(slot, thread);
    return;
  }
  const own = slot >= 0 ? slot : takeSlotOf(thread);
  const hist = histAt(own, thread);
  fill0(hist, used << 4);
  buildAll(hist, node, thread);
  evaluateAll(hist, 0, node, thread);
  st32(node + SLOT, own);
}

/** Finds the best splits of two new children; `slot` has their parent's histogram or is -1. */
export function evaluateChildren(small: i32, large: i32, slot: i32, thread: i32): void {
  const tryLarge = maySplit(large);
  const trySmall = maySplit(small);
  if (tryLarge == 0 || ld32(large + COUNT) <= smallRows || slot < 0) {
    if (tryLarge != 0 && ld32(large + COUNT) > smallRows) {
      alone(large, -1, thread);
      if (trySmall != 0) alone(small, -1, thread);
      return;
    }
    if (trySmall != 0) alone(small, slot, thread);
    else freeSlot(slot, thread);
    if (tryLarge != 0) alone(large, -1, thread);
    return;
  }
  // The larger child is its parent less the smaller one.
  const hist = histAt(slot, thread);
  if (ld32(small + COUNT) <= smallRows) {
    buildSmall(small, thread);
    if (trySmall != 0) evaluateAll(smallHist(thread), smallMap(thread), small, thread);
    takeSmall(hist, thread);
    clearSmall(thread);
  } else {
    const own = takeSlotOf(thread);
    const other = histAt(own, thread);
    fill0(other, used << 4);
    buildAll(other, small, thread);
    subtract(hist, other, used);
    if (trySmall != 0) {
      evaluateAll(other, 0, small, thread);
      st32(small + SLOT, own);
    } else freeSlot(own, thread);
  }
  evaluateAll(hist, 0, large, thread);
  st32(large + SLOT, slot);
}

/** Grows everything below `top`, whose best split is known. Returns 0, or 1 when there was no room for a node. */
export function growBelow(top: i32, thread: i32): i32 {
  const stack = stackOf(thread);
  let depth: i32 = 1;
  st32(stack, top);
  while (depth > 0) {
    depth--;
    const id = ld32(stack + (depth << 2));
    const node = nodeAt(id);
    const slot = ld32(node + SLOT);
    if (worthSplit(node) == 0) {
      freeSlot(slot, thread);
      makeLeaf(id);
      continue;
    }
    const count = ld32(node + COUNT);
    if (leavesAreWeights() != 0 && childrenEnd(node) != 0) {
      freeSlot(slot, thread);
      const pair = bear(id, 0);
      if (pair < 0) return 1;
      makeLeaves(id, pair);
      continue;
    }
    const leftCount = partition(node, ld32(node + FROM), count, 0);
    const left = bear(id, leftCount);
    if (left < 0) return 1;
    const small = leftCount * 2 <= count ? left : left + 1;
    const large = leftCount * 2 <= count ? left + 1 : left;
    evaluateChildren(nodeAt(small), nodeAt(large), slot, thread);
    st32(stack + (depth << 2), large);
    st32(stack + ((depth + 1) << 2), small);
    depth += 2;
  }
  return 0;
}
