// Walks rows down one packed tree (assembly/forest/emit.ts says how a node is packed), four rows in lockstep: each
// step is free of branches, and a leaf steps onto itself.

@inline
function step(at: usize, row: usize, mask: u32, bits: u32): usize {
  const word = load<u32>(at, 4);
  const threshold = load<f32>(at);
  const value = load<f32>(row + (<usize>(word & mask) << 2));
  const numeric = ~(word >>> bits) & 1;
  const missingRight = ~(word >>> (bits + 1)) & 1;
  // a coded column goes right on its level alone; a missing value compares false and has its own bit
  const right =
    (u32(value >= threshold) & (u32(value <= threshold) | numeric)) | (u32(value != value) & missingRight);
  const jump = word >>> (bits + 2);
  return at + (<usize>(select<u32>(jump, u32(jump != 0), right)) << 3);
}

@inline
function open(at: usize, bits: u32): u32 {
  return load<u32>(at, 4) >>> (bits + 2);
}

/**
 * Adds the leaf that each row reaches to its f64 sum. `list` holds the rows to walk, a word each; row r has its float32
 * values at matrix + r × stride and its sum at sums + 8r.
 */
export function addLeaves(
  nodes: usize,
  bits: u32,
  matrix: usize,
  stride: usize,
  list: usize,
  count: u32,
  sums: usize,
): void {
  const mask: u32 = (<u32>1 << bits) - 1;
  let k: u32 = 0;
  for (; k + 4 <= count; k += 4) {
    const at = list + (<usize>k << 2);
    const r0 = <usize>load<u32>(at);
    const r1 = <usize>load<u32>(at, 4);
    const r2 = <usize>load<u32>(at, 8);
    const r3 = <usize>load<u32>(at, 12);
    const v0 = matrix + r0 * stride;
    const v1 = matrix + r1 * stride;
    const v2 = matrix + r2 * stride;
    const v3 = matrix + r3 * stride;
    let a0 = nodes;
    let a1 = nodes;
    let a2 = nodes;
    let a3 = nodes;
    do {
      a0 = step(a0, v0, mask, bits);
      a1 = step(a1, v1, mask, bits);
      a2 = step(a2, v2, mask, bits);
      a3 = step(a3, v3, mask, bits);
      a0 = step(a0, v0, mask, bits);
      a1 = step(a1, v1, mask, bits);
      a2 = step(a2, v2, mask, bits);
      a3 = step(a3, v3, mask, bits);
    } while ((open(a0, bits) | open(a1, bits) | open(a2, bits) | open(a3, bits)) != 0);
    add(sums + (r0 << 3), a0);
    add(sums + (r1 << 3), a1);
    add(sums + (r2 << 3), a2);
    add(sums + (r3 << 3), a3);
  }
  for (; k < count; k++) {
    const row = <usize>load<u32>(list + (<usize>k << 2));
    let at = nodes;
    while (open(at, bits) != 0) at = step(at, matrix + row * stride, mask, bits);
    add(sums + (row << 3), at);
  }
}

@inline
function add(sum: usize, leaf: usize): void {
  store<f64>(sum, load<f64>(sum) + <f64>load<f32>(leaf));
}
