import type { Random } from './random.js';

/** How every track id of a demo catalogue begins. No real id is made this way on purpose. */
export const DEMO_ID_PREFIX = 'demo';

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LENGTH = 22;
const PATTERN = /^demo[0-9A-Za-z]{18}$/;

/** Whether an id has the form of a demo catalogue's: `demo` and 18 further base-62 digits. A catalogue is synthetic if all its ids have. */
export function isDemoTrackId(id: string): boolean {
  return PATTERN.test(id);
}

/** A new track id; two are equal with a probability of 62^-18. */
export function demoTrackId(random: Random): string {
  let id = DEMO_ID_PREFIX;
  while (id.length < LENGTH) {
    // Five digits from one draw of 32 bits.
    let n = random.below(916132832);
    const group = Math.min(5, LENGTH - id.length);
    for (let i = 0; i < group; i++) {
      id += DIGITS[n % 62];
      n = Math.floor(n / 62);
    }
  }
  return id;
}
