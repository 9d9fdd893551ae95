// The best split of one column from its histogram. Strictly better wins; equal gains keep what came first.
import { ctz32, ld32, ld8, ldF64, pairGain, round32, scan, st32, stF64 } from './platform';
import { gainGiven, splitGain, weightOf } from './gain';
import {
  binsOf, BIN, COLUMN, DEFAULT_LEFT, featureOf, GAIN, infoOf, kindOf, lambda, LEFT_G, LEFT_H, levelScratch, LOWER, maxCatThreshold,
  minChildWeight, monotoneOf, NUMERIC, ONE_HOT, plain, RIGHT_G, RIGHT_H, scanResult, SET, setWords, slotOf, SUM_G, SUM_H, UPPER,
} from './state';

let G: f64 = 0;
let H: f64 = 0;
let root: f64 = 0;
let lower: f64 = 0;
let upper: f64 = 0;

/** What the node gains unsplit. */
export function rootGain(node: i32): f64 {
  const g = ldF64(node + SUM_G);
  const h = ldF64(node + SUM_H);
  return gainGiven(g, h, weightOf(g, h, ldF64(node + LOWER), ldF64(node + UPPER)));
}

function enter(node: i32): void {
  G = ldF64(node + SUM_G);
  H = ldF64(node + SUM_H);
  lower = ldF64(node + LOWER);
  upper = ldF64(node + UPPER);
  root = rootGain(node);
}

function keep(best: i32, gain: f64, column: i32, bin: i32, left: i32, gl: f64, hl: f64, gr: f64, hr: f64): void {
  stF64(best + GAIN, gain);
  st32(best + COLUMN, column);
  st32(best + BIN, bin);
  st32(best + DEFAULT_LEFT, left);
  stF64(best + LEFT_G, gl);
  stF64(best + LEFT_H, hl);
  stF64(best + RIGHT_G, gr);
  stF64(best + RIGHT_H, hr);
}

/** Writes the best split of `column` to `best` where it beats what stands there. `map` is 0 or the bit map of a small node. */
export function evaluate(hist: i32, map: i32, column: i32, node: i32, best: i32, mask: i32, thread: i32): void {
  const info = infoOf(column);
  const kind = kindOf(info);
  enter(node);
  if (kind == NUMERIC) {
    if (ld8(mask + featureOf(info)) == 0) return;
    if (map != 0) sparseForward(hist, map, column, info, best);
    else forward(hist, column, info, best, thread);
    const missing = hist + ((slotOf(info) + binsOf(info)) << 4);
    if (ldF64(missing) != 0 || ldF64(missing + 8) != 0) backward(hist, column, info, best);
  } else if (kind == ONE_HOT) oneHot(hist, column, info, best, mask);
  else if (ld8(mask + featureOf(info)) != 0) partition(hist, column, info, best, thread);
}

function forward(hist: i32, column: i32, info: i32, best: i32, thread: i32): void {
  const first = hist + (slotOf(info) << 4);
  const end = first + (binsOf(info) << 4);
  let top = ldF64(best + GAIN);
  if (plain != 0) {
    const out = scanResult(thread);
    // The slot after the last bin is the missing one: with an odd number of bins the last is looked at by itself (it splits nothing off).
    const at = scan(first, first + ((binsOf(info) >> 1) << 5), G, H, lambda, root, least(), top, out);
    if (at != 0) {
      const g = ldF64(out);
      const h = ldF64(out + 8);
      keep(best, ldF64(out + 16), column, (at - first) >> 4, 0, g, h, G - g, H - h);
    }
    if (binsOf(info) & 1) lastBin(first, column, info, best);
    return;
  }
  const direction = monotoneOf(info);
  let found: i32 = -1;
  let g: f64 = 0;
  let h: f64 = 0;
  let bg: f64 = 0;
  let bh: f64 = 0;
  for (let p = first; p < end; p += 16) {
    const dh = ldF64(p + 8);
    const dg = ldF64(p);
    if (dh == 0 && dg == 0) continue;
    g += dg;
    h += dh;
    const gain = splitGain(g, h, G - g, H - h, lower, upper, direction);
    const change = round32(gain - root);
    if (change > top) {
      top = change;
      found = p;
      bg = g;
      bh = h;
    }
  }
  if (found >= 0) keep(best, top, column, (found - first) >> 4, 0, bg, bh, G - bg, H - bh);
}

