import { beforeAll, describe, expect, it } from 'vitest';
import { ForestModel, forest, predictEnsemble, validateEnsemble } from '../../src/index.js';
import { base64Of, bytesOf } from '../../src/models/forest/base64.js';
import { makeData } from './data.js';

const made = makeData({ rows: 900, steps: 40, levels: 5, missing: 0.1 });
let model: ForestModel;
beforeAll(async () => {
  model = await forest.fit(made.data, made.target, { nEstimators: 5, oob: true });
});

function expectSame(other: ForestModel): void {
  expect(other.predict(made.data)).toEqual(model.predict(made.data));
  expect(other.importance()).toEqual(model.importance());
  expect(other.oob).toEqual(model.oob);
  expect(other.schema).toEqual(model.schema);
  expect(other.options).toEqual(model.options);
  expect(other.trees).toEqual(model.trees);
  expect(other.toEnsemble()).toEqual(model.toEnsemble());
  expect(other.toJSON()).toEqual(model.toJSON());
  expect(other.toBinary()).toEqual(model.toBinary());
}

describe('a stored forest', () => {
  it('comes back from JSON text', () => {
    expectSame(forest.fromJSON(JSON.parse(JSON.stringify(model.toJSON()))));
  });

  it('comes back from its binary form, wherever that lies in memory', () => {
    const bytes = model.toBinary();
    expectSame(ForestModel.fromBinary(bytes));
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expectSame(ForestModel.fromBinary(shifted.subarray(3)));
  });

  it('takes under 5 bytes a node', async () => {
    const { data, target } = makeData({ rows: 20_000, numeric: 6, steps: 500 });
    const large = await forest.fit(data, target, { nEstimators: 4 });
    expect(large.toBinary().length / large.nodeCount).toBeLessThan(5);
  });

  it('keeps weights and values that do not fit in bytes', async () => {
    const { data, target } = makeData({ rows: 400, whole: false });
    const weights = Float64Array.from(target, (_, row) => 0.1 + row);
    const heavy = await forest.fit(data, target, { nEstimators: 2, bootstrap: false }, { weights });
    const back = ForestModel.fromBinary(heavy.toBinary());
    expect(back.trees).toEqual(heavy.trees);
    expect(back.trees[0].leafWeights).toBeInstanceOf(Float32Array);
  });

  it('keeps leaves of many rows', async () => {
    const { data, target } = makeData({ rows: 3000 });
    const flat = await forest.fit(data, target, { nEstimators: 2, maxDepth: 2 });
    expect(flat.trees[0].leafWeights).toBeInstanceOf(Uint16Array);
    expect(flat.toJSON().form).toMatchObject({ weightBytes: 1, weightBeyond: expect.any(Number) as number });
    expect(flat.toJSON().form.weightBeyond).toBeGreaterThan(0);
    expect(ForestModel.fromBinary(flat.toBinary()).trees).toEqual(flat.trees);
  });

  it('keeps more distinct leaves than its table holds', async () => {
    const { data, target } = makeData({ rows: 40_000, numeric: 1, whole: false });
    const many = await forest.fit(data, target, { nEstimators: 8, minSamplesLeaf: 2 });
    const { form } = many.toJSON();
    expect(form.leafTable).toBe(65_535);
    expect(form.leafBeyond).toBeGreaterThan(0);
    expect(ForestModel.fromBinary(many.toBinary()).trees).toEqual(many.trees);
  });

  it('is refused when damaged', () => {
    const bytes = model.toBinary();
    const refused = (damage: (copy: Uint8Array) => Uint8Array) =>
      expect(() => ForestModel.fromBinary(damage(bytes.slice()))).toThrowError(
        expect.objectContaining({ code: 'bad-model' }) as Error,
      );
    refused((b) => b.subarray(0, 10));
    refused((b) => b.subarray(0, 100));
    refused((b) => b.subarray(0, b.length - 8));
    refused((b) => b.fill(0, 0, 1));
    refused((b) => b.fill(9, 8, 9));
    const start = 16 + Math.ceil(new DataView(bytes.buffer).getUint32(12, true) / 8) * 8;
    for (let at = start; at < start + 40; at++) refused((b) => b.fill(b[at] ^ 0x10, at, at + 1));
    const json = model.toJSON();
    for (const bad of [
      null,
      { ...json, learner: 'boosted' },
      { ...json, version: 2 },
      { ...json, packed: ['?'] },
      { ...json, packed: [] },
      { ...json, schema: json.schema.slice(1) },
      { ...json, options: { ...json.options, nEstimators: -1 } },
      { ...json, form: { ...json.form, nodes: json.form.nodes.map((n) => n + 1) } },
    ]) {
      expect(() => forest.fromJSON(bad)).toThrowError(
        expect.objectContaining({ code: 'bad-model' }) as Error,
      );
    }
  });

  it('reads base64 of every length', () => {
    for (let length = 0; length < 20; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 97 + length * 31) & 255);
      expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(bytesOf(base64Of(bytes))).toEqual(bytes);
    }
  });
});

describe('the ensemble of a forest', () => {
  it('is valid and sums to the mean', () => {
    const ensemble = model.toEnsemble();
    validateEnsemble(ensemble, model.schema);
    const sums = predictEnsemble(ensemble, made.data);
    const means = model.predict(made.data);
    const most = made.target.reduce((m, y) => Math.max(m, Math.abs(y)), 0);
    sums.forEach((sum, row) => {
      expect(Math.abs(sum - means[row])).toBeLessThan(1e-6 * most);
    });
    expect(ensemble.cover[0]).toBe(900);
  });

  it('has a limit', () => {
    expect(() => model.toEnsemble(100)).toThrowError(expect.objectContaining({ code: 'too-large' }) as Error);
  });
});
