const RADIX = 2048;

/**
 * The finite float32 values in ascending order, missing ones (NaN) left out: a radix sort in three passes. −0 is taken for 0.
 */
export function sortedValues(values: Float32Array | Float64Array): Float32Array {
  const keys = new Uint32Array(values.length);
  const floats = new Float32Array(keys.buffer);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (!Number.isNaN(v)) floats[count++] = v + 0;
  }
  for (let i = 0; i < count; i++) {
    const bits = keys[i]!;
    // Order of the bits = order of the numbers: flip all of a negative one, the sign of the others.
    keys[i] = bits & 0x80000000 ? ~bits : bits ^ 0x80000000;
  }
  let from = keys.subarray(0, count);
  let to = new Uint32Array(count);
  for (const shift of [0, 11, 22]) {
    const starts = new Uint32Array(RADIX + 1);
    for (let i = 0; i < count; i++) starts[((from[i]! >>> shift) & (RADIX - 1)) + 1]!++;
    for (let d = 0; d < RADIX; d++) starts[d + 1]! += starts[d]!;
    for (let i = 0; i < count; i++) to[starts[(from[i]! >>> shift) & (RADIX - 1)]!++] = from[i]!;
    [from, to] = [to, from];
  }
  for (let i = 0; i < count; i++) {
    const bits = from[i]!;
    from[i] = bits & 0x80000000 ? bits ^ 0x80000000 : ~bits;
  }
  return new Float32Array(from.buffer, from.byteOffset, count);
}
