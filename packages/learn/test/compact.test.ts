import {
  LearnError,
  leafIds,
  pickTrees,
  predictEnsemble,
  r2,
  schemaOf,
  shapValues,
  validateEnsemble,
} from '@trackscope/learn';
import { compactEnsemble, readCompact, readXgboost } from '@trackscope/learn/formats';
import { describe, expect, it } from 'vitest';
import { random, randomEnsemble, randomTable } from './random-ensemble.js';
import { golden, goldenText, tableOf } from './xgboost-golden.js';

const data = randomTable(71, 600);
const schema = schemaOf(data);
const ensemble = randomEnsemble(72, schema, 30, 60);
const target = predictEnsemble(ensemble, data).map((v, i) => v + Math.sin(i));

describe('a budget with room', () => {
  it('keeps every split, and leaves to a part in 30,000', () => {
    const found = compactEnsemble(ensemble, { maxBytes: 1e6, schema, data, target });
    expect(found.cost).toMatchObject({
      leafBits: 16,
      exactThresholds: true,
      trees: { before: 30, after: 30 },
      leaves: { before: 1800, after: 1800 },
    });
    // both walk the same way: the leaves have the same cover, which tells them apart
    const before = leafIds(ensemble, data);
    const after = leafIds(found.ensemble, data);
    for (let i = 0; i < before.length; i++) {
      const tree = i % 30;
      const was = ensemble.cover[ensemble.treeStarts[tree]! + before[i]!]!;
      const is = found.ensemble.cover[found.ensemble.treeStarts[tree]! + after[i]!]!;
      expect(Math.abs(is - was)).toBeLessThanOrEqual(0.04 * was);
    }
    expect(found.cost.largestChange).toBeLessThan((30 * 2) / 32767);
    // under a tenth of what the arrays take
    expect(found.bytes.length * 10).toBeLessThan(ensemble.feature.length * 40);
  });

  it('says what it costs', () => {
    const {
      cost,
      ensemble: small,
      bytes,
    } = compactEnsemble(ensemble, { maxBytes: 3000, schema, data, target });
    const before = predictEnsemble(ensemble, data);
    const after = predictEnsemble(small, data);
    const changes = before.map((v, i) => Math.abs(v - after[i]!));
    expect(cost.bytes).toBe(bytes.length);
    expect(cost.largestChange).toBe(Math.max(...changes));
    expect(cost.meanChange).toBeCloseTo(changes.reduce((a, b) => a + b) / 600, 10);
    expect(cost.r2).toEqual({ before: r2(target, before), after: r2(target, after) });
    expect(cost.trees.after).toBe(small.treeStarts.length - 1);
    expect(cost.leaves.after).toBe(small.left.filter((l) => l < 0).length);
    expect(cost.leaves.after).toBeLessThan(cost.leaves.before);
    expect(compactEnsemble(ensemble, { maxBytes: 3000, schema, data }).cost.r2).toBeUndefined();
  });

  it('keeps SHAP values near, or leaves covers out for fewer bytes', () => {
    const options = { maxBytes: 1e6, schema, data };
    const withCovers = compactEnsemble(ensemble, options);
    const without = compactEnsemble(ensemble, { ...options, covers: false });
    expect(withCovers.bytes.length - without.bytes.length).toBe(1800);
    expect([...without.ensemble.cover].every((c) => c === 0)).toBe(true);
    const before = shapValues(ensemble, data);
    const after = shapValues(withCovers.ensemble, data);
    const range = Math.max(...before.values.map(Math.abs));
    before.values.forEach((v, i) => {
      expect(Math.abs(v - after.values[i]!)).toBeLessThan(0.05 * range);
    });
  });
});

