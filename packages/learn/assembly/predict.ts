// The walk of src/models/trees/layout.ts: eight rows of one tree, or sixteen trees of one row, in lockstep. A node is two
// words: slot << childBits | child, then the float32 that the slot's value is compared with. A step goes to
// child + (value >= that float32); leaves point at themselves, and their slot holds NaN, so that they stay.

@inline function step(tree: usize, row: usize, node: u32, childBits: u32, mask: u32): u32 {
  const at = tree + (<usize>node << 3);
  const word = load<u32>(at);
  return (word & mask) + u32(load<f32>(row + (<usize>(word >>> childBits) << 2)) >= load<f32>(at, 4));
}

@inline function leaf(tree: usize, node: u32): f32 {
  return load<f32>(tree + (<usize>node << 3), 4);
}

/** Adds trees `from` to `to` to the sums of `count` rows (a multiple of 8), each `stride` bytes long. */
export function walkRows(
  nodes: usize, starts: usize, steps: usize, from: u32, to: u32,
  rows: usize, stride: usize, count: u32, childBits: u32, sums: usize,
): void {
  const mask: u32 = (1 << childBits) - 1;
  for (let t = from; t < to; t++) {
    const tree = nodes + (<usize>load<u32>(starts + (<usize>t << 2)) << 3);
    const deep = load<u32>(steps + (<usize>t << 2));
    let row = rows;
    for (let r: u32 = 0; r < count; r += 8) {
      const r1 = row + stride, r2 = r1 + stride, r3 = r2 + stride;
      const r4 = r3 + stride, r5 = r4 + stride, r6 = r5 + stride, r7 = r6 + stride;
      let a: u32 = 0, b: u32 = 0, c: u32 = 0, d: u32 = 0, e: u32 = 0, f: u32 = 0, g: u32 = 0, h: u32 = 0;
      for (let s: u32 = 0; s < deep; s++) {
        const b0 = step(tree, row, a, childBits, mask);
        const b1 = step(tree, r1, b, childBits, mask);
        const b2 = step(tree, r2, c, childBits, mask);
        const b3 = step(tree, r3, d, childBits, mask);
        const b4 = step(tree, r4, e, childBits, mask);
        const b5 = step(tree, r5, f, childBits, mask);
        const b6 = step(tree, r6, g, childBits, mask);
        const b7 = step(tree, r7, h, childBits, mask);
        // deep trees are uneven: stop when all eight rest on leaves
        if (s > 7 && ((a ^ b0) | (b ^ b1) | (c ^ b2) | (d ^ b3) | (e ^ b4) | (f ^ b5) | (g ^ b6) | (h ^ b7)) == 0) break;
        a = b0; b = b1; c = b2; d = b3; e = b4; f = b5; g = b6; h = b7;
      }
      const out = sums + (<usize>r << 2);
      store<f32>(out, load<f32>(out) + leaf(tree, a));
      store<f32>(out, load<f32>(out, 4) + leaf(tree, b), 4);
      store<f32>(out, load<f32>(out, 8) + leaf(tree, c), 8);
      store<f32>(out, load<f32>(out, 12) + leaf(tree, d), 12);
      store<f32>(out, load<f32>(out, 16) + leaf(tree, e), 16);
      store<f32>(out, load<f32>(out, 20) + leaf(tree, f), 20);
      store<f32>(out, load<f32>(out, 24) + leaf(tree, g), 24);
      store<f32>(out, load<f32>(out, 28) + leaf(tree, h), 28);
      row = r7 + stride;
    }
  }
}

@inline function root(nodes: usize, starts: usize, t: u32): usize {
  return nodes + (<usize>load<u32>(starts + (<usize>t << 2)) << 3);
}

@inline function deeper(steps: usize, t: u32, deep: u32): u32 {
  const s = load<u32>(steps + (<usize>t << 2));
  return s > deep ? s : deep;
}

/** The sum of trees `from` to `to` for one row, from `sum` on. */
export function walkRow(
  nodes: usize, starts: usize, steps: usize, from: u32, to: u32, row: usize, childBits: u32, sum: f32,
): f32 {
  const mask: u32 = (1 << childBits) - 1;
  let t = from;
  // one row's walks wait for memory: sixteen at a time wait together
  for (; t + 16 <= to; t += 16) {
    const t0 = root(nodes, starts, t + 0), t1 = root(nodes, starts, t + 1);
    const t2 = root(nodes, starts, t + 2), t3 = root(nodes, starts, t + 3);
    const t4 = root(nodes, starts, t + 4), t5 = root(nodes, starts, t + 5);
    const t6 = root(nodes, starts, t + 6), t7 = root(nodes, starts, t + 7);
    const t8 = root(nodes, starts, t + 8), t9 = root(nodes, starts, t + 9);
    const t10 = root(nodes, starts, t + 10), t11 = root(nodes, starts, t + 11);
    const t12 = root(nodes, starts, t + 12), t13 = root(nodes, starts, t + 13);
    const t14 = root(nodes, starts, t + 14), t15 = root(nodes, starts, t + 15);
    let deep: u32 = 0;
    for (let i: u32 = 0; i < 16; i++) deep = deeper(steps, t + i, deep);
    let n0: u32 = 0, n1: u32 = 0, n2: u32 = 0, n3: u32 = 0;
    let n4: u32 = 0, n5: u32 = 0, n6: u32 = 0, n7: u32 = 0;
    let n8: u32 = 0, n9: u32 = 0, n10: u32 = 0, n11: u32 = 0;
    let n12: u32 = 0, n13: u32 = 0, n14: u32 = 0, n15: u32 = 0;
    for (let s: u32 = 0; s < deep; s++) {
      n0 = step(t0, row, n0, childBits, mask);
      n1 = step(t1, row, n1, childBits, mask);
      n2 = step(t2, row, n2, childBits, mask);
      n3 = step(t3, row, n3, childBits, mask);
      n4 = step(t4, row, n4, childBits, mask);
      n5 = step(t5, row, n5, childBits, mask);
      n6 = step(t6, row, n6, childBits, mask);
      n7 = step(t7, row, n7, childBits, mask);
      n8 = step(t8, row, n8, childBits, mask);
      n9 = step(t9, row, n9, childBits, mask);
      n10 = step(t10, row, n10, childBits, mask);
      n11 = step(t11, row, n11, childBits, mask);
      n12 = step(t12, row, n12, childBits, mask);
      n13 = step(t13, row, n13, childBits, mask);
      n14 = step(t14, row, n14, childBits, mask);
      n15 = step(t15, row, n15, childBits, mask);
    }
    sum += leaf(t0, n0);
    sum += leaf(t1, n1);
    sum += leaf(t2, n2);
    sum += leaf(t3, n3);
    sum += leaf(t4, n4);
    sum += leaf(t5, n5);
    sum += leaf(t6, n6);
    sum += leaf(t7, n7);
    sum += leaf(t8, n8);
    sum += leaf(t9, n9);
    sum += leaf(t10, n10);
    sum += leaf(t11, n11);
    sum += leaf(t12, n12);
    sum += leaf(t13, n13);
    sum += leaf(t14, n14);
    sum += leaf(t15, n15);
  }
  for (; t < to; t++) {
    const tree = root(nodes, starts, t);
    let a: u32 = 0;
    for (let s = deeper(steps, t, 0); s > 0; s--) a = step(tree, row, a, childBits, mask);
    sum += leaf(tree, a);
  }
  return sum;
}
