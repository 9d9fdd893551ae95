// Grows one exact regression tree: see src/models/forest/twin.ts for the same in plain TypeScript.

import { growBins } from './forest/binned';
import { beginTree, emitLeaf, endTree, settleThresholds } from './forest/emit';
import { growNode, growSmall, PENDING, pushRoot } from './forest/grow';
import { Pending, Plan, Space } from './forest/plan';
import { seedRandom } from './forest/random';
import { layShuffles } from './forest/partition';
import { fillRuns, moveNode, numberRows } from './forest/space';

/** Moves the node on top into a smaller space, as its only node. */
function enter<E>(plan: Plan, from: Space, to: Space, top: usize, keys: bool): void {
  const node = changetype<Pending>(top);
  moveNode<E>(plan, from, to, node.start, node.count, node.column, keys);
  node.start = 0;
}

function growMiddle(plan: Plan, top: usize, base: usize): void {
  const middle = changetype<Space>(plan.middle);
  const small = changetype<Space>(plan.small);
  while (top >= base) {
    const node = changetype<Pending>(top);
    if (node.leaf) {
      emitLeaf(plan, node.parent, node.depth, node.value, node.weight);
      top -= PENDING;
    } else if (node.count <= plan.smallRows) {
      enter<u32>(plan, middle, small, top, true);
      growSmall(plan, small, top, top);
      top -= PENDING;
    } else top = growNode<u32>(plan, middle, top, 0);
  }
}

function growWide(plan: Plan, top: usize, base: usize): void {
  const wide = changetype<Space>(plan.wide);
  const middle = changetype<Space>(plan.middle);
  const small = changetype<Space>(plan.small);
  while (top >= base) {
    const node = changetype<Pending>(top);
    if (node.leaf) {
      emitLeaf(plan, node.parent, node.depth, node.value, node.weight);
      top -= PENDING;
    } else if (node.count <= plan.smallRows) {
      enter<u64>(plan, wide, small, top, true);
      growSmall(plan, small, top, top);
      top -= PENDING;
    } else if (node.count <= 32768) {
      enter<u64>(plan, wide, middle, top, false);
      growMiddle(plan, top, top);
      top -= PENDING;
    } else top = growNode<u64>(plan, wide, top, 0);
  }
}

function begin(plan: Plan, seed: u32): void {
  seedRandom(seed);
  beginTree();
  for (let c: u32 = 0; c < plan.columns; c++) {
    store<u32>(plan.permutation + (<usize>c << 2), c);
    store<f64>(plan.importance + (<usize>c << 3), 0);
  }
}

/** Returns the number of nodes; they, the leaves' weights and the importances stand where the plan says. */
export function growTree(address: usize, seed: u32): u32 {
  const plan = changetype<Plan>(address);
  begin(plan, seed);
  const wide = plan.wide != 0;
  const space = changetype<Space>(wide ? plan.wide : plan.middle);
  layShuffles(space.shuffles);
  const count = numberRows(plan, space, !wide);
  if (wide) fillRuns<u64>(plan, space);
  else fillRuns<u32>(plan, space);
  pushRoot(plan, space, count);
  if (wide) growWide(plan, plan.stack, plan.stack);
  else growMiddle(plan, plan.stack, plan.stack);
  settleThresholds(plan);
  return endTree(plan);
}

/** The same on bins. */
export function growBinned(address: usize, seed: u32): u32 {
  const plan = changetype<Plan>(address);
  begin(plan, seed);
  growBins(plan);
  return endTree(plan);
}
