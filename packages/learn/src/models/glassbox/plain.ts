import type { GlassboxKernel } from './kernel.js';

/** The kernel in plain TypeScript, with the same sums in the same order, so that both give the same model. */
export function plainKernel(buffer: ArrayBufferLike): GlassboxKernel {
  const bytes = new Uint8Array(buffer);
  const doubles = new Float64Array(buffer, 0, Math.floor(buffer.byteLength / 8));

  const take: GlassboxKernel['take'] = (values, to, p0, p1, p2, p3, steps) => {
    const r = values >> 3;
    const u = steps >> 3;
    for (let i = 0; i < to; i++)
      doubles[r + i]! -=
        doubles[u + bytes[p0 + i]!]! +
        doubles[u + 256 + bytes[p1 + i]!]! +
        (doubles[u + 512 + bytes[p2 + i]!]! + doubles[u + 768 + bytes[p3 + i]!]!);
  };

  const gather: GlassboxKernel['gather'] = (values, to, c0, c1, c2, c3, sums) => {
    const r = values >> 3;
    const h = sums >> 3;
    for (let i = 0; i < to; i++) {
      const v = doubles[r + i]!;
      const at = h + 1024 * (i & 1);
      doubles[at + bytes[c0 + i]!]! += v;
      doubles[at + 256 + bytes[c1 + i]!]! += v;
      doubles[at + 512 + bytes[c2 + i]!]! += v;
      doubles[at + 768 + bytes[c3 + i]!]! += v;
    }
    for (let at = h; at < h + 1024; at++) doubles[at]! += doubles[at + 1024]!;
  };

  const multiply: GlassboxKernel['multiply'] = (a, b, to, out) => {
    for (let i = 0; i < to; i++) doubles[(out >> 3) + i] = doubles[(a >> 3) + i]! * doubles[(b >> 3) + i]!;
  };

  const joint: GlassboxKernel['joint'] = (twos, to, a, b0, b1, b2, b3, bits, out) => {
    const columns = [b0, b1, b2, b3];
    columns.forEach((b, k) => {
      const grid = (out >> 3) + 512 * k;
      const two = twos >> 3;
      for (let i = 0; i < to; i++) {
        const cell = grid + 2 * ((bytes[a + i]! << bits) + bytes[b + i]!);
        doubles[cell]! += doubles[two + 2 * i]!;
        doubles[cell + 1]! += doubles[two + 2 * i + 1]!;
      }
    });
  };

  return { take, gather, multiply, joint };
}