describe('the budget', () => {
  it.each([100_000, 5000, 3000, 2000, 1500, 1200, 1000])('of %i bytes holds', (maxBytes) => {
    const found = compactEnsemble(ensemble, { maxBytes, schema, data });
    expect(found.bytes.length).toBeLessThanOrEqual(maxBytes);
    expect(readCompact(found.bytes)).toEqual({ ensemble: found.ensemble, schema });
  });

  it('is used: more bytes, less change', () => {
    const changes = [1200, 2400, 4800, 20_000].map(
      (maxBytes) => compactEnsemble(ensemble, { maxBytes, schema, data }).cost.meanChange,
    );
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(new Set(changes).size).toBe(4);
  });

  it('too small is refused with the smallest that can be had, which can be had', () => {
    let smallest = 0;
    try {
      compactEnsemble(ensemble, { maxBytes: 10, schema, data });
    } catch (error) {
      expect((error as LearnError).code).toBe('too-small');
      smallest = Number(/smallest takes (\d+)/.exec((error as LearnError).message)![1]);
    }
    expect(smallest).toBeGreaterThan(10);
    expect(compactEnsemble(ensemble, { maxBytes: smallest, schema, data }).bytes).toHaveLength(smallest);
    expect(() => compactEnsemble(ensemble, { maxBytes: smallest - 1, schema, data })).toThrow(LearnError);
  });

  it('cuts the split that matters least', () => {
    // three stumps; the second moves few rows by little
    const stumps = randomEnsemble(80, schema, 3, 2);
    stumps.value.set([0, 5, -5, 0, 0.001, -0.001, 0, 4, -4]);
    const whole = compactEnsemble(stumps, { maxBytes: 1e6, schema, data, covers: false });
    // a few bytes less than leaves of 8 bits take uncut
    const room = whole.bytes.length - Math.ceil((6 * 8) / 8) - 1;
    const { ensemble: small } = compactEnsemble(stumps, { maxBytes: room, schema, data, covers: false });
    const roots = [...small.treeStarts.subarray(0, 3)].map((root) => small.left[root]! < 0);
    expect(roots).toEqual([false, true, false]);
  });

  it('is refused without sense', () => {
    for (const maxBytes of [0, -1, Number.NaN]) {
      expect(() => compactEnsemble(ensemble, { maxBytes, schema, data })).toThrow(/maxBytes/);
    }
    const none = randomTable(1, 0);
    expect(() => compactEnsemble(ensemble, { maxBytes: 1e6, schema, data: none })).toThrow(/found none/);
    expect(() => compactEnsemble(ensemble, { maxBytes: 1e6, schema, data, target: [1] })).toThrow(
      /600 targets/,
    );
  });
});

describe('real boosted trees', () => {
  it.each(['numeric', 'categorical', 'logistic', 'pruned'])('"%s" come back as they were', (name) => {
    const read = readXgboost(goldenText(name));
    const { rows, margin } = golden(name);
    const table = tableOf(read.schema, rows);
    const { bytes } = compactEnsemble(read.ensemble, { maxBytes: 1e5, schema: read.schema, data: table });
    const back = readCompact(bytes);
    expect(back.schema).toEqual(read.schema);
    const range = Math.max(...margin) - Math.min(...margin);
    predictEnsemble(back.ensemble, table).forEach((v, row) => {
      expect(Math.abs(v - margin[row]!) / range).toBeLessThan(1e-4);
    });
  });
});

describe('damaged bytes', () => {
  const { bytes } = compactEnsemble(randomEnsemble(73, schema, 4, 12), { maxBytes: 1e5, schema, data });

  it('cut anywhere are refused', () => {
    for (let end = 0; end < bytes.length; end++) {
      expect(() => readCompact(bytes.slice(0, end))).toThrow(LearnError);
    }
    const more = new Uint8Array(bytes.length + 1);
    more.set(bytes);
    expect(() => readCompact(more)).toThrow(/1 bytes follow/);
  });

  it('changed anywhere are refused, or valid trees', () => {
    const next = random(74);
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const changed = bytes.slice();
      changed[Math.floor(next() * bytes.length)]! ^= 1 << Math.floor(next() * 8);
      try {
        const back = readCompact(changed);
        validateEnsemble(back.ensemble, back.schema);
      } catch (error) {
        expect(error).toBeInstanceOf(LearnError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});

describe('picking trees', () => {
  it('gives the sum of those trees', () => {
    const odd = pickTrees(ensemble, [1, 3, 5]);
    validateEnsemble(odd, schema);
    const sum = predictEnsemble(odd, data);
    const parts = [1, 3, 5].map((tree) => predictEnsemble(ensemble, data, { from: tree, to: tree + 1 }));
    sum.forEach((v, row) => {
      const expected = parts.reduce((s, p) => s + p[row]! - ensemble.base, ensemble.base);
      expect(v).toBeCloseTo(expected, 4);
    });
    expect(() => pickTrees(ensemble, [30])).toThrow(/from 0 to 29/);
  });
});
