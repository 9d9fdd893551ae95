// The walk of src/models/trees/layout.ts: eight rows of one tree, or eight trees of one row, in lockstep. A node is two
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
  for (; t + 8 <= to; t += 8) {
    const t0 = root(nodes, starts, t), t1 = root(nodes, starts, t + 1);
    const t2 = root(nodes, starts, t + 2), t3 = root(nodes, starts, t + 3);
    const t4 = root(nodes, starts, t + 4), t5 = root(nodes, starts, t + 5);
    const t6 = root(nodes, starts, t + 6), t7 = root(nodes, starts, t + 7);
    let deep: u32 = 0;
    for (let i: u32 = 0; i < 8; i++) deep = deeper(steps, t + i, deep);
    let a: u32 = 0, b: u32 = 0, c: u32 = 0, d: u32 = 0, e: u32 = 0, f: u32 = 0, g: u32 = 0, h: u32 = 0;
    for (let s: u32 = 0; s < deep; s++) {
      a = step(t0, row, a, childBits, mask);
      b = step(t1, row, b, childBits, mask);
      c = step(t2, row, c, childBits, mask);
      d = step(t3, row, d, childBits, mask);
      e = step(t4, row, e, childBits, mask);
      f = step(t5, row, f, childBits, mask);
      g = step(t6, row, g, childBits, mask);
      h = step(t7, row, h, childBits, mask);
    }
    sum += leaf(t0, a);
    sum += leaf(t1, b);
    sum += leaf(t2, c);
    sum += leaf(t3, d);
    sum += leaf(t4, e);
    sum += leaf(t5, f);
    sum += leaf(t6, g);
    sum += leaf(t7, h);
  }
  for (; t < to; t++) {
    const tree = root(nodes, starts, t);
    let a: u32 = 0;
    for (let s = deeper(steps, t, 0); s > 0; s--) a = step(tree, row, a, childBits, mask);
    sum += leaf(tree, a);
  }
  return sum;
}
