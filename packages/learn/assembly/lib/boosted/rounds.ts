// A round: derivatives and sampling, the tree, predictions of rows that it was not grown on.
import { buildAll, buildGroup, clearGroup, groupActive, groupEnd, groupStart } from './build';
import { evaluate } from './evaluate';
import { makeLeaf } from './leaf';
import { bear, clearSplit, initNode, maskOf, maySplit, takeBetter, worthSplit } from './node';
import { derive, SQUARED } from './objective';
import { barrier, claim, fill0, ld32, ldF32, ldF64, move, round32, sample, squared4, st32, stF32, subtract, toInt, walk4 } from './platform';
import { partition, walk } from './split';
import {
  activeOf, BIN, binsOf, BLOCK, blocks, COLUMN, columnBest, columns, COUNT, DEFAULT_LEFT, DEPTH, evalCount, evalRows, FROM, GAIN, gh,
  groups, histBytes, infoOf, kindOf, labels, LEFT, lossguide, maxLeaves, nodeAt, nodeBytes, nodes, NUMERIC, objective, pred, queue,
  rowBins, rows, seed, sharedRows, sharedSlotCount, sharedSlots, SLOT, spareA, spareB, stride, subsample, sync, threads, trainCount,
  trainRows, used, VALUE, walkTable, weights, wide, readTree,
} from './state';
import { evaluateAll, growBelow } from './subtree';

const UNBOUND: f64 = 3.4028234663852886e38;

// After the sync words: 20 nodes waiting in the queue, 24 leaves so far, 28 no room, 32 what to do next (4 words), 52 sampled rows, 60 over.
const WAITING: i32 = 20;
const LEAVES: i32 = 24;
const FULL: i32 = 28;
const NEXT: i32 = 32;
const SAMPLED: i32 = 52;
/** Levels for `walk4` and 1, or 0 to walk node by node. */
const WALK: i32 = 48;
/** The fit is over. */
const ENDED: i32 = 60;
/** Left counts of the threads' parts of a partition, from here on. */
const PARTS: i32 = 64;

@inline function rowAt(i: i32): i32 { return trainRows == 0 ? i : ld32(trainRows + (i << 2)); }

/** Derivatives of a block of training rows; its sampled ones to `spareA`, the others to `spareB`. */
function deriveBlock(block: i32): void {
  const from = block * BLOCK;
  const to = from + BLOCK < trainCount ? from + BLOCK : trainCount;
  let i = from;
  if (objective == SQUARED && weights == 0 && trainRows == 0) i += squared4(gh, pred, labels, from, to);
  for (; i < to; i++) derive(rowAt(i));
  const b = blocks + (block << 5);
  // A limit above every draw takes all.
  const limit = subsample < 1 ? toInt(subsample * 16777216) : 16777216;
  const list = trainRows == 0 ? 0 : trainRows + (from << 2);
  st32(b, sample(list, from, to - from, gh, seed, limit, spareA + (from << 2), spareB + (from << 2), b + 16));
}

function placeBlocks(count: i32): void {
  let place: i32 = 0;
  for (let block: i32 = 0; block < count; block++) {
    st32(blocks + (block << 5) + 4, place);
    place += ld32(blocks + (block << 5));
  }
  st32(sync + SAMPLED, place);
}

/** Sampled rows of a block to their place at the front of `rows`, the others behind all sampled ones. */
function gatherBlock(block: i32): void {
  const from = block * BLOCK;
  const size = from + BLOCK < trainCount ? BLOCK : trainCount - from;
  const sampled = ld32(blocks + (block << 5));
  const place = ld32(blocks + (block << 5) + 4);
  move(rows + (place << 2), spareA + (from << 2), sampled << 2);
  const behind = ld32(sync + SAMPLED) + from - place;
  move(rows + (behind << 2), spareB + (from << 2), (size - sampled) << 2);
}

function plantRoot(count: i32): void {
  let g: f64 = 0;
  let h: f64 = 0;
  for (let block: i32 = 0; block < count; block++) {
    g += ldF64(blocks + (block << 5) + 16);
    h += ldF64(blocks + (block << 5) + 24);
  }
  st32(sync + 16, 1);
  initNode(nodes, g, h, -UNBOUND, UNBOUND, 0, 0, ld32(sync + SAMPLED), seed);
  st32(sync + WAITING, 0);
  st32(sync + LEAVES, 1);
  st32(sync + FULL, 0);
  for (let i: i32 = 0; i < sharedSlotCount; i++) st32(queue + (i << 2), 0);
}

