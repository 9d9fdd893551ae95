// mulberry32: 32 bits of state, the same in the TypeScript twin.

let state: u32 = 0;

export function seedRandom(seed: u32): void {
  state = seed;
}

/** 32 random bits. */
@inline
export function randomBits(): u32 {
  state += 0x6d2b79f5;
  let t: u32 = (state ^ (state >>> 15)) * (1 | state);
  t = (t + (t ^ (t >>> 7)) * (61 | t)) ^ t;
  return t ^ (t >>> 14);
}

/** A whole number from 0 to `limit` - 1. */
@inline
export function randomBelow(limit: u32): u32 {
  return <u32>((<u64>randomBits() * <u64>limit) >>> 32);
}
