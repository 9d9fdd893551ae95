import { imul, shr } from './platform';

/** A well mixed 32-bit number from two. */
export function mix(a: i32, b: i32): i32 {
  let h = imul(a ^ shr(a, 16), 0x45d9f3b) ^ imul(b + 0x3c6ef372, 0x27d4eb2f);
  h = imul(h ^ shr(h, 15), 0x2c1b3c6d);
  h = imul(h ^ shr(h, 12), 0x297a2d39);
  return h ^ shr(h, 15);
}

/** 24 random bits. */
@inline export function bits24(a: i32, b: i32): i32 { return shr(mix(a, b), 8); }
