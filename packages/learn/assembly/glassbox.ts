// Boosting additive terms is two loops over the rows: add the residuals up by bin, and take the steps of the bins off
// them. Each is for four columns at once: four sums, four steps that do not wait for one another.
// A column's steps and sums are 256 float64 numbers, 2,048 bytes. src/models/glassbox/plain.ts is the twin.

/** values[i] -= the steps of the bins of p0 to p3. Rows 0 to `to`. */
export function take(values: usize, to: u32, p0: usize, p1: usize, p2: usize, p3: usize, steps: usize): void {
  for (let i: usize = 0; i < <usize>to; i++) {
    const at = values + (i << 3);
    const step =
      load<f64>(steps + (<usize>load<u8>(p0 + i) << 3)) +
      load<f64>(steps + (<usize>load<u8>(p1 + i) << 3), 2048) +
      (load<f64>(steps + (<usize>load<u8>(p2 + i) << 3), 4096) +
        load<f64>(steps + (<usize>load<u8>(p3 + i) << 3), 6144));
    store<f64>(at, load<f64>(at) - step);
  }
}

@inline function add(sums: usize, c0: usize, c1: usize, c2: usize, c3: usize, i: usize, v: f64): void {
  const a = sums + (<usize>load<u8>(c0 + i) << 3);
  store<f64>(a, load<f64>(a) + v);
  const b = sums + (<usize>load<u8>(c1 + i) << 3);
  store<f64>(b, load<f64>(b, 2048) + v, 2048);
  const c = sums + (<usize>load<u8>(c2 + i) << 3);
  store<f64>(c, load<f64>(c, 4096) + v, 4096);
  const d = sums + (<usize>load<u8>(c3 + i) << 3);
  store<f64>(d, load<f64>(d, 6144) + v, 6144);
}

/**
 * Sums of values[i] by the bins of c0 to c3, rows 0 to `to`. `sums` is twice four columns, zeros at first: every other row
 * goes to the second set, 8,192 bytes on, since rows that follow one another are often of one bin, and a sum waits for
 * the one before it.
 */
export function gather(values: usize, to: u32, c0: usize, c1: usize, c2: usize, c3: usize, sums: usize): void {
  // Rows go two by two: one more may come along, with nothing to add.
  const end = values + (<usize>to << 3);
  const kept = load<f64>(end);
  store<f64>(end, 0);
  for (let i: usize = 0; i < <usize>to; i += 2) {
    const at = values + (i << 3);
    add(sums, c0, c1, c2, c3, i, load<f64>(at));
    add(sums + 8192, c0, c1, c2, c3, i + 1, load<f64>(at, 8));
  }
  store<f64>(end, kept);
  for (let at = sums; at < sums + 8192; at += 16) v128.store(at, f64x2.add(v128.load(at), v128.load(at, 8192)));
}

/** out[i] = a[i] × b[i] for rows 0 to `to`, and one more where that is odd. */
export function multiply(a: usize, b: usize, to: u32, out: usize): void {
  for (let at: usize = 0; at < <usize>to << 3; at += 16)
    v128.store(out + at, f64x2.mul(v128.load(a + at), v128.load(b + at)));
}

@inline function cell(out: usize, at: u32, v: v128): void {
  const to = out + (<usize>at << 4);
  v128.store(to, f64x2.add(v128.load(to), v));
}

/**
 * Grids of column a against each of b0 to b3: cell (a << bits) + b of each += the row's two numbers (weight × residual,
 * weight). A grid is 256 pairs of float64, 4,096 bytes, one behind the other.
 */
export function joint(
  twos: usize, to: u32, a: usize, b0: usize, b1: usize, b2: usize, b3: usize, bits: u32, out: usize,
): void {
  for (let i: usize = 0; i < <usize>to; i++) {
    const v = v128.load(twos + (i << 4));
    const row = <u32>load<u8>(a + i) << bits;
    cell(out, row + <u32>load<u8>(b0 + i), v);
    cell(out + 4096, row + <u32>load<u8>(b1 + i), v);
    cell(out + 8192, row + <u32>load<u8>(b2 + i), v);
    cell(out + 12288, row + <u32>load<u8>(b3 + i), v);
  }
}
