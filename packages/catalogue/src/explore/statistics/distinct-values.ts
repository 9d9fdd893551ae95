/** The distinct values of a column in order of first appearance, and which one each row has. */
export interface DistinctValues {
  readonly distinct: Float64Array;
  /** Index into `distinct` by row; −1 for NaN. */
  readonly ids: Int32Array;
}

/**
 * Finds distinct values by hashing. Most columns of a catalogue have few (101 popularities, 1,174
 * danceabilities), so that hashing the rows and sorting the distinct values beats sorting the rows.
 */
export function distinctValues(column: Float64Array): DistinctValues {
  const ids = new Int32Array(column.length).fill(-1);
  let distinct = new Float64Array(512);
  let count = 0;
  let slots = new Int32Array(1024).fill(-1);
  for (let i = 0; i < column.length; i++) {
    // −0 and 0 are one value.
    const value = column[i] + 0;
    if (Number.isNaN(value)) continue;
    let slot = hash(value) & (slots.length - 1);
    while (slots[slot] >= 0 && distinct[slots[slot]] !== value) slot = (slot + 1) & (slots.length - 1);
    if (slots[slot] < 0) {
      if (count === distinct.length) {
        distinct = grown(distinct);
        slots = rehashed(distinct, count);
        slot = hash(value) & (slots.length - 1);
        while (slots[slot] >= 0) slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = count;
      distinct[count++] = value;
    }
    ids[i] = slots[slot];
  }
  return { distinct: distinct.slice(0, count), ids };
}

const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

function hash(value: number): number {
  double[0] = value;
  let mixed = Math.imul(halves[0] ^ Math.imul(halves[1], 0x9e3779b1), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35);
  return mixed ^ (mixed >>> 13);
}

function grown(values: Float64Array): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(2 * values.length);
  twice.set(values);
  return twice;
}

/** Slots for twice as many values as there is room for, so that half of them stay empty. */
function rehashed(distinct: Float64Array, count: number): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(2 * distinct.length).fill(-1);
  for (let id = 0; id < count; id++) {
    let slot = hash(distinct[id]) & (slots.length - 1);
    while (slots[slot] >= 0) slot = (slot + 1) & (slots.length - 1);
    slots[slot] = id;
  }
  return slots;
}
