import type { PackForm } from './header.js';
import { BEYOND, LeafTable } from './leaf-table.js';
import type { ForestParts } from './model.js';
import { HEAVY, layOut, viewsOf } from './pack-layout.js';
import { bitsFor, type ForestTree } from './trees.js';

function countHeavy(trees: readonly ForestTree[]): number {
  let count = 0;
  for (const { leafWeights } of trees) for (const weight of leafWeights) if (weight >= HEAVY) count++;
  return count;
}

/** Packs a forest. */
export function packForest(parts: ForestParts): { payload: Uint8Array; form: PackForm } {
  const bits = bitsFor(parts.schema.length);
  const leaves = LeafTable.of(parts.trees, bits);
  const whole = parts.trees.every((tree) => !(tree.leafWeights instanceof Float32Array));
  const form: PackForm = {
    nodes: parts.trees.map((tree) => tree.nodes.length / 2),
    depths: parts.trees.map((tree) => tree.depth),
    leafTable: leaves.values.length,
    leafBeyond: leaves.beyond,
    weightBytes: whole ? 1 : 4,
    weightBeyond: whole ? countHeavy(parts.trees) : 0,
  };
  const layout = layOut(form, parts.schema.length, parts.oob?.predictions.length ?? 0);
  const views = viewsOf(new Uint8Array(layout.size), layout, form);
  const { bytes } = views;
  const mask = (1 << bits) - 1;
  let node = 0;
  let split = 0;
  let leaf = 0;
  let beyond = 0;
  let heavy = 0;
  for (const tree of parts.trees) {
    const { nodes } = tree;
    for (let own = 0; own < tree.leafWeights.length; own++) {
      const weight = tree.leafWeights[own];
      const listed = whole && weight >= HEAVY;
      views.weight[leaf + own] = listed ? HEAVY : weight;
      if (listed) views.heavy[heavy++] = weight;
    }
    for (let at = 0; at < nodes.length; at += 2, node++) {
      const word = nodes[at + 1];
      if (word >>> (bits + 2) === 0) {
        const index = leaves.indexOf(nodes[at]);
        views.leaf[leaf++] = index;
        if (index === BEYOND) views.beyond[beyond++] = nodes[at];
        continue;
      }
      bytes[layout.shape + (node >> 3)] |= 1 << (node & 7);
      if ((word >>> (bits + 1)) & 1) bytes[layout.missing + (split >> 3)] |= 1 << (split & 7);
      views.column[split] = word & mask;
      views.split[split++] = nodes[at];
    }
  }
  views.table.set(leaves.values);
  if (parts.oob) views.oob.set(parts.oob.predictions);
  return { payload: bytes, form };
}