/** After the last bin there can only be missing values to the right. */
function lastBin(first: i32, column: i32, info: i32, best: i32): void {
  const missing = first + (binsOf(info) << 4);
  const gr = ldF64(missing);
  const hr = ldF64(missing + 8);
  if (gr == 0 && hr == 0) return;
  let g: f64 = 0;
  let h: f64 = 0;
  for (let p = first; p < missing; p += 16) {
    g += ldF64(p);
    h += ldF64(p + 8);
  }
  if (h < least() || H - h < least()) return;
  const change = round32(pairGain(g, h, G - g, H - h, lambda) - root);
  if (change > ldF64(best + GAIN)) keep(best, change, column, binsOf(info) - 1, 0, g, h, G - g, H - h);
}

/** Sides need a positive hessian sum, and at least the minimum. */
@inline function least(): f64 { return minChildWeight > 1e-300 ? minChildWeight : 1e-300; }

function sparseForward(hist: i32, map: i32, column: i32, info: i32, best: i32): void {
  const direction = monotoneOf(info);
  const slot = slotOf(info);
  const end = slot + binsOf(info);
  let top = ldF64(best + GAIN);
  let found: i32 = -1;
  let g: f64 = 0;
  let h: f64 = 0;
  let bg: f64 = 0;
  let bh: f64 = 0;
  const minimum = least();
  for (let word = slot >> 5; word << 5 < end; word++) {
    let bits = ld32(map + (word << 2));
    while (bits != 0) {
      const at = (word << 5) + ctz32(bits);
      bits &= bits - 1;
      if (at >= end) break;
      const p = hist + (at << 4);
      g += ldF64(p);
      h += ldF64(p + 8);
      if (h < minimum) continue;
      if (H - h < minimum) break;
      let gain: f64 = 0;
      if (plain != 0) gain = pairGain(g, h, G - g, H - h, lambda);
      else gain = splitGain(g, h, G - g, H - h, lower, upper, direction);
      const change = round32(gain - root);
      if (change > top) {
        top = change;
        found = at;
        bg = g;
        bh = h;
      }
    }
  }
  if (found >= 0) keep(best, top, column, found - slot, 0, bg, bh, G - bg, H - bh);
}

/** Missing values go left. Bin -1: all that is known goes right. */
function backward(hist: i32, column: i32, info: i32, best: i32): void {
  const direction = monotoneOf(info);
  const first = hist + (slotOf(info) << 4);
  let top = ldF64(best + GAIN);
  let found: i32 = 0;
  let g: f64 = 0;
  let h: f64 = 0;
  let bg: f64 = 0;
  let bh: f64 = 0;
  for (let p = first + ((binsOf(info) - 1) << 4); p >= first; p -= 16) {
    const dh = ldF64(p + 8);
    const dg = ldF64(p);
    if (dh == 0 && dg == 0) continue;
    g += dg;
    h += dh;
    const gain = splitGain(G - g, H - h, g, h, lower, upper, direction);
    const change = round32(gain - root);
    if (change > top) {
      top = change;
      found = p;
      bg = g;
      bh = h;
    }
  }
  if (found != 0) keep(best, top, column, ((found - first) >> 4) - 1, 1, G - bg, H - bh, bg, bh);
}

function clearSet(best: i32): void {
  for (let i: i32 = 0; i < setWords; i++) st32(best + SET + (i << 2), 0);
}

function putInSet(best: i32, code: i32): void {
  const p = best + SET + ((code >> 5) << 2);
  st32(p, ld32(p) | (1 << (code & 31)));
}