// The queue area: a flag per shared slot, then the ids of the nodes that wait.
@inline function waitingAt(i: i32): i32 { return queue + ((sharedSlotCount + i) << 2); }
@inline function sharedHist(slot: i32): i32 { return sharedSlots + slot * histBytes(); }

function takeShared(): i32 {
  for (let i: i32 = 0; i < sharedSlotCount; i++) {
    if (ld32(queue + (i << 2)) == 0) {
      st32(queue + (i << 2), 1);
      return i;
    }
  }
  return -1;
}

@inline function bestOf(child: i32, column: i32): i32 { return columnBest + (child * columns + column) * nodeBytes; }

/** Evaluates the columns of a group for one node, each into its own record. */
function evaluateGroup(hist: i32, node: i32, child: i32, group: i32, thread: i32): void {
  const mask = maskOf(node, thread);
  for (let c = group << 2; c < (group << 2) + 4 && c < columns; c++) {
    clearSplit(bestOf(child, c));
    if (activeOf(infoOf(c)) != 0) evaluate(hist, 0, c, node, bestOf(child, c), mask, thread);
  }
}

function gatherBest(node: i32, child: i32): void {
  for (let c: i32 = 0; c < columns; c++) if (activeOf(infoOf(c)) != 0) takeBetter(node, bestOf(child, c));
}

/** Builds (or has by subtraction) and evaluates two nodes together with all threads. `large` is 0 for the root. */
function evaluateShared(small: i32, large: i32, parent: i32, own: i32, thread: i32): void {
  const trySmall = maySplit(small);
  const tryLarge = large != 0 ? maySplit(large) : 0;
  const bySubtraction = tryLarge != 0 && parent >= 0 ? 1 : 0;
  if (threads == 1) {
    // Nobody to share with: as below in the tree.
    if (trySmall == 0 && bySubtraction == 0) return;
    const hist = sharedHist(own);
    fill0(hist, used << 4);
    buildAll(hist, small, thread);
    if (trySmall != 0) evaluateAll(hist, 0, small, thread);
    if (bySubtraction == 0) return;
    subtract(sharedHist(parent), hist, used);
    evaluateAll(sharedHist(parent), 0, large, thread);
    return;
  }
  for (;;) {
    const group = claim(sync);
    if (group >= groups) break;
    if (groupActive(group) == 0) continue;
    if (trySmall != 0 || bySubtraction != 0) {
      const hist = sharedHist(own);
      clearGroup(hist, group);
      buildGroup(hist, small, group);
      if (trySmall != 0) evaluateGroup(hist, small, 0, group, thread);
      if (bySubtraction != 0) {
        const from = sharedHist(parent);
        const start = groupStart(group);
        subtract(from + (start << 4), hist + (start << 4), groupEnd(group) - start);
        evaluateGroup(from, large, 1, group, thread);
      }
    }
  }
  barrier(sync, threads);
  if (thread == 0) {
    if (trySmall != 0) gatherBest(small, 0);
    if (bySubtraction != 0) gatherBest(large, 1);
  }
}

/** The waiting node to split next, taken out of the queue; -1 when none. */
function choose(all: i32): i32 {
  const count = ld32(sync + WAITING);
  let at: i32 = -1;
  for (let i: i32 = 0; i < count; i++) {
    const id = ld32(waitingAt(i));
    const node = nodeAt(id);
    if (all != 0) {
      if (at < 0) at = i;
      else if (lossguide != 0) {
        if (ldF64(node + GAIN) > ldF64(nodeAt(ld32(waitingAt(at))) + GAIN)) at = i;
      }
    } else if (ld32(node + COUNT) > sharedRows && (at < 0 || ld32(node + COUNT) > ld32(nodeAt(ld32(waitingAt(at))) + COUNT))) at = i;
  }
  if (at < 0) return -1;
  const id = ld32(waitingAt(at));
  for (let i = at; i + 1 < count; i++) st32(waitingAt(i), ld32(waitingAt(i + 1)));
  st32(sync + WAITING, count - 1);
  return id;
}

