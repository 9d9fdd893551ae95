const RADIX = 2048;

/** One pass of a radix sort by the 11 bits from `shift` on. `starts` says how many keys have each value of these bits. */
function pass(from: Int32Array, to: Int32Array, count: number, counts: Int32Array, shift: number): void {
  let place = 0;
  for (let d = 0; d < RADIX; d++) {
    const size = counts[d]!;
    counts[d] = place;
    place += size;
  }
  for (let i = 0; i < count; i++) {
    const key = from[i]!;
    const digit = (key >>> shift) & (RADIX - 1);
    to[counts[digit]!] = key;
    counts[digit]!++;
  }
}

/** Bits of a float32 as a number whose order, taken as unsigned, is the order of the floats. Its own inverse on the result of {@link floatBits}. */
function keyOf(bits: number): number {
  // All bits of a negative number are flipped, the sign of the others.
  return bits ^ ((bits >> 31) | -0x80000000);
}

function floatBits(key: number): number {
  return key ^ (~(key >> 31) | -0x80000000);
}

/**
 * The finite float32 values in ascending order, missing ones (NaN) left out: a radix sort in three passes. −0 is taken for 0.
 */
export function sortedValues(values: Float32Array | Float64Array): Float32Array {
  const a = new Int32Array(values.length);
  const floats = new Float32Array(a.buffer);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isNaN(v)) floats[count++] = v + 0;
  }
  const low = new Int32Array(RADIX);
  const middle = new Int32Array(RADIX);
  const high = new Int32Array(RADIX);
  for (let i = 0; i < count; i++) {
    const key = keyOf(a[i]!);
    a[i] = key;
    low[key & (RADIX - 1)]!++;
    middle[(key >>> 11) & (RADIX - 1)]!++;
    high[key >>> 22]!++;
  }
  const b = new Int32Array(count);
  pass(a, b, count, low, 0);
  pass(b, a, count, middle, 11);
  pass(a, b, count, high, 22);
  for (let i = 0; i < count; i++) b[i] = floatBits(b[i]!);
  return new Float32Array(b.buffer);
}

/** The upper half of the key of a float32, 0 to 65535: a coarse place in the order of the floats. */
export function bucketOf(bits: number): number {
  return keyOf(bits) >>> 16;
}

/** The key of a missing value, above all others. */
export const MISSING_KEY = -1;

/**
 * Float32 values as keys in ascending order (taken as unsigned), missing ones (NaN) last, each with its row; equal ones in the
 * order of the rows. −0 is taken for 0. Three passes, as {@link sortedValues}.
 */
export function sortedKeys(values: Float32Array): { keys: Int32Array; rows: Uint32Array } {
  const count = values.length;
  const bits = new Int32Array(values.buffer, values.byteOffset, count);
  let keys = new Int32Array(count);
  let rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const v = values[row]!;
    keys[row] = Number.isNaN(v) ? MISSING_KEY : keyOf(v === 0 ? 0 : bits[row]!);
    rows[row] = row;
  }
  for (const shift of [0, 11, 22]) {
    const places = new Int32Array(RADIX + 1);
    for (let i = 0; i < count; i++) places[((keys[i]! >>> shift) & (RADIX - 1)) + 1]!++;
    for (let d = 0; d < RADIX; d++) places[d + 1]! += places[d]!;
    const toKeys = new Int32Array(count);
    const toRows = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      const to = places[(keys[i]! >>> shift) & (RADIX - 1)]!++;
      toKeys[to] = keys[i]!;
      toRows[to] = rows[i]!;
    }
    keys = toKeys;
    rows = toRows;
  }
  return { keys, rows };
}
