import { bits24 } from './random';

// What the boosted kernel may use of the machine: loads and stores, vectors, threads. `platform.twin.ts` has the same
// names in plain TypeScript, so that one source gives the WebAssembly and its twin. Addresses are below 2 GiB.

@inline export function ld8(p: i32): i32 { return <i32>load<u8>(p); }
@inline export function ld16(p: i32): i32 { return <i32>load<u16>(p); }
@inline export function ld32(p: i32): i32 { return load<i32>(p); }
@inline export function ldF32(p: i32): f64 { return <f64>load<f32>(p); }
@inline export function ldF64(p: i32): f64 { return load<f64>(p); }
@inline export function st8(p: i32, v: i32): void { store<u8>(p, <u8>v); }
@inline export function st32(p: i32, v: i32): void { store<i32>(p, v); }
@inline export function stF32(p: i32, v: f64): void { store<f32>(p, <f32>v); }
@inline export function stF64(p: i32, v: f64): void { store<f64>(p, v); }
@inline export function fill0(p: i32, bytes: i32): void { memory.fill(p, 0, bytes); }
@inline export function move(to: i32, from: i32, bytes: i32): void { memory.copy(to, from, bytes); }
@inline export function imul(a: i32, b: i32): i32 { return a * b; }
@inline export function shr(a: i32, by: i32): i32 { return <i32>(<u32>a >> by); }
@inline export function ctz32(a: i32): i32 { return ctz<i32>(a); }
/** Rounds to float32. */
@inline export function round32(x: f64): f64 { return <f64><f32>x; }
@inline export function toInt(x: f64): i32 { return <i32>x; }
@inline export function sqrt64(x: f64): f64 { return sqrt<f64>(x); }
/** 2^k for k of -1022 to 1023. */
@inline export function pow2(k: i32): f64 { return reinterpret<f64>((<i64>(k + 1023)) << 52); }

/** Gl²/(Hl+lambda) + Gr²/(Hr+lambda) with float32 quotients of float32 numbers, as XGBoost divides. */
@inline export function pairGain(gl: f64, hl: f64, gr: f64, hr: f64, lambda: f64): f64 {
  const g = f64x2.replace_lane(f64x2.splat(gl), 1, gr);
  const h = f64x2.add(f64x2.replace_lane(f64x2.splat(hl), 1, hr), f64x2.splat(lambda));
  const q = f32x4.div(f32x4.demote_f64x2_zero(f64x2.mul(g, g)), f32x4.demote_f64x2_zero(h));
  return <f64>(f32x4.extract_lane(q, 0) + f32x4.extract_lane(q, 1));
}

/**
 * Runs the sums over the slots from `first` to `end` (both an even number of slots apart) and gives the address of the slot after
 * which the two sides gain most, if that is more than `top` after `root` is taken off; else 0. The least hessian sum of a side
 * is `least`. Two slots at a time; what may be better is looked at again by itself.
 */
export function scan(first: i32, end: i32, G: f64, H: f64, lambda: f64, root: f64, least: f64, top: f64, out: i32): i32 {
  let sum = f64x2.splat(0);
  const gs = f64x2.splat(G);
  const hs = f64x2.splat(H);
  const ls = f64x2.splat(lambda);
  const root4 = f32x4.splat(<f32>root);
  let top4 = f32x4.splat(<f32>top);
  let found: i32 = 0;
  for (let p = first; p < end; p += 32) {
    const a = f64x2.add(sum, v128.load(p));
    sum = f64x2.add(a, v128.load(p, 16));
    const g = v128.shuffle<f64>(a, sum, 0, 2);
    const h = v128.shuffle<f64>(a, sum, 1, 3);
    const gr = f64x2.sub(gs, g);
    const hr = f64x2.sub(hs, h);
    const n = v128.shuffle<f64>(f32x4.demote_f64x2_zero(f64x2.mul(g, g)), f32x4.demote_f64x2_zero(f64x2.mul(gr, gr)), 0, 2);
    const d = v128.shuffle<f64>(f32x4.demote_f64x2_zero(f64x2.add(h, ls)), f32x4.demote_f64x2_zero(f64x2.add(hr, ls)), 0, 2);
    const q = f32x4.div(n, d);
    const change = f32x4.sub(f32x4.add(q, v128.shuffle<f64>(q, q, 1, 1)), root4);
    if (i64x2.extract_lane(f32x4.gt(change, top4), 0) == 0) continue;
    for (let i: i32 = 0; i < 2; i++) {
      const c = i == 0 ? f32x4.extract_lane(change, 0) : f32x4.extract_lane(change, 1);
      const left = i == 0 ? f64x2.extract_lane(h, 0) : f64x2.extract_lane(h, 1);
      if (!(<f64>c > top) || left < least || H - left < least) continue;
      top = <f64>c;
      top4 = f32x4.splat(c);
      found = p + (i << 4);
      store<f64>(out, i == 0 ? f64x2.extract_lane(g, 0) : f64x2.extract_lane(g, 1));
      store<f64>(out, left, 8);
      store<f64>(out, top, 16);
    }
  }
  return found;
}