function wait(id: i32): void {
  const count = ld32(sync + WAITING);
  st32(waitingAt(count), id);
  st32(sync + WAITING, count + 1);
}

/** Makes a waiting node a leaf and gives back its histogram. */
function settle(id: i32): void {
  const slot = ld32(nodeAt(id) + SLOT);
  if (slot >= 0) st32(queue + (slot << 2), 0);
  makeLeaf(id);
}

function anyShared(): i32 {
  for (let i: i32 = 0; i < sharedSlotCount; i++) if (ld32(queue + (i << 2)) == 0) return 1;
  return 0;
}

/** Thread 0 decides what all do next: -1 when this phase is over. */
function plan(): i32 {
  if (ld32(sync + FULL) != 0) return -1;
  const all = maxLeaves > 0 ? 1 : 0;
  let id: i32 = -1;
  while (anyShared() != 0) {
    id = choose(all);
    if (id < 0) return -1;
    if (worthSplit(nodeAt(id)) != 0 && (all == 0 || ld32(sync + LEAVES) < maxLeaves)) return id;
    settle(id);
  }
  return -1;
}

/** Splits a node with all threads and evaluates its children. */
function splitShared(id: i32, thread: i32): void {
  const node = nodeAt(id);
  const from = ld32(node + FROM);
  const count = ld32(node + COUNT);
  // Each thread parts its stretch; then the left ones close up, and the right ones follow.
  const share = toInt(f64(count) / f64(threads)) + 1;
  const start = thread * share < count ? thread * share : count;
  const size = start + share < count ? share : count - start;
  const mine = partition(node, from + start, size, 1);
  st32(sync + PARTS + (thread << 2), mine);
  if (threads > 1) move(spareB + ((from + start) << 2), rows + ((from + start) << 2), mine << 2);
  barrier(sync, threads);
  let before: i32 = 0;
  let leftCount: i32 = 0;
  for (let t: i32 = 0; t < threads; t++) {
    const left = ld32(sync + PARTS + (t << 2));
    if (t < thread) before += left;
    leftCount += left;
  }
  if (threads > 1) move(rows + ((from + before) << 2), spareB + ((from + start) << 2), mine << 2);
  move(rows + ((from + leftCount + start - before) << 2), spareA + ((from + start) << 2), (size - mine) << 2);
  if (thread == 0) {
    const left = bear(id, leftCount);
    const slot = ld32(node + SLOT);
    if (left < 0) st32(sync + FULL, 1);
    else {
      st32(sync + LEAVES, ld32(sync + LEAVES) + 1);
      const own = takeShared();
      st32(sync + NEXT, left);
      st32(sync + NEXT + 8, slot);
      st32(sync + NEXT + 12, own);
    }
  }
  barrier(sync, threads);
  if (ld32(sync + FULL) != 0) return;
  const left = ld32(sync + NEXT);
  const slot = ld32(sync + NEXT + 8);
  const own = ld32(sync + NEXT + 12);
  const smallId = leftCount * 2 <= count ? left : left + 1;
  const largeId = leftCount * 2 <= count ? left + 1 : left;
  const small = nodeAt(smallId);
  const large = nodeAt(largeId);
  evaluateShared(small, large, slot, own, thread);
  if (thread == 0) {
    if (maySplit(large) != 0) st32(large + SLOT, slot);
    else st32(queue + (slot << 2), 0);
    if (maySplit(small) != 0) st32(small + SLOT, own);
    else st32(queue + (own << 2), 0);
    wait(left);
    wait(left + 1);
  }
}

