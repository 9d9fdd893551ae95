// Sums of products of four columns with four others: each number that is read serves four times, and sums of two
// columns stand in one vector, so that every sum adds its rows in their order. src/models/linear/products.ts has the twin.

/**
 * Adds up 4 × 4 sums at `out`, float64, over `count` rows of `stride` bytes.
 *
 * @param a address of the first row's four numbers of the ones, float64
 * @param b that of the others
 */
export function dots(a: usize, b: usize, count: u32, stride: usize, out: usize): void {
  let p0 = f64x2.splat(0), p1 = p0, q0 = p0, q1 = p0, r0 = p0, r1 = p0, s0 = p0, s1 = p0;
  for (let end = a + <usize>count * stride; a < end; a += stride, b += stride) {
    const y0 = v128.load(b);
    const y1 = v128.load(b, 16);
    let x = v128.load64_splat(a);
    p0 = f64x2.add(p0, f64x2.mul(x, y0));
    p1 = f64x2.add(p1, f64x2.mul(x, y1));
    x = v128.load64_splat(a, 8);
    q0 = f64x2.add(q0, f64x2.mul(x, y0));
    q1 = f64x2.add(q1, f64x2.mul(x, y1));
    x = v128.load64_splat(a, 16);
    r0 = f64x2.add(r0, f64x2.mul(x, y0));
    r1 = f64x2.add(r1, f64x2.mul(x, y1));
    x = v128.load64_splat(a, 24);
    s0 = f64x2.add(s0, f64x2.mul(x, y0));
    s1 = f64x2.add(s1, f64x2.mul(x, y1));
  }
  v128.store(out, p0);
  v128.store(out, p1, 16);
  v128.store(out, q0, 32);
  v128.store(out, q1, 48);
  v128.store(out, r0, 64);
  v128.store(out, r1, 80);
  v128.store(out, s0, 96);
  v128.store(out, s1, 112);
}