/** Adds to the predictions of rows one of two values, by a byte column: `bin <= limit` or `bin == also` take `left`. */
export function addBoth(
  rows: i32, count: i32, column: i32, limit: i32, also: i32, pred: i32, left: f64, right: f64,
): void {
  const a = <f32>left;
  const b = <f32>right;
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const bin = <i32>load<u8>(column + r);
    const at = pred + (r << 2);
    store<f32>(at, load<f32>(at) + select<f32>(a, b, i32(bin <= limit) | i32(bin == also)));
  }
}

@inline function add(p: i32, v: v128): void { v128.store(p, f64x2.add(v128.load(p), v)); }
@inline function pair(gh: i32, row: i32): v128 { return f64x2.promote_low_f32x4(v128.load64_zero(gh + (row << 3))); }

/** Rows of a node lie far apart: one that is looked at so many bytes of row ids early is in the cache when its turn comes. */
const EARLY: i32 = 64;
@inline function look(rows: i32, gh: i32, stride: i32, first: i32, last: i32): i32 {
  const next = load<i32>(rows, EARLY);
  const at = next * stride;
  return <i32>load<u8>(first + at) | <i32>load<u8>(last + at) | <i32>load<u8>(gh + (next << 3));
}

@inline function accumulate(mask: i32, rows: i32, count: i32, gh: i32, bins: i32, stride: i32, h0: i32, h1: i32, h2: i32, h3: i32): void {
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const b = load<u32>(bins + r * stride);
    if (mask & 1) add(h0 + ((b & 255) << 4), v);
    if (mask & 2) add(h1 + ((b >> 4) & 4080), v);
    if (mask & 4) add(h2 + ((b >> 12) & 4080), v);
    if (mask & 8) add(h3 + ((b >> 24) << 4), v);
  }
}

/**
 * Adds the gradient pairs of `count` rows to the histograms of those of four columns that `mask` has a bit for; `bins` is at the
 * first of the four. A loop of its own for all four: the compiler leaves out the questions. For the others the answers, the same in
 * every row, cost next to nothing.
 */
export function hist4(mask: i32, rows: i32, count: i32, gh: i32, bins: i32, stride: i32, h0: i32, h1: i32, h2: i32, h3: i32): void {
  if (mask == 15) accumulate(15, rows, count, gh, bins, stride, h0, h1, h2, h3);
  else accumulate(mask, rows, count, gh, bins, stride, h0, h1, h2, h3);
}

/** The same for eight columns. */
export function hist8(
  rows: i32, count: i32, gh: i32, bins: i32, stride: i32,
  h0: i32, h1: i32, h2: i32, h3: i32, h4: i32, h5: i32, h6: i32, h7: i32,
): void {
  const end = rows + (count << 2);
  let seen: i32 = 0;
  for (; rows < end - EARLY; rows += 4) {
    seen |= look(rows, gh, stride, bins, bins + 7);
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = bins + r * stride;
    const b = load<u32>(at);
    const c = load<u32>(at, 4);
    add(h0 + ((b & 255) << 4), v);
    add(h1 + ((b >> 4) & 4080), v);
    add(h2 + ((b >> 12) & 4080), v);
    add(h3 + ((b >> 24) << 4), v);
    add(h4 + ((c & 255) << 4), v);
    add(h5 + ((c >> 4) & 4080), v);
    add(h6 + ((c >> 12) & 4080), v);
    add(h7 + ((c >> 24) << 4), v);
  }
  // Never so; without it nothing would be looked at early.
  if (seen > 255) return;
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = bins + r * stride;
    const b = load<u32>(at);
    const c = load<u32>(at, 4);
    add(h0 + ((b & 255) << 4), v);
    add(h1 + ((b >> 4) & 4080), v);
    add(h2 + ((b >> 12) & 4080), v);
    add(h3 + ((b >> 24) << 4), v);
    add(h4 + ((c & 255) << 4), v);
    add(h5 + ((c >> 4) & 4080), v);
    add(h6 + ((c >> 12) & 4080), v);
    add(h7 + ((c >> 24) << 4), v);
  }
}

