import { createRandom, forest, predictEnsemble, r2, table } from '@trackscope/learn';
import { compactForest, readCompact } from '@trackscope/learn/formats';
import { beforeAll, describe, expect, it } from 'vitest';

/** Friedman's first function, ten columns of which five matter. */
function friedman(rows: number, seed: number) {
  const random = createRandom(seed);
  const columns = Array.from({ length: 10 }, (_, c) => ({
    kind: 'numeric' as const,
    name: `x${c}`,
    values: Float32Array.from({ length: rows }, () => random.next()),
  }));
  const [a, b, c, d, e] = columns.map((column) => column.values);
  const target = Float64Array.from(
    a!,
    (x, i) =>
      10 * Math.sin(Math.PI * x * b![i]!) +
      20 * (c![i]! - 0.5) ** 2 +
      10 * d![i]! +
      5 * e![i]! +
      random.normal(),
  );
  return { data: table(columns), target };
}

describe('a forest in a budget', () => {
  const train = friedman(3000, 1);
  const test = friedman(500, 2);
  let model: Awaited<ReturnType<typeof forest.fit>>;
  beforeAll(async () => {
    model = await forest.fit(train.data, train.target, { nEstimators: 40, seed: 3 });
  });

  it.each([400_000, 120_000, 30_000, 8_000])('keeps to %i bytes and says what that costs', (maxBytes) => {
    const { bytes, cost } = compactForest(model, { maxBytes, data: test.data, target: test.target });
    expect(bytes.length).toBeLessThanOrEqual(maxBytes);
    const { ensemble } = readCompact(bytes);
    const small = predictEnsemble(ensemble, test.data);
    const whole = model.predict(test.data);
    const changes = Array.from(whole, (value, i) => Math.abs(value - small[i]!));
    expect(cost.largestChange).toBeCloseTo(Math.max(...changes), 10);
    expect(cost.meanChange).toBeCloseTo(changes.reduce((sum, v) => sum + v, 0) / changes.length, 10);
    expect(cost.r2?.before).toBe(r2(test.target, whole));
    expect(cost.r2?.after).toBeCloseTo(r2(test.target, small), 10);
    expect(cost.trees.before).toBe(40);
    expect(cost.r2!.before - cost.r2!.after).toBeLessThan(maxBytes >= 120_000 ? 0.01 : 0.2);
  });

  it('says the smallest size that it can reach', () => {
    expect(() => compactForest(model, { maxBytes: 50, data: test.data })).toThrow(/bytes/);
  });
});
