import type { TreeEnsemble } from './ensemble.js';

/** The nodes of a tree that a walk can reach, in order: arena ids. */
export function reachedNodes(ensemble: TreeEnsemble, tree: number): Int32Array {
  const start = ensemble.treeStarts[tree]!;
  const end = ensemble.treeStarts[tree + 1]!;
  const seen = new Uint8Array(end - start);
  seen[0] = 1;
  let count = 0;
  for (let node = start; node < end; node++) {
    if (seen[node - start] === 0) continue;
    count++;
    if (ensemble.left[node] === -1) continue;
    seen[ensemble.left[node]! - start] = 1;
    seen[ensemble.right[node]! - start] = 1;
  }
  const ids = new Int32Array(count);
  let next = 0;
  for (let node = start; node < end; node++) if (seen[node - start] === 1) ids[next++] = node;
  return ids;
}