/** The first slot of a column, of 32 bytes of information each. */
@inline function slotIn(info: i32, column: i32): i32 { return load<i32>(info + (column << 5), 8); }

/** The same for the eight columns that `list` begins with. */
export function hist8at(rows: i32, count: i32, gh: i32, bins: i32, stride: i32, list: i32, info: i32, hist: i32): void {
  const c0 = load<i32>(list, 0);
  const c1 = load<i32>(list, 4);
  const c2 = load<i32>(list, 8);
  const c3 = load<i32>(list, 12);
  const c4 = load<i32>(list, 16);
  const c5 = load<i32>(list, 20);
  const c6 = load<i32>(list, 24);
  const c7 = load<i32>(list, 28);
  const b0 = bins + c0;
  const h0 = hist + (slotIn(info, c0) << 4);
  const b1 = bins + c1;
  const h1 = hist + (slotIn(info, c1) << 4);
  const b2 = bins + c2;
  const h2 = hist + (slotIn(info, c2) << 4);
  const b3 = bins + c3;
  const h3 = hist + (slotIn(info, c3) << 4);
  const b4 = bins + c4;
  const h4 = hist + (slotIn(info, c4) << 4);
  const b5 = bins + c5;
  const h5 = hist + (slotIn(info, c5) << 4);
  const b6 = bins + c6;
  const h6 = hist + (slotIn(info, c6) << 4);
  const b7 = bins + c7;
  const h7 = hist + (slotIn(info, c7) << 4);
  const end = rows + (count << 2);
  let seen: i32 = 0;
  for (; rows < end - EARLY; rows += 4) {
    seen |= look(rows, gh, stride, b0, b7);
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = r * stride;
    add(h0 + (<i32>load<u8>(b0 + at) << 4), v);
    add(h1 + (<i32>load<u8>(b1 + at) << 4), v);
    add(h2 + (<i32>load<u8>(b2 + at) << 4), v);
    add(h3 + (<i32>load<u8>(b3 + at) << 4), v);
    add(h4 + (<i32>load<u8>(b4 + at) << 4), v);
    add(h5 + (<i32>load<u8>(b5 + at) << 4), v);
    add(h6 + (<i32>load<u8>(b6 + at) << 4), v);
    add(h7 + (<i32>load<u8>(b7 + at) << 4), v);
  }
  // Never so; without it nothing would be looked at early.
  if (seen > 255) return;
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = r * stride;
    add(h0 + (<i32>load<u8>(b0 + at) << 4), v);
    add(h1 + (<i32>load<u8>(b1 + at) << 4), v);
    add(h2 + (<i32>load<u8>(b2 + at) << 4), v);
    add(h3 + (<i32>load<u8>(b3 + at) << 4), v);
    add(h4 + (<i32>load<u8>(b4 + at) << 4), v);
    add(h5 + (<i32>load<u8>(b5 + at) << 4), v);
    add(h6 + (<i32>load<u8>(b6 + at) << 4), v);
    add(h7 + (<i32>load<u8>(b7 + at) << 4), v);
  }
}

/** The same for the column that `list` begins with. */
export function hist1at(rows: i32, count: i32, gh: i32, bins: i32, stride: i32, list: i32, info: i32, hist: i32): void {
  const column = load<i32>(list);
  const first = hist + (slotIn(info, column) << 4);
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    add(first + (<i32>load<u8>(bins + column + r * stride) << 4), pair(gh, r));
  }
}

/** The same for four columns of 16-bit bins. */
export function hist4wide(rows: i32, count: i32, gh: i32, bins: i32, stride: i32, h0: i32, h1: i32, h2: i32, h3: i32): void {
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = bins + r * stride;
    add(h0 + (<i32>load<u16>(at) << 4), v);
    add(h1 + (<i32>load<u16>(at, 2) << 4), v);
    add(h2 + (<i32>load<u16>(at, 4) << 4), v);
    add(h3 + (<i32>load<u16>(at, 6) << 4), v);
  }
}

@inline function mark(map: i32, slot: i32): void {
  const p = map + ((slot >> 5) << 2);
  store<i32>(p, load<i32>(p) | (1 << (slot & 31)));
}

