import { createRandom } from '@trackscope/learn';
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/honest/calibration.js';
import { chancesOf } from '../../src/score/chance.js';

/** Rows whose errors are normal, of a size that is known at every prediction. */
function rows(count: number, size: (prediction: number) => number) {
  const random = createRandom(11);
  const predicted = Float64Array.from({ length: count }, () => 5 + 90 * random.next());
  const actual = predicted.map((prediction) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return prediction + size(prediction) * normal;
  });
  return { actual, predicted, genres: { levels: [''], codes: new Int32Array(count) } };
}

/** 1 − Φ(z), by adding up the density in small steps. */
function above(z: number): number {
  let sum = 0;
  for (let x = z; x < z + 12; x += 0.001) sum += Math.exp(-((x + 0.0005) ** 2) / 2) * 0.001;
  return sum / Math.sqrt(2 * Math.PI);
}

describe('the chance of reaching a bar', () => {
  const calibration = calibrate(rows(20_000, () => 8));
  const chances = chancesOf(calibration);

  it('is the counted one at the bar of the calibration', () => {
    for (let p = 0; p <= 100; p += 0.37) {
      expect(chances.of(p, 60)).toBe(calibration.bar.probability(Float64Array.of(p))[0]);
    }
  });

  it('is right at other bars where errors are of one shape', () => {
    for (const bar of [25, 40, 50, 70, 80]) {
      for (const p of [30, 45, 55, 65, 75]) {
        expect(Math.abs(chances.of(p, bar) - above((bar - p) / 8)), `${p} to ${bar}`).toBeLessThan(0.06);
      }
    }
  });

  it('is right too where errors grow with the prediction', () => {
    const growing = chancesOf(calibrate(rows(40_000, (p) => 3 + p / 10)));
    for (const bar of [30, 45, 70]) {
      for (const p of [bar - 8, bar, bar + 8]) {
        const expected = above((bar - p) / (3 + p / 10));
        expect(Math.abs(growing.of(p, bar) - expected), `${p} to ${bar}`).toBeLessThan(0.08);
      }
    }
  });

  it('is near certain, one way or the other, far beyond what was counted', () => {
    expect(chances.of(95, 5)).toBeGreaterThan(0.98);
    expect(chances.of(5, 95)).toBeLessThan(0.02);
    expect(chances.of(0, 0)).toBe(1);
  });

  it.each([
    ['even errors', rows(3000, () => 8)],
    ['uneven errors', rows(3000, (p) => 1 + Math.abs(50 - p) / 4)],
    ['few rows', rows(60, () => 20)],
    [
      'no hit at all',
      (() => {
        const { predicted, genres } = rows(400, () => 1);
        return { predicted: predicted.map((p) => p / 3), actual: predicted.map((p) => p / 3), genres };
      })(),
    ],
  ])('never falls with the prediction nor rises with the bar: %s', (_, unseen) => {
    const told = chancesOf(calibrate(unseen));
    for (let bar = 0; bar <= 100; bar += 2.5) {
      for (let p = 0; p <= 100; p += 1.3) {
        const chance = told.of(p, bar);
        expect(chance >= 0 && chance <= 1, `${p} to ${bar}: ${chance}`).toBe(true);
        expect(told.of(p + 1.3, bar)).toBeGreaterThanOrEqual(chance - 1e-12);
        expect(told.of(p, bar + 2.5)).toBeLessThanOrEqual(chance + 1e-12);
      }
    }
  });

  it('of many at once is that of each', () => {
    const predictions = Float64Array.of(3, 40.2, 61, 99);
    for (const bar of [20, 60, 75]) {
      expect(Array.from(chances.ofAll(predictions, bar))).toEqual(
        Array.from(predictions, (p) => chances.of(p, bar)),
      );
    }
  });
});
