import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOf, niceStep, rangeBetween, shareOf, stepped, ticksOf, valueAt } from '../../src/charts/axis.js';
import { boxAt, holdOf } from '../../src/charts/box-brushing.js';
import { densitySteps, paintCells } from '../../src/charts/density-picture.js';

const energy = axisOf({ min: 0, max: 1, integer: false });
const key = axisOf({ min: 0, max: 11, integer: true });
const duration = axisOf({ min: 0.14, max: 87.3, integer: false }, [0.14, 12]);

describe('an axis', () => {
  it('steps by 1, 2 or 5 times a power of ten', () => {
    expect([0.01, 0.0243, 0.0545, 0.099, 1, 2.43, 7, 0].map(niceStep)).toEqual([
      0.01, 0.02, 0.05, 0.05, 1, 2, 5, 1,
    ]);
  });

  it('goes by hundredths where a share stops short of one', () => {
    expect(axisOf({ min: 0, max: 0.965, integer: false }).step).toBe(0.01);
    expect(axisOf({ min: 0, max: 243.372, integer: false }).step).toBe(2);
  });

  it('takes values on its steps, free of binary dust', () => {
    expect(rangeBetween(energy, 0.7004, 0.3)).toEqual([0.3, 0.7]);
    expect(valueAt(energy, 0.29, 'low')).toBe(0.29);
  });

  it('reaches beyond what is drawn when a brush reaches an end', () => {
    expect(rangeBetween(duration, 0.5, 1)?.[1]).toBe(87.3);
    expect(rangeBetween(duration, 0, 0.5)?.[0]).toBe(0.14);
    expect(rangeBetween(duration, 0, 1)).toBeNull();
  });

  it('takes whole numbers as bands', () => {
    expect(key.bands).toBe(true);
    expect(rangeBetween(key, 0, 1)).toBeNull();
    // The third of twelve bands, wherever in it.
    expect(rangeBetween(key, 2.2 / 12, 2.9 / 12)).toEqual([2, 2]);
    expect(rangeBetween(key, 2.5 / 12, 2.5 / 12)).toEqual([2, 2]);
    expect(shareOf(key, 2, 'low')).toBeCloseTo(2 / 12);
    expect(shareOf(key, 2, 'high')).toBeCloseTo(3 / 12);
    expect(axisOf({ min: 0, max: 100, integer: true }).bands).toBe(false);
  });

  it('gives every range that it drew back', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (a, b) => {
        const range = [Math.min(a, b) / 100, Math.max(a, b) / 100] as const;
        const again = rangeBetween(
          energy,
          shareOf(energy, range[0], 'low'),
          shareOf(energy, range[1], 'high'),
        );
        expect(again ?? [0, 1]).toEqual(range);
      }),
    );
    fc.assert(
      fc.property(fc.nat(11), fc.nat(11), (a, b) => {
        const range = [Math.min(a, b), Math.max(a, b)] as const;
        const again = rangeBetween(key, shareOf(key, range[0], 'low'), shareOf(key, range[1], 'high'));
        expect(again ?? [0, 11]).toEqual(range);
      }),
    );
  });

  it('moves an end by steps, never past the other', () => {
    expect(stepped(energy, null, 'low', 1)).toEqual([0.01, 1]);
    expect(stepped(energy, [0.3, 0.31], 'low', 10)).toEqual([0.31, 0.31]);
    expect(stepped(energy, [0.3, 0.5], 'high', -1e6)).toEqual([0.3, 0.3]);
    expect(stepped(energy, [0.01, 1], 'low', -10)).toBeNull();
    expect(stepped(key, [3, 5], 'high', 1)).toEqual([3, 6]);
    expect(stepped(duration, null, 'high', -1)?.[1]).toBe(11.9);
  });

  it('ticks at round numbers', () => {
    expect(ticksOf(energy)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticksOf(axisOf({ min: -60, max: 5, integer: false }))).toEqual([-60, -40, -20, 0]);
    expect(ticksOf(axisOf({ min: 3, max: 3, integer: false }))).toEqual([3]);
  });

  it('has one value and says so', () => {
    const one = axisOf({ min: 4, max: 4, integer: false });
    expect(rangeBetween(one, 0.2, 0.4)).toBeNull();
  });
});

describe('a rectangle', () => {
  const box = { left: 0.2, right: 0.6, bottom: 0.2, top: 0.6 };
  it('is held by edges, corners, or whole', () => {
    expect(holdOf(box, 0.6, 0.4, 0.02, 0.02)).toEqual({ across: 'right', up: null });
    expect(holdOf(box, 0.2, 0.6, 0.02, 0.02)).toEqual({ across: 'left', up: 'top' });
    expect(holdOf(box, 0.4, 0.4, 0.02, 0.02)).toBe('whole');
    expect(holdOf(box, 0.9, 0.4, 0.02, 0.02)).toBe('new');
  });
  it('keeps its size and stays within the picture when moved', () => {
    const moved = boxAt({ x: 0.4, y: 0.4, taken: box, hold: 'whole' }, 0.95, 0.1);
    expect(moved.right).toBeCloseTo(1);
    expect(moved.left).toBeCloseTo(0.6);
    expect(moved.bottom).toBeCloseTo(0);
    expect(moved.top).toBeCloseTo(0.4);
  });
  it('turns over when an edge is drawn past the other', () => {
    const turned = boxAt({ x: 0.2, y: 0.4, taken: box, hold: { across: 'left', up: null } }, 0.9, 0.5);
    expect(turned).toEqual({ left: 0.6, right: 0.9, bottom: 0.2, top: 0.6 });
  });
});

describe('a density picture', () => {
  it('leaves empty cells empty and shows the smallest', () => {
    const counts = [0, 1, 100, 10_000];
    const steps = [...densitySteps(counts, 7)];
    expect(steps[0]).toBe(0);
    expect(steps[1]).toBe(1);
    expect(steps[3]).toBe(7);
    expect([...densitySteps([0, 0], 7)]).toEqual([0, 0]);
  });
  it('does not let one crowd fade the rest', () => {
    const counts = Array.from({ length: 400 }, () => 50);
    counts[0] = 1_000_000;
    expect(densitySteps(counts, 7)[1]).toBe(7);
  });
  it('paints the lowest row last', () => {
    const image = { data: new Uint8ClampedArray(16), width: 2, height: 2 } as unknown as ImageData;
    paintCells(
      Uint8Array.from([1, 0, 0, 2]),
      2,
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      image,
    );
    expect([...image.data]).toEqual([0, 0, 0, 0, 4, 5, 6, 255, 1, 2, 3, 255, 0, 0, 0, 0]);
  });
});
