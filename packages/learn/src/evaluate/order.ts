const DIGITS = 2048;

/**
 * Rows in ascending order of their values, equal ones in the order of the rows: a radix sort by the bits of the numbers, eleven at
 * a time; values that are in order already are read once. NaN must not occur.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const count = values.length;
  let order = new Uint32Array(count);
  let sorted = true;
  for (let row = 0; row < count; row++) order[row] = row;
  for (let row = 1; row < count; row++) if (values[row - 1]! > values[row]!) sorted = false;
  if (sorted) return order;
  const keys = new Float64Array(count);
  for (let row = 0; row < count; row++) keys[row] = values[row]! + 0; // −0 is 0
  const words = new Int32Array(keys.buffer);
  let next = new Uint32Array(count);
  // All bits of a negative number are flipped, the sign of the others: then they are in order as unsigned.
  for (let at = 0; at < words.length; at += 2) {
    const flip = words[at + 1]! >> 31;
    words[at]! ^= flip;
    words[at + 1]! ^= flip | -0x80000000;
  }
  for (let word = 0; word < 2; word++)
    for (let shift = 0; shift < 32; shift += 11)
      if (pass(words, word, shift, order, next)) [order, next] = [next, order];
  return order;
}

/** Orders rows by eleven bits of their keys; false where these bits are the same in all. */
function pass(words: Int32Array, word: number, shift: number, from: Uint32Array, to: Uint32Array): boolean {
  const places = new Uint32Array(DIGITS + 1);
  for (let at = word; at < words.length; at += 2) places[((words[at]! >>> shift) & (DIGITS - 1)) + 1]!++;
  if (places.includes(from.length)) return false;
  for (let d = 0; d < DIGITS; d++) places[d + 1]! += places[d]!;
  for (let i = 0; i < from.length; i++) {
    const digit = (words[2 * from[i]! + word]! >>> shift) & (DIGITS - 1);
    to[places[digit]!] = from[i]!;
    places[digit]!++;
  }
  return true;
}