/** Histograms of the four columns that `list` begins with for few rows, noting in the bit map which slots were touched. */
export function sparse4(
  rows: i32, count: i32, gh: i32, bins: i32, stride: i32, list: i32, info: i32, hist: i32, map: i32,
): void {
  const b0 = bins + load<i32>(list, 0);
  const o0 = slotIn(info, load<i32>(list, 0));
  const b1 = bins + load<i32>(list, 4);
  const o1 = slotIn(info, load<i32>(list, 4));
  const b2 = bins + load<i32>(list, 8);
  const o2 = slotIn(info, load<i32>(list, 8));
  const b3 = bins + load<i32>(list, 12);
  const o3 = slotIn(info, load<i32>(list, 12));
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = r * stride;
    const s0 = o0 + <i32>load<u8>(b0 + at);
    const s1 = o1 + <i32>load<u8>(b1 + at);
    const s2 = o2 + <i32>load<u8>(b2 + at);
    const s3 = o3 + <i32>load<u8>(b3 + at);
    add(hist + (s0 << 4), v);
    add(hist + (s1 << 4), v);
    add(hist + (s2 << 4), v);
    add(hist + (s3 << 4), v);
    mark(map, s0);
    mark(map, s1);
    mark(map, s2);
    mark(map, s3);
  }
}

/** The same for the column that `list` begins with. */
export function sparse1(
  rows: i32, count: i32, gh: i32, bins: i32, stride: i32, list: i32, info: i32, hist: i32, map: i32,
): void {
  const column = load<i32>(list);
  const first = slotIn(info, column);
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const slot = first + <i32>load<u8>(bins + column + r * stride);
    add(hist + (slot << 4), pair(gh, r));
    mark(map, slot);
  }
}

/** The same for four neighbouring columns of 16-bit bins. */
export function sparse4wide(
  rows: i32, count: i32, gh: i32, bins: i32, stride: i32, hist: i32, map: i32, o0: i32, o1: i32, o2: i32, o3: i32,
): void {
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const v = pair(gh, r);
    const at = bins + r * stride;
    const s0 = o0 + <i32>load<u16>(at);
    const s1 = o1 + <i32>load<u16>(at, 2);
    const s2 = o2 + <i32>load<u16>(at, 4);
    const s3 = o3 + <i32>load<u16>(at, 6);
    add(hist + (s0 << 4), v);
    add(hist + (s1 << 4), v);
    add(hist + (s2 << 4), v);
    add(hist + (s3 << 4), v);
    mark(map, s0);
    mark(map, s1);
    mark(map, s2);
    mark(map, s3);
  }
}

/** a -= b over `slots` gradient pairs. */
export function subtract(a: i32, b: i32, slots: i32): void {
  const end = a + (slots << 4);
  for (; a < end; a += 16, b += 16) v128.store(a, f64x2.sub(v128.load(a), v128.load(b)));
}

/** Slot of a -= slot of b, then slot of b = 0. */
@inline export function takeSlot(a: i32, b: i32): void {
  v128.store(a, f64x2.sub(v128.load(a), v128.load(b)));
}
@inline export function zeroSlot(p: i32): void { v128.store(p, i64x2.splat(0)); }

/** Squared error over whole runs of four rows: g = pred - y, h = 1. Returns how many rows it did. */
export function squared4(gh: i32, pred: i32, y: i32, from: i32, to: i32): i32 {
  const one = f32x4.splat(1);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const g = f32x4.sub(v128.load(pred + (i << 2)), v128.load(y + (i << 2)));
    v128.store(gh + (i << 3), v128.shuffle<f32>(g, one, 0, 4, 1, 5));
    v128.store(gh + (i << 3), v128.shuffle<f32>(g, one, 2, 6, 3, 7), 16);
  }
  return i - from;
}

/** Splits row ids in place by a byte column: `bin <= limit` or `bin == also` go left, kept in order. Right ones go to `tmp`. */
export function splitBytes(rows: i32, count: i32, column: i32, limit: i32, also: i32, tmp: i32): i32 {
  let left = rows;
  let right = tmp;
  const end = rows + (count << 2);
  for (; rows < end; rows += 4) {
    const r = load<i32>(rows);
    const b = <i32>load<u8>(column + r);
    const goes = i32(b <= limit) | i32(b == also);
    store<i32>(left, r);
    store<i32>(right, r);
    left += goes << 2;
    right += (1 - goes) << 2;
  }
  return right - tmp;
}

