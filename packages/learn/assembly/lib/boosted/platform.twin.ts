import { bits24 } from './random';

// The twin of platform.ts in plain TypeScript, over the buffer that `createTwin` was given. One thread.

declare const buffer: ArrayBuffer;

const U8 = new Uint8Array(buffer);
const U16 = new Uint16Array(buffer);
const I32 = new Int32Array(buffer);
const F32 = new Float32Array(buffer);
const F64 = new Float64Array(buffer);

export function ld8(p: number): number { return U8[p]; }
export function ld16(p: number): number { return U16[p >> 1]; }
export function ld32(p: number): number { return I32[p >> 2]; }
export function ldF32(p: number): number { return F32[p >> 2]; }
export function ldF64(p: number): number { return F64[p >> 3]; }
export function st8(p: number, v: number): void { U8[p] = v; }
export function st32(p: number, v: number): void { I32[p >> 2] = v; }
export function stF32(p: number, v: number): void { F32[p >> 2] = v; }
export function stF64(p: number, v: number): void { F64[p >> 3] = v; }
export function fill0(p: number, bytes: number): void { U8.fill(0, p, p + bytes); }
export function move(to: number, from: number, bytes: number): void { U8.copyWithin(to, from, from + bytes); }
export function imul(a: number, b: number): number { return Math.imul(a, b); }
export function shr(a: number, by: number): number { return a >>> by; }
export function ctz32(a: number): number { return 31 - Math.clz32(a & -a); }
export function round32(x: number): number { return Math.fround(x); }
export function toInt(x: number): number { return Math.trunc(x); }
export function sqrt64(x: number): number { return Math.sqrt(x); }
export function pow2(k: number): number { return 2 ** k; }

export function pairGain(gl: number, hl: number, gr: number, hr: number, lambda: number): number {
  const left = Math.fround(Math.fround(gl * gl) / Math.fround(hl + lambda));
  return Math.fround(left + Math.fround(Math.fround(gr * gr) / Math.fround(hr + lambda)));
}

export function scan(
  first: number, end: number, G: number, H: number, lambda: number, root: number, least: number, top: number, out: number,
): number {
  let g = 0;
  let h = 0;
  let found = 0;
  for (let p = first; p < end; p += 16) {
    g += F64[p >> 3];
    h += F64[(p >> 3) + 1];
    if (h < least) continue;
    if (H - h < least) break;
    const change = Math.fround(pairGain(g, h, G - g, H - h, lambda) - root);
    if (!(change > top)) continue;
    top = change;
    found = p;
    F64[out >> 3] = g;
    F64[(out >> 3) + 1] = h;
    F64[(out >> 3) + 2] = top;
  }
  return found;
}

export function addBoth(
  rows: number, count: number, column: number, limit: number, also: number, pred: number, left: number, right: number,
): void {
  const from = rows >> 2;
  for (let i = from; i < from + count; i++) {
    const r = I32[i];
    const b = U8[column + r];
    F32[(pred >> 2) + r] += b <= limit || b === also ? left : right;
  }
}

function add(p: number, g: number, h: number): void {
  const at = p >> 3;
  F64[at] += g;
  F64[at + 1] += h;
}

export function hist4(
  mask: number, rows: number, count: number, gh: number, bins: number, stride: number, h0: number, h1: number, h2: number, h3: number,
): void {
  const end = rows + count * 4;
  for (; rows < end; rows += 4) {
    const r = I32[rows >> 2];
    const g = F32[(gh >> 2) + r * 2];
    const h = F32[(gh >> 2) + r * 2 + 1];
    const at = bins + r * stride;
    if (mask & 1) add(h0 + U8[at] * 16, g, h);
    if (mask & 2) add(h1 + U8[at + 1] * 16, g, h);
    if (mask & 4) add(h2 + U8[at + 2] * 16, g, h);
    if (mask & 8) add(h3 + U8[at + 3] * 16, g, h);
  }
}

export function hist8(
  rows: number, count: number, gh: number, bins: number, stride: number,
  h0: number, h1: number, h2: number, h3: number, h4: number, h5: number, h6: number, h7: number,
): void {
  hist4(15, rows, count, gh, bins, stride, h0, h1, h2, h3);
  hist4(15, rows, count, gh, bins + 4, stride, h4, h5, h6, h7);
}

export function hist8at(
  rows: number, count: number, gh: number, bins: number, stride: number, list: number, info: number, hist: number,
): void {
  for (let i = 0; i < 8; i++) hist1at(rows, count, gh, bins, stride, list + i * 4, info, hist);
}

export function hist1at(
  rows: number, count: number, gh: number, bins: number, stride: number, list: number, info: number, hist: number,
): void {
  const column = I32[list >> 2];
  const first = I32[(info >> 2) + column * 8 + 2];
  for (let i = rows >> 2; i < (rows >> 2) + count; i++) {
    const r = I32[i];
    add(hist + (first + U8[bins + column + r * stride]) * 16, F32[(gh >> 2) + r * 2], F32[(gh >> 2) + r * 2 + 1]);
  }
}

