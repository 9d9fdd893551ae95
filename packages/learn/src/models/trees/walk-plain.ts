import type { Layout } from './layout.js';

/** The twin of the kernel's `walkRows`: four rows in lockstep. */
export function plainWalkRows(
  layout: Layout,
  from: number,
  to: number,
  rows: Float32Array,
  count: number,
  sums: Float32Array,
): void {
  const { nodes, starts, steps, childBits } = layout;
  const floats = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  const mask = 2 ** childBits - 1;
  const stride = layout.slots.count;
  const padded = Math.ceil(count / 4) * 4;
  for (let t = from; t < to; t++) {
    const tree = starts[t]! * 2;
    const deep = steps[t]!;
    for (let r = 0; r < padded; r += 4) {
      const r0 = r * stride;
      const r1 = r0 + stride;
      const r2 = r1 + stride;
      const r3 = r2 + stride;
      let a = tree;
      let b = tree;
      let c = tree;
      let d = tree;
      for (let s = 0; s < deep; s++) {
        const wa = nodes[a]!;
        const wb = nodes[b]!;
        const wc = nodes[c]!;
        const wd = nodes[d]!;
        a = tree + 2 * ((wa & mask) + (rows[r0 + (wa >>> childBits)]! >= floats[a + 1]! ? 1 : 0));
        b = tree + 2 * ((wb & mask) + (rows[r1 + (wb >>> childBits)]! >= floats[b + 1]! ? 1 : 0));
        c = tree + 2 * ((wc & mask) + (rows[r2 + (wc >>> childBits)]! >= floats[c + 1]! ? 1 : 0));
        d = tree + 2 * ((wd & mask) + (rows[r3 + (wd >>> childBits)]! >= floats[d + 1]! ? 1 : 0));
      }
      sums[r]! += floats[a + 1]!;
      sums[r + 1]! += floats[b + 1]!;
      sums[r + 2]! += floats[c + 1]!;
      sums[r + 3]! += floats[d + 1]!;
    }
  }
}

/** The twin of the kernel's `walkRow`. */
export function plainWalkRow(
  layout: Layout,
  from: number,
  to: number,
  row: Float32Array,
  start: number,
): number {
  const { nodes, starts, steps, childBits } = layout;
  const floats = new Float32Array(nodes.buffer, nodes.byteOffset, nodes.length);
  const mask = 2 ** childBits - 1;
  let sum = Math.fround(start);
  for (let t = from; t < to; t++) {
    const tree = starts[t]! * 2;
    let a = tree;
    for (let s = steps[t]!; s > 0; s--) {
      const w = nodes[a]!;
      a = tree + 2 * ((w & mask) + (row[w >>> childBits]! >= floats[a + 1]! ? 1 : 0));
    }
    sum = Math.fround(sum + floats[a + 1]!);
  }
  return sum;
}
