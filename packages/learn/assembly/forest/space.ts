import { element, idOf, missingRank, NONE, Plan, rankOf, Space } from './plan';

/** Numbers the rows of this tree, `short` numbers in 16 bits. Returns how many there are. */
export function numberRows(plan: Plan, space: Space, short: bool): u32 {
  const rows = plan.rows;
  let count: u32 = 0;
  for (let r: u32 = 0; r < rows; r++) {
    const weight = load<f64>(plan.weight + (<usize>r << 3));
    const used = weight > 0;
    if (short) store<u16>(plan.map + (<usize>r << 1), used ? <u16>count : <u16>NONE);
    else store<u32>(plan.map + (<usize>r << 2), used ? count : NONE);
    if (used) {
      const y = load<f64>(plan.target + (<usize>r << 3));
      store<u32>(space.row + (<usize>count << 2), r);
      store<f64>(space.target + (<usize>count << 3), y);
      store<f64>(space.sums + (<usize>count << 4), weight * y);
      store<f64>(space.sums + (<usize>count << 4), weight, 8);
      count++;
    }
  }
  return count;
}

@inline
function numberOf<E>(map: usize, row: u32): u32 {
  if (sizeof<E>() == 8) return load<u32>(map + (<usize>row << 2));
  return <u32>load<u16>(map + (<usize>row << 1));
}

/** Fills every column's run from the table's order, ranks counted among the rows of this tree. */
export function fillRuns<E>(plan: Plan, space: Space): void {
  const rows = plan.rows;
  const map = plan.map;
  const none: u32 = sizeof<E>() == 8 ? NONE : 0xffff;
  for (let c: u32 = 0; c < plan.columns; c++) {
    const order = plan.order + ((<usize>c * rows) << 2);
    const present = load<u32>(plan.present + (<usize>c << 2));
    let out = space.runs + <usize>c * space.runBytes;
    let rank: u32 = NONE;
    let fresh: u32 = 1;
    for (let p: u32 = 0; p < present; p++) {
      const word = load<u32>(order + (<usize>p << 2));
      const id = numberOf<E>(map, word & 0x7fffffff);
      const used = u32(id != none);
      fresh |= word >>> 31;
      rank += fresh & used;
      fresh &= used ^ 1;
      // written always, kept only when used: no branch to mispredict; the run has room for one more
      store<E>(out, element<E>(rank, id));
      out += <usize>used * sizeof<E>();
    }
    for (let p = present; p < rows; p++) {
      const id = numberOf<E>(map, load<u32>(order + (<usize>p << 2)) & 0x7fffffff);
      if (id != none) {
        store<E>(out, element<E>(missingRank<E>(), id));
        out += sizeof<E>();
      }
    }
  }
}

/**
 * Moves a node into another, smaller space of 4-byte elements: rows renumbered from 0, ranks made dense again.
 * With `keys` the ranks are written row-major too.
 */
export function moveNode<E>(plan: Plan, from: Space, to: Space, start: u32, count: u32, column: u32, keys: bool): void {
  const map = plan.map;
  const ids = from.runs + <usize>column * from.runBytes + <usize>start * sizeof<E>();
  for (let k: u32 = 0; k < count; k++) {
    const id = idOf<E>(load<E>(ids + <usize>k * sizeof<E>()));
    store<u32>(map + (id << 2), k);
    store<u32>(to.row + (<usize>k << 2), load<u32>(from.row + (id << 2)));
    store<f64>(to.target + (<usize>k << 3), load<f64>(from.target + (id << 3)));
    v128.store(to.sums + (<usize>k << 4), v128.load(from.sums + (id << 4)));
  }
  const keyBytes = to.keyBytes;
  for (let c: u32 = 0; c < plan.columns; c++) {
    const run = from.runs + <usize>c * from.runBytes + <usize>start * sizeof<E>();
    const out = to.runs + <usize>c * to.runBytes;
    const key = to.keys + (<usize>c << 1);
    const first = rankOf<E>(load<E>(run));
    if (first == rankOf<E>(load<E>(run + <usize>(count - 1) * sizeof<E>()))) {
      // constant here, so in every node below: the run has to say so, and which rows there are
      for (let k: u32 = 0; k < count; k++) {
        store<u32>(out + (<usize>k << 2), k);
        if (keys) store<u16>(key + <usize>k * keyBytes, 0);
      }
      continue;
    }
    let last = first;
    let rank: u32 = 0;
    for (let k: u32 = 0; k < count; k++) {
      const e = load<E>(run + <usize>k * sizeof<E>());
      const id = load<u32>(map + (idOf<E>(e) << 2));
      const own = rankOf<E>(e);
      rank += u32(own != last);
      last = own;
      const written = own == missingRank<E>() ? missingRank<u32>() : rank;
      store<u32>(out + (<usize>k << 2), element<u32>(written, id));
      if (keys) store<u16>(key + <usize>id * keyBytes, <u16>written);
    }
  }
}
