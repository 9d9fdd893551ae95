import { idOf, Space } from './plan';

// A node's part of a run is split stably by the rows' side, 0 left and 1 right. Where one side is finished its elements
// are not moved. Four elements of 4 bytes are packed at once: their sides make a number from 0 to 15, which picks a
// shuffle from a table (written by `layShuffles`); one store then stands for four, of which as many count as the pointer moves on.

const TO_LEFT: usize = 0;
const TO_RIGHT: usize = 256;
const TO_RIGHT_END: usize = 512;

/** Writes the table of shuffles, 768 bytes. */
export function layShuffles(table: usize): void {
  for (let sides: u32 = 0; sides < 16; sides++) {
    let left: u32 = 0;
    let right: u32 = 0;
    for (let k: u32 = 0; k < 4; k++) {
      if ((sides >>> k) & 1) laneTo(table + TO_RIGHT + (<usize>sides << 4), right++, k);
      else laneTo(table + TO_LEFT + (<usize>sides << 4), left++, k);
    }
    let behind: u32 = 4;
    for (let k: u32 = 4; k > 0; k--) {
      if ((sides >>> (k - 1)) & 1) laneTo(table + TO_RIGHT_END + (<usize>sides << 4), --behind, k - 1);
    }
  }
}

function laneTo(shuffle: usize, lane: u32, from: u32): void {
  for (let byte: u32 = 0; byte < 4; byte++) store<u8>(shuffle + (<usize>lane << 2) + byte, <u8>(4 * from + byte));
}

@inline
function sideOf<E>(side: usize, e: E): usize {
  return <usize>load<u8>(side + idOf<E>(e));
}

/** Sides of four 4-byte elements, as bits. */
@inline
function sidesAt(side: usize, at: usize): usize {
  return (
    <usize>load<u8>(side + <usize>load<u16>(at)) |
    (<usize>load<u8>(side + <usize>load<u16>(at, 4)) << 1) |
    (<usize>load<u8>(side + <usize>load<u16>(at, 8)) << 2) |
    (<usize>load<u8>(side + <usize>load<u16>(at, 12)) << 3)
  );
}

/** Both sides: the left in place, the right through scratch. */
export function partitionBoth<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  const spare = space.spare;
  const size = sizeof<E>();
  const end = run + <usize>count * size;
  let left = run;
  let right = spare;
  let at = run;
  if (size == 4) {
    const shuffles = space.shuffles;
    const fours = run + <usize>(count & ~3) * size;
    for (; at < fours; at += 16) {
      const four = v128.load(at);
      const sides = sidesAt(side, at);
      // the left part never reaches beyond what has been read
      v128.store(left, i8x16.swizzle(four, v128.load(shuffles + TO_LEFT + (sides << 4))));
      v128.store(right, i8x16.swizzle(four, v128.load(shuffles + TO_RIGHT + (sides << 4))));
      const moved = <usize>popcnt(<u32>sides) << 2;
      right += moved;
      left += 16 - moved;
    }
  }
  for (; at < end; at += size) {
    const e = load<E>(at);
    const s = sideOf<E>(side, e) * size;
    // both stores always happen; the pointers decide which one stays
    store<E>(left, e);
    store<E>(right, e);
    right += s;
    left += size - s;
  }
  const bytes = right - spare;
  const whole = bytes & ~15;
  for (let k: usize = 0; k < whole; k += 16) v128.store(left + k, v128.load(spare + k));
  for (let k = whole; k < bytes; k += size) store<E>(left + k, load<E>(spare + k));
}

/** The left side alone, to the front. */
export function keepLeft<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  const size = sizeof<E>();
  const end = run + <usize>count * size;
  let left = run;
  let at = run;
  if (size == 4) {
    const shuffles = space.shuffles;
    const fours = run + <usize>(count & ~3) * size;
    for (; at < fours; at += 16) {
      const sides = sidesAt(side, at);
      v128.store(left, i8x16.swizzle(v128.load(at), v128.load(shuffles + TO_LEFT + (sides << 4))));
      left += 16 - (<usize>popcnt(<u32>sides) << 2);
    }
  }
  for (; at < end; at += size) {
    const e = load<E>(at);
    store<E>(left, e);
    left += size - sideOf<E>(side, e) * size;
  }
}

/** The right side alone, to the back. */
export function keepRight<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  const size = sizeof<E>();
  // both point behind the last element
  let at = run + <usize>count * size;
  let right = at;
  if (size == 4) {
    const shuffles = space.shuffles;
    const rest = run + <usize>(count & 3) * size;
    while (at > rest) {
      at -= 16;
      const sides = sidesAt(side, at);
      v128.store(right - 16, i8x16.swizzle(v128.load(at), v128.load(shuffles + TO_RIGHT_END + (sides << 4))));
      right -= <usize>popcnt(<u32>sides) << 2;
    }
  }
  while (at > run) {
    at -= size;
    const e = load<E>(at);
    store<E>(right - size, e);
    right -= sideOf<E>(side, e) * size;
  }
}
