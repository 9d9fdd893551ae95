import type { GlassboxKernel } from './kernel.js';

/** The kernel in plain TypeScript, with the same sums in the same order, so that both give the same model. */
export function plainKernel(buffer: ArrayBufferLike): GlassboxKernel {
  const bytes = new Uint8Array(buffer);
  const doubles = new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));

  const pass: GlassboxKernel['pass'] = (values, from, to, p0, p1, p2, p3, steps, c0, c1, c2, c3, sums) => {
    const r = values >> 3;
    const u = steps >> 3;
    const h = sums >> 3;
    for (let i = from; i < to; i++) {
      const v =
        doubles[r + i]! -
        (doubles[u + bytes[p0 + i]!]! +
          doubles[u + 256 + bytes[p1 + i]!]! +
          (doubles[u + 512 + bytes[p2 + i]!]! + doubles[u + 768 + bytes[p3 + i]!]!));
      doubles[r + i] = v;
      doubles[h + bytes[c0 + i]!]! += v;
      doubles[h + 256 + bytes[c1 + i]!]! += v;
      doubles[h + 512 + bytes[c2 + i]!]! += v;
      doubles[h + 768 + bytes[c3 + i]!]! += v;
    }
  };

  const passWeighted: GlassboxKernel['passWeighted'] = (
    values,
    from,
    to,
    p0,
    p1,
    p2,
    p3,
    steps,
    c0,
    c1,
    c2,
    c3,
    sums,
    weights,
  ) => {
    const r = values >> 3;
    const u = steps >> 3;
    const h = sums >> 3;
    const w = weights >> 3;
    for (let i = from; i < to; i++) {
      const v =
        doubles[r + i]! -
        (doubles[u + bytes[p0 + i]!]! +
          doubles[u + 256 + bytes[p1 + i]!]! +
          (doubles[u + 512 + bytes[p2 + i]!]! + doubles[u + 768 + bytes[p3 + i]!]!));
      doubles[r + i] = v;
      const g = v * doubles[w + i]!;
      doubles[h + bytes[c0 + i]!]! += g;
      doubles[h + 256 + bytes[c1 + i]!]! += g;
      doubles[h + 512 + bytes[c2 + i]!]! += g;
      doubles[h + 768 + bytes[c3 + i]!]! += g;
    }
  };

  const joint: GlassboxKernel['joint'] = (twos, from, to, a, b0, b1, b2, b3, bits, out) => {
    const columns = [b0, b1, b2, b3];
    columns.forEach((b, k) => {
      const grid = (out >> 3) + 512 * k;
      const two = twos >> 3;
      for (let i = from; i < to; i++) {
        const cell = grid + 2 * ((bytes[a + i]! << bits) + bytes[b + i]!);
        doubles[cell]! += doubles[two + 2 * i]!;
        doubles[cell + 1]! += doubles[two + 2 * i + 1]!;
      }
    });
  };

  return { pass, passWeighted, joint };
}