/** One level against all others. Without missing values here, the missing go left, as the others do. */
function oneHot(hist: i32, column: i32, info: i32, best: i32, mask: i32): void {
  const first = hist + (slotOf(info) << 4);
  const bins = binsOf(info);
  const feature = mask + featureOf(info);
  const mg = ldF64(first + (bins << 4));
  const mh = ldF64(first + (bins << 4) + 8);
  for (let i: i32 = 0; i < bins; i++) {
    let h = ldF64(first + (i << 4) + 8);
    if (h == 0 || ld8(feature + i) == 0) continue;
    let g = ldF64(first + (i << 4));
    let gain = splitGain(G - g, H - h, g, h, lower, upper, 0);
    let change = round32(gain - root);
    if (change > ldF64(best + GAIN)) {
      keep(best, change, column, i, 1, G - g, H - h, g, h);
      clearSet(best);
      putInSet(best, i);
    }
    if (mg == 0 && mh == 0) continue;
    g += mg;
    h += mh;
    gain = splitGain(G - g, H - h, g, h, lower, upper, 0);
    change = round32(gain - root);
    if (change > ldF64(best + GAIN)) {
      keep(best, change, column, i, 0, G - g, H - h, g, h);
      clearSet(best);
      putInSet(best, i);
    }
  }
}

/** Sorts level numbers by weight, equal ones in order: merging runs. Returns where they stand. */
function sortLevels(weights: i32, order: i32, spare: i32, count: i32): i32 {
  for (let i: i32 = 0; i < count; i++) st32(order + (i << 2), i);
  for (let width: i32 = 1; width < count; width <<= 1) {
    for (let from: i32 = 0; from < count; from += width << 1) {
      let a = from;
      const middle = from + width < count ? from + width : count;
      let b = middle;
      const end = middle + width < count ? middle + width : count;
      for (let k = from; k < end; k++) {
        let takeB: i32 = 0;
        if (b < end) {
          if (a >= middle) takeB = 1;
          else if (ldF64(weights + (ld32(order + (b << 2)) << 3)) < ldF64(weights + (ld32(order + (a << 2)) << 3))) takeB = 1;
        }
        if (takeB != 0) {
          st32(spare + (k << 2), ld32(order + (b << 2)));
          b++;
        } else {
          st32(spare + (k << 2), ld32(order + (a << 2)));
          a++;
        }
      }
    }
    const swap = order;
    order = spare;
    spare = swap;
  }
  return order;
}

/** Levels in the order of their weights, cut in two; the side with the lower weights is the stored set and goes right. */
function partition(hist: i32, column: i32, info: i32, best: i32, thread: i32): void {
  const first = hist + (slotOf(info) << 4);
  const bins = binsOf(info);
  const area = levelScratch(thread);
  for (let i: i32 = 0; i < bins; i++) {
    const p = first + (i << 4);
    // Without the node's bounds, as XGBoost does here.
    stF64(area + (i << 3), weightOf(ldF64(p), ldF64(p + 8), -3.4028234663852886e38, 3.4028234663852886e38));
  }
  const order = sortLevels(area, area + (bins << 3), area + bins * 12, bins);
  const tried = bins < maxCatThreshold ? bins : maxCatThreshold;
  let top = ldF64(best + GAIN);
  let cut: i32 = -1;
  let left: i32 = 1;
  let bg: f64 = 0;
  let bh: f64 = 0;
  let g: f64 = 0;
  let h: f64 = 0;
  for (let j: i32 = 0; j < tried - 1; j++) {
    const p = first + (ld32(order + (j << 2)) << 4);
    g += ldF64(p);
    h += ldF64(p + 8);
    const gain = splitGain(G - g, H - h, g, h, lower, upper, 0);
    const change = round32(gain - root);
    if (change > top) {
      top = change;
      cut = j + 1;
      bg = g;
      bh = h;
    }
  }
  if (cut >= 0) keep(best, top, column, -1, 1, G - bg, H - bh, bg, bh);
  g = 0;
  h = 0;
  let other: i32 = -1;
  for (let j: i32 = bins - 1; j > bins - tried; j--) {
    const p = first + (ld32(order + (j << 2)) << 4);
    g += ldF64(p);
    h += ldF64(p + 8);
    const gain = splitGain(g, h, G - g, H - h, lower, upper, 0);
    const change = round32(gain - root);
    if (change > top) {
      top = change;
      other = j;
      bg = g;
      bh = h;
    }
  }
  if (other >= 0) {
    cut = other;
    const missing = first + (bins << 4);
    left = ldF64(missing) == 0 && ldF64(missing + 8) == 0 ? 1 : 0;
    keep(best, top, column, -1, left, bg, bh, G - bg, H - bh);
  }
  if (cut < 0) return;
  clearSet(best);
  for (let j: i32 = 0; j < cut; j++) putInSet(best, ld32(order + (j << 2)));
}
