// Boosting one additive term at a time is two loops over the rows: take the last steps off the residuals, and add the
// residuals up by bin. Here both are one loop, for four columns together: four sums that do not wait for one another.
// A column's steps and sums are 256 float64 numbers, 2,048 bytes. src/models/glassbox/plain.ts is the twin.

@inline function step(steps: usize, p0: usize, p1: usize, p2: usize, p3: usize, i: usize): f64 {
  return (
    load<f64>(steps + (<usize>load<u8>(p0 + i) << 3)) +
    load<f64>(steps + (<usize>load<u8>(p1 + i) << 3), 2048) +
    (load<f64>(steps + (<usize>load<u8>(p2 + i) << 3), 4096) +
      load<f64>(steps + (<usize>load<u8>(p3 + i) << 3), 6144))
  );
}

@inline function gather(sums: usize, c0: usize, c1: usize, c2: usize, c3: usize, i: usize, v: f64): void {
  const a = sums + (<usize>load<u8>(c0 + i) << 3);
  store<f64>(a, load<f64>(a) + v);
  const b = sums + (<usize>load<u8>(c1 + i) << 3);
  store<f64>(b, load<f64>(b, 2048) + v, 2048);
  const c = sums + (<usize>load<u8>(c2 + i) << 3);
  store<f64>(c, load<f64>(c, 4096) + v, 4096);
  const d = sums + (<usize>load<u8>(c3 + i) << 3);
  store<f64>(d, load<f64>(d, 6144) + v, 6144);
}

/** values[i] -= the steps of the bins of p0 to p3; sums of c0 to c3 += values[i]. Rows `from` to `to`. */
export function pass(
  values: usize, from: u32, to: u32, p0: usize, p1: usize, p2: usize, p3: usize, steps: usize,
  c0: usize, c1: usize, c2: usize, c3: usize, sums: usize,
): void {
  for (let i: usize = <usize>from; i < <usize>to; i++) {
    const at = values + (i << 3);
    const v = load<f64>(at) - step(steps, p0, p1, p2, p3, i);
    store<f64>(at, v);
    gather(sums, c0, c1, c2, c3, i, v);
  }
}

/** As `pass`, with sums of weight × value. */
export function passWeighted(
  values: usize, from: u32, to: u32, p0: usize, p1: usize, p2: usize, p3: usize, steps: usize,
  c0: usize, c1: usize, c2: usize, c3: usize, sums: usize, weights: usize,
): void {
  for (let i: usize = <usize>from; i < <usize>to; i++) {
    const at = values + (i << 3);
    const v = load<f64>(at) - step(steps, p0, p1, p2, p3, i);
    store<f64>(at, v);
    gather(sums, c0, c1, c2, c3, i, v * load<f64>(weights + (i << 3)));
  }
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
  twos: usize, from: u32, to: u32, a: usize, b0: usize, b1: usize, b2: usize, b3: usize, bits: u32, out: usize,
): void {
  for (let i: usize = <usize>from; i < <usize>to; i++) {
    const v = v128.load(twos + (i << 4));
    const row = <u32>load<u8>(a + i) << bits;
    cell(out, row + <u32>load<u8>(b0 + i), v);
    cell(out + 4096, row + <u32>load<u8>(b1 + i), v);
    cell(out + 8192, row + <u32>load<u8>(b2 + i), v);
    cell(out + 12288, row + <u32>load<u8>(b3 + i), v);
  }
}
