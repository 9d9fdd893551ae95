import type { Draft } from './compact-tables.js';

const BUCKETS = 4096;

/** Nodes by cost, in buckets of an eighth of a doubling. */
class CostQueue {
  private readonly heads = new Int32Array(BUCKETS).fill(-1);
  private readonly next: Int32Array;
  private bucket = 0;

  constructor(nodes: number) {
    this.next = new Int32Array(nodes);
  }

  push(node: number, cost: number): void {
    const wanted = cost > 0 ? Math.round(Math.log2(cost) * 8) + BUCKETS / 2 : 0;
    const bucket = Math.max(this.bucket, Math.min(BUCKETS - 1, wanted));
    this.next[node] = this.heads[bucket]!;
    this.heads[bucket] = node;
  }

  /** The cheapest node, -1 when there is none. */
  pop(): number {
    while (this.bucket < BUCKETS) {
      const node = this.heads[this.bucket]!;
      if (node >= 0) {
        this.heads[this.bucket] = this.next[node]!;
        return node;
      }
      this.bucket++;
    }
    return -1;
  }
}

/**
 * Cuts the weakest splits off, from the leaves up, until `bits` bits are saved: each time the split whose two leaves
 * differ least for the rows they hold, cover × cover / (cover + cover) × difference², which is how much the sum of
 * squared changes of this tree's predictions grows. The new leaf is the mean of the two. Returns the bits saved.
 */
export function prune(draft: Draft, bits: number, inner: Uint8Array, leafBits: number): number {
  const { ensemble, left, right, value } = draft;
  const { feature, cover, treeStarts } = ensemble;
  const end = treeStarts[draft.trees]!;
  const parent = new Int32Array(end).fill(-1);
  const queue = new CostQueue(end);
  const isLeaf = (node: number) => left[node]! < 0;
  function offer(node: number): void {
    const l = left[node]!;
    const r = right[node]!;
    if (!(isLeaf(l) && isLeaf(r))) return;
    const [a, b] = [cover[l]!, cover[r]!];
    const share = a + b > 0 ? (a * b) / (a + b) : 0;
    queue.push(node, share * (value[l]! - value[r]!) ** 2);
  }
  for (let node = 0; node < end; node++) {
    if (isLeaf(node)) continue;
    parent[left[node]!] = node;
    parent[right[node]!] = node;
    offer(node);
  }
  let saved = 0;
  while (saved < bits) {
    const node = queue.pop();
    if (node < 0) break;
    const l = left[node]!;
    const r = right[node]!;
    const whole = cover[l]! + cover[r]!;
    const share = whole > 0 ? cover[l]! / whole : 0.5;
    value[node] = share * value[l]! + (1 - share) * value[r]!;
    left[node] = -1;
    right[node] = -1;
    saved += inner[feature[node]!]! + leafBits;
    if (parent[node]! >= 0) offer(parent[node]!);
  }
  return saved;
}