export function hist4wide(rows: number, count: number, gh: number, bins: number, stride: number, h0: number, h1: number, h2: number, h3: number): void {
  const end = rows + count * 4;
  for (; rows < end; rows += 4) {
    const r = I32[rows >> 2];
    const g = F32[(gh >> 2) + r * 2];
    const h = F32[(gh >> 2) + r * 2 + 1];
    const at = (bins + r * stride) >> 1;
    add(h0 + U16[at] * 16, g, h);
    add(h1 + U16[at + 1] * 16, g, h);
    add(h2 + U16[at + 2] * 16, g, h);
    add(h3 + U16[at + 3] * 16, g, h);
  }
}

function note(hist: number, map: number, slot: number, g: number, h: number): void {
  add(hist + slot * 16, g, h);
  I32[(map >> 2) + (slot >> 5)] |= 1 << (slot & 31);
}

export function sparse4(
  rows: number, count: number, gh: number, bins: number, stride: number, list: number, info: number, hist: number, map: number,
): void {
  for (let i = 0; i < 4; i++) sparse1(rows, count, gh, bins, stride, list + i * 4, info, hist, map);
}

export function sparse1(
  rows: number, count: number, gh: number, bins: number, stride: number, list: number, info: number, hist: number, map: number,
): void {
  const column = I32[list >> 2];
  const first = I32[(info >> 2) + column * 8 + 2];
  for (let i = rows >> 2; i < (rows >> 2) + count; i++) {
    const r = I32[i];
    note(hist, map, first + U8[bins + column + r * stride], F32[(gh >> 2) + r * 2], F32[(gh >> 2) + r * 2 + 1]);
  }
}

export function sparse4wide(
  rows: number, count: number, gh: number, bins: number, stride: number, hist: number, map: number, o0: number, o1: number, o2: number, o3: number,
): void {
  const end = rows + count * 4;
  for (; rows < end; rows += 4) {
    const r = I32[rows >> 2];
    const g = F32[(gh >> 2) + r * 2];
    const h = F32[(gh >> 2) + r * 2 + 1];
    const at = (bins + r * stride) >> 1;
    note(hist, map, o0 + U16[at], g, h);
    note(hist, map, o1 + U16[at + 1], g, h);
    note(hist, map, o2 + U16[at + 2], g, h);
    note(hist, map, o3 + U16[at + 3], g, h);
  }
}

export function subtract(a: number, b: number, slots: number): void {
  const from = a >> 3;
  const by = (b >> 3) - from;
  for (let i = from; i < from + slots * 2; i++) F64[i] -= F64[i + by];
}

export function takeSlot(a: number, b: number): void {
  F64[a >> 3] -= F64[b >> 3];
  F64[(a >> 3) + 1] -= F64[(b >> 3) + 1];
}
export function zeroSlot(p: number): void {
  F64[p >> 3] = 0;
  F64[(p >> 3) + 1] = 0;
}

export function squared4(gh: number, pred: number, y: number, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    F32[(gh >> 2) + i * 2] = F32[(pred >> 2) + i] - F32[(y >> 2) + i];
    F32[(gh >> 2) + i * 2 + 1] = 1;
  }
  return to - from;
}

export function splitBytes(rows: number, count: number, column: number, limit: number, also: number, tmp: number): number {
  let left = rows >> 2;
  let right = tmp >> 2;
  const from = rows >> 2;
  for (let i = from; i < from + count; i++) {
    const r = I32[i];
    const b = U8[column + r];
    if (b <= limit || b === also) I32[left++] = r;
    else I32[right++] = r;
  }
  return right * 4 - tmp;
}

export function walk4(
  rows: number, count: number, bins: number, stride: number, table: number, _depth: number, records: number, recordBytes: number, valueAt: number, pred: number,
): void {
  for (let i = rows >> 2; i < (rows >> 2) + count; i++) {
    const row = I32[i];
    let at = table >> 2;
    let next = at;
    do {
      at = next;
      const bin = U8[bins + row * stride + (I32[at] & 0xffffff)];
      const left = (bin <= I32[at + 1] || bin === I32[at + 2]) === I32[at] < 1 << 24;
      next = (table + I32[at + 3] + (left ? 0 : 16)) >> 2;
    } while (next !== at);
    F32[(pred >> 2) + row] += Math.fround(F64[(records + (at - (table >> 2)) / 4 * recordBytes + valueAt) >> 3]);
  }
}

export function sample(rows: number, first: number, count: number, gh: number, seed: number, limit: number, taken: number, rest: number, out: number): number {
  let g = 0;
  let h = 0;
  let kept = taken >> 2;
  let other = rest >> 2;
  for (let i = 0; i < count; i++) {
    const row = rows === 0 ? first + i : I32[(rows >> 2) + i];
    if (bits24(seed, row) < limit) {
      I32[kept++] = row;
      g += F32[(gh >> 2) + row * 2];
      h += F32[(gh >> 2) + row * 2 + 1];
    } else I32[other++] = row;
  }
  F64[out >> 3] = g;
  F64[(out >> 3) + 1] = h;
  return kept - (taken >> 2);
}

export function barrier(sync: number, _threads: number): void { I32[(sync + 8) >> 2] = 0; }
export function claim(sync: number): number { return I32[(sync + 8) >> 2]++; }
export function newPair(sync: number): number {
  const at = (sync + 16) >> 2;
  I32[at] += 2;
  return I32[at] - 2;
}