/** One round in this thread; all threads call it. Returns 0, or 1 when there was no room for all nodes. */
export function round(thread: i32): i32 {
  const blockCount = toInt(f64(trainCount + BLOCK - 1) / f64(BLOCK));
  barrier(sync, threads);
  if (ld32(sync + ENDED) != 0) return 2;
  readTree();
  for (;;) {
    const block = claim(sync);
    if (block >= blockCount) break;
    deriveBlock(block);
  }
  barrier(sync, threads);
  if (thread == 0) placeBlocks(blockCount);
  barrier(sync, threads);
  for (;;) {
    const block = claim(sync);
    if (block >= blockCount) break;
    gatherBlock(block);
  }
  if (thread == 0) plantRoot(blockCount);
  barrier(sync, threads);
  const sampled = ld32(sync + SAMPLED);
  if (maySplit(nodes) != 0) {
    evaluateShared(nodes, 0, -1, 0, thread);
    if (thread == 0) {
      st32(queue, 1);
      st32(nodes + SLOT, 0);
    }
  }
  if (thread == 0) wait(0);
  for (;;) {
    if (thread == 0) st32(sync + NEXT + 4, plan());
    barrier(sync, threads);
    const id = ld32(sync + NEXT + 4);
    if (id < 0) break;
    splitShared(id, thread);
  }
  // What is left waiting: whole subtrees, the largest first.
  for (;;) {
    const item = claim(sync);
    if (item >= ld32(sync + WAITING)) break;
    if (growBelow(subtreeAt(item), thread) != 0) st32(sync + FULL, 1);
  }
  barrier(sync, threads);
  if (ld32(sync + FULL) != 0) return 1;
  addUnseen(sampled, thread);
  barrier(sync, threads);
  return 0;
}

/** The waiting node with the `rank`-th most rows. */
function subtreeAt(rank: i32): i32 {
  const count = ld32(sync + WAITING);
  for (let i: i32 = 0; i < count; i++) {
    const mine = ld32(nodeAt(ld32(waitingAt(i))) + COUNT);
    let before: i32 = 0;
    for (let j: i32 = 0; j < count; j++) {
      const other = ld32(nodeAt(ld32(waitingAt(j))) + COUNT);
      if (other > mine || (other == mine && j < i)) before++;
    }
    if (before == rank) return ld32(waitingAt(i));
  }
  return -1;
}

/** The tree for `walk4`: a node's column, limit, other bin that goes left, first child. 0 when a split does not fit that form. */
function writeTable(): i32 {
  if (wide != 0) return 0;
  const count = ld32(sync + 16);
  for (let id: i32 = 0; id < count; id++) {
    const node = nodeAt(id);
    const at = walkTable + (id << 4);
    const left = ld32(node + LEFT);
    if (left < 0) {
      st32(at, 0);
      st32(at + 4, 65536);
      st32(at + 12, id << 4);
      continue;
    }
    const column = ld32(node + COLUMN);
    const info = infoOf(column);
    st32(at, column);
    st32(at + 4, ld32(node + BIN));
    st32(at + 8, ld32(node + DEFAULT_LEFT) != 0 ? binsOf(info) : -1);
    if (kindOf(info) != NUMERIC) {
      // All but one level go left, missing ones too: one level goes left, turned round.
      if (ld32(node + BIN) < 0 || ld32(node + DEFAULT_LEFT) == 0) return 0;
      st32(at, column | (1 << 24));
      st32(at + 4, -1);
      st32(at + 8, ld32(node + BIN));
    }
    st32(at + 12, left << 4);
  }
  return 1;
}

/** Deepest level of the tree. */
function depthOf(): i32 {
  let deepest: i32 = 0;
  const count = ld32(sync + 16);
  for (let id: i32 = 0; id < count; id++) {
    const depth = ld32(nodeAt(id) + DEPTH);
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}

/** Predictions of rows outside the sample, and of the rows that are watched. */
function addUnseen(sampled: i32, thread: i32): void {
  const unseen = trainCount - sampled;
  if (unseen + evalCount == 0) return;
  if (thread == 0) st32(sync + WALK, writeTable() != 0 ? depthOf() + 1 : 0);
  barrier(sync, threads);
  addRows(rows + (sampled << 2), unseen);
  barrier(sync, threads);
  addRows(evalRows, evalCount);
}

function addRows(list: i32, count: i32): void {
  const depth = ld32(sync + WALK) - 1;
  const parts = toInt(f64(count + BLOCK - 1) / f64(BLOCK));
  let part = claim(sync);
  while (part < parts) {
    const from = part * BLOCK;
    const size = from + BLOCK < count ? BLOCK : count - from;
    if (depth >= 0) walk4(list + (from << 2), size, rowBins, stride, walkTable, depth, nodes, nodeBytes, VALUE, pred);
    else {
      for (let i = from; i < from + size; i++) {
        const row = ld32(list + (i << 2));
        const at = pred + (row << 2);
        stF32(at, ldF32(at) + round32(ldF64(walk(nodes, nodeBytes, row) + VALUE)));
      }
    }
    part = claim(sync);
  }
}
