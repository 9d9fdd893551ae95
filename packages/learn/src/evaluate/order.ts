/**
 * Rows in ascending order of their values, equal ones in the order of the rows. Sorts numbers, which is several times
 * faster than sorting rows by a comparison, and finds each row's place among them. NaN must not occur.
 */
export function ascendingOrder(values: ArrayLike<number>): Uint32Array {
  const sorted = Float64Array.from(values).sort();
  const taken = new Uint32Array(sorted.length);
  const order = new Uint32Array(sorted.length);
  for (let row = 0; row < sorted.length; row++) {
    const first = firstPlace(sorted, values[row]!);
    order[first + taken[first]!] = row;
    taken[first]!++;
  }
  return order;
}

/** Where the run of values that are equal to this one begins. */
function firstPlace(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows in descending order of their values, equal ones in the order of the rows. NaN must not occur. */
export function descendingOrder(values: ArrayLike<number>): Uint32Array {
  const turned = new Float64Array(values.length);
  for (let row = 0; row < turned.length; row++) turned[row] = -values[row]!;
  return ascendingOrder(turned);
}