/**
 * Adds to the predictions of `count` rows what the leaves of a tree give them, four rows at a time. `table` has 16 bytes a node:
 * column (bit 24 set: what would go left goes right), limit, also, first child as an offset (the second is next; a leaf sends all
 * to itself); `values` is the float64 at offset `valueAt` of records of `recordBytes`.
 */
export function walk4(
  rows: i32, count: i32, bins: i32, stride: i32, table: i32, depth: i32, records: i32, recordBytes: i32, valueAt: i32, pred: i32,
): void {
  for (let i: i32 = 0; i < count; i += 4) {
    const p = rows + (i << 2);
    const last = count - 1 - i;
    const ra = load<i32>(p);
    const rb = load<i32>(p + (min(1, last) << 2));
    const rc = load<i32>(p + (min(2, last) << 2));
    const rd = load<i32>(p + (min(3, last) << 2));
    const ba = bins + ra * stride;
    const bb = bins + rb * stride;
    const bc = bins + rc * stride;
    const bd = bins + rd * stride;
    let a = table;
    let b = table;
    let c = table;
    let d = table;
    for (let level: i32 = 0; level < depth; level++) {
      a = step(a, ba, table);
      b = step(b, bb, table);
      c = step(c, bc, table);
      d = step(d, bd, table);
    }
    gain(a, ra, table, records, recordBytes, valueAt, pred);
    if (last > 0) gain(b, rb, table, records, recordBytes, valueAt, pred);
    if (last > 1) gain(c, rc, table, records, recordBytes, valueAt, pred);
    if (last > 2) gain(d, rd, table, records, recordBytes, valueAt, pred);
  }
}
@inline function step(at: i32, bins: i32, table: i32): i32 {
  const column = load<u32>(at);
  const bin = <i32>load<u8>(bins + <i32>(column & 0xffffff));
  const right = (i32(bin > load<i32>(at, 4)) & i32(bin != load<i32>(at, 8))) ^ <i32>(column >> 24);
  return table + load<i32>(at, 12) + (right << 4);
}
@inline function gain(at: i32, row: i32, table: i32, records: i32, recordBytes: i32, valueAt: i32, pred: i32): void {
  const p = pred + (row << 2);
  store<f32>(p, load<f32>(p) + <f32>load<f64>(records + ((at - table) >> 4) * recordBytes + valueAt));
}

/** Parts row ids by chance: `bits24(seed, row) < limit` go to `taken`, the others to `rest`; sums the pairs of those taken into `out`. */
export function sample(rows: i32, first: i32, count: i32, gh: i32, seed: i32, limit: i32, taken: i32, rest: i32, out: i32): i32 {
  let sum = f64x2.splat(0);
  let at = taken;
  for (let i: i32 = 0; i < count; i++) {
    const row = rows == 0 ? first + i : load<i32>(rows + (i << 2));
    const goes = i32(bits24(seed, row) < limit);
    store<i32>(at, row);
    store<i32>(rest + (i << 2) - (at - taken), row);
    at += goes << 2;
    sum = f64x2.add(sum, v128.and(pair(gh, row), i64x2.splat(-<i64>goes)));
  }
  v128.store(out, sum);
  return (at - taken) >> 2;
}

// Threads. The sync area: 0 arrived, 4 generation, 8 claim counter, 12 stop, 16 nodes used.

const SPINS = 4000;

/** Waits until all threads are here; the last one resets the claim counter. Traps when the fit was stopped. */
export function barrier(sync: i32, threads: i32): void {
  if (threads == 1) {
    store<i32>(sync, 0, 8);
    return;
  }
  const generation = atomic.load<i32>(sync, 4);
  if (atomic.add<i32>(sync, 1) + 1 == threads) {
    atomic.store<i32>(sync, 0);
    atomic.store<i32>(sync, 0, 8);
    atomic.store<i32>(sync, generation + 1, 4);
    atomic.notify(sync + 4, threads);
    return;
  }
  for (let i = 0; i < SPINS; i++) if (atomic.load<i32>(sync, 4) != generation) return;
  while (atomic.load<i32>(sync, 4) == generation) {
    atomic.wait<i32>(sync + 4, generation, 20_000_000);
    if (atomic.load<i32>(sync, 12) != 0) unreachable();
  }
}
/** The next piece of work of this phase. */
@inline export function claim(sync: i32): i32 { return atomic.add<i32>(sync, 1, 8); }
/** The ids of two new nodes: this and the next. */
@inline export function newPair(sync: i32): i32 { return atomic.add<i32>(sync, 2, 16); }
