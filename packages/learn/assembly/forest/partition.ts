import { idOf, Space } from './plan';

// A node's part of a run is split stably by the rows' side. Where one side is finished its elements are not moved.

@inline
function sideOf<E>(space: usize, e: E): u32 {
  return load<u8>(space + idOf<E>(e));
}

/** Both sides: the left in place, the right through scratch. */
export function partitionBoth<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  const spare = space.spare;
  const end = run + <usize>count * sizeof<E>();
  let left = run;
  let right = spare;
  for (let at = run; at < end; at += sizeof<E>()) {
    const e = load<E>(at);
    const s = <usize>sideOf<E>(side, e);
    // both stores always happen; the pointers decide which one stays
    store<E>(left, e);
    store<E>(right, e);
    left += (1 - s) * sizeof<E>();
    right += s * sizeof<E>();
  }
  const bytes = right - spare;
  const whole = bytes & ~15;
  for (let k: usize = 0; k < whole; k += 16) v128.store(left + k, v128.load(spare + k));
  for (let k = whole; k < bytes; k += sizeof<E>()) store<E>(left + k, load<E>(spare + k));
}

/** The left side alone, to the front. */
export function keepLeft<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  const end = run + <usize>count * sizeof<E>();
  let left = run;
  for (let at = run; at < end; at += sizeof<E>()) {
    const e = load<E>(at);
    store<E>(left, e);
    left += (1 - <usize>sideOf<E>(side, e)) * sizeof<E>();
  }
}

/** The right side alone, to the back. */
export function keepRight<E>(space: Space, run: usize, count: u32): void {
  const side = space.side;
  let right = run + <usize>(count - 1) * sizeof<E>();
  for (let at = right; at >= run; at -= sizeof<E>()) {
    const e = load<E>(at);
    store<E>(right, e);
    right -= <usize>sideOf<E>(side, e) * sizeof<E>();
  }
}
