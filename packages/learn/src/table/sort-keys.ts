const RADIX = 2048;

const SHIFTS = [0, 11, 22];

/** For a pass of a radix sort: where keys begin that have each value of the 11 bits from `shift` on. */
function placesOf(keys: Int32Array, shift: number): Int32Array {
  const places = new Int32Array(RADIX + 1);
  for (let i = 0; i < keys.length; i++) places[((keys[i]! >>> shift) & (RADIX - 1)) + 1]!++;
  for (let d = 0; d < RADIX; d++) places[d + 1]! += places[d]!;
  return places;
}

/** The bits of float32 values, in the same memory. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array<ArrayBufferLike> {
  return new Int32Array(buffer, byteOffset, length);
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
  const floats = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isNaN(v)) floats[count++] = v + 0;
  }
  let from = bitsOf(floats.subarray(0, count));
  let to: typeof from = new Int32Array(count);
  for (let i = 0; i < count; i++) from[i] = keyOf(from[i]!);
  for (const shift of SHIFTS) {
    const places = placesOf(from, shift);
    for (let i = 0; i < count; i++) {
      const key = from[i]!;
      to[places[(key >>> shift) & (RADIX - 1)]!++] = key;
    }
    [from, to] = [to, from];
  }
  for (let i = 0; i < count; i++) from[i] = floatBits(from[i]!);
  return new Float32Array(from.buffer, 0, count);
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
  const bits = bitsOf(values);
  let keys = new Int32Array(count);
  let rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const v = values[row]!;
    keys[row] = Number.isNaN(v) ? MISSING_KEY : keyOf(v === 0 ? 0 : bits[row]!);
    rows[row] = row;
  }
  for (const shift of SHIFTS) {
    const places = placesOf(keys, shift);
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
