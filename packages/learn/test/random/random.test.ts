import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random/random.js';
import { RandomState } from '../../src/random/random-state.js';

// Expected numbers were printed by numpy 2.4.6.
describe('RandomState', () => {
  it('draws what numpy draws, in the same order', () => {
    const random = new RandomState(42);
    const order = random.permutation(113_422);
    expect([...order.subarray(0, 10)]).toEqual([
      93907, 75559, 75938, 50143, 79988, 83839, 86697, 48170, 24768, 44108,
    ]);
    expect(createHash('sha256').update(new Uint8Array(order.buffer)).digest('hex')).toBe(
      'ea2d5bfcaf1c39707ab13a2d6b8211cc20da4c4a02a3ae6131eaf46e67b76ac7',
    );
    expect(random.randint(0, 2 ** 31)).toBe(1469205559);
    expect(Array.from({ length: 6 }, () => random.randint(200, 800))).toEqual([696, 725, 575, 573, 571, 781]);
    expect(Array.from({ length: 4 }, () => random.uniform(0.01, 0.21))).toEqual([
      0.02324869498613279, 0.14175922856259113, 0.14270334685633063, 0.15742278408652483,
    ]);
    expect([...random.permutation(7)]).toEqual([2, 4, 1, 3, 6, 5, 0]);
    expect(random.randint(5, 6)).toBe(5);
    expect(random.randint(0, 2 ** 32)).toBe(183805253);
    expect(random.random()).toBe(0.7183050501484035);
  });

  it('takes the largest seed', () => {
    const random = new RandomState(0xffffffff);
    expect(Array.from({ length: 4 }, () => random.nextUint32())).toEqual([
      419326371, 479346978, 3918654476, 2416749639,
    ]);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 32])('refuses seed %s', (seed) => {
    expect(() => new RandomState(seed)).toThrow(/seed must be a whole number from 0 to 4294967295, found/);
  });

  it('refuses an empty or fractional range', () => {
    const random = new RandomState(1);
    expect(() => random.randint(3, 3)).toThrow(/low < high/);
    expect(() => random.randint(0.5, 3)).toThrow(/whole numbers/);
    expect(() => random.permutation(-1)).toThrow(/whole number/);
  });
});

describe('createRandom', () => {
  it('repeats itself for one seed and differs between seeds and streams', () => {
    const take = (seed: number, stream?: number) => {
      const random = createRandom(seed, stream);
      return Array.from({ length: 5 }, () => random.nextUint32());
    };
    expect(take(7)).toEqual(take(7, 0));
    const first = new Set<number>();
    for (let seed = 0; seed < 100; seed++)
      for (let stream = 0; stream < 100; stream++) first.add(take(seed, stream)[0]);
    // 10,000 draws of 32 bits collide 0.01 times on average.
    expect(first.size).toBeGreaterThan(9_990);
  });

  it('spreads draws evenly (chi-squared, 63 degrees of freedom, far below p = 1e-6)', () => {
    const random = createRandom(3);
    const counts = new Float64Array(64);
    const draws = 200_000;
    for (let i = 0; i < draws; i++) counts[random.below(64)]++;
    const expected = draws / 64;
    const chi = counts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(130);
    expect(chi).toBeGreaterThan(22);
  });

  it('has the moments of the uniform and the normal distribution', () => {
    const random = createRandom(11);
    const n = 200_000;
    let mean = 0;
    let normalMean = 0;
    let normalSquare = 0;
    for (let i = 0; i < n; i++) {
      mean += random.next() / n;
      const z = random.normal();
      normalMean += z / n;
      normalSquare += (z * z) / n;
    }
    // Five standard errors.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    expect(Math.abs(normalMean)).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(normalSquare - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
  });

  it('permutes: every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
        const order = [...createRandom(seed).permutation(n)].sort((a, b) => a - b);
        expect(order).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });

  it('refuses a bad seed and an empty draw', () => {
    expect(() => createRandom(Number.NaN)).toThrow(/seed must be/);
    expect(() => createRandom(1).below(0)).toThrow(/from 1 to 2\^32/);
  });
});
