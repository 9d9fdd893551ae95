import { linear, predictEnsemble, schemaOf, type Table, table } from '@trackscope/learn';
import { type OnnxTrees, readXgboost, writeOnnx } from '@trackscope/learn/formats';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { randomEnsemble, randomTable } from './random-ensemble.js';
import { golden, goldenText, tableOf } from './xgboost-golden.js';

/** What the runtime predicts; codes beyond the levels are given as a text that no column has. */
async function run(bytes: Uint8Array, data: Table): Promise<number[]> {
  const session = await InferenceSession.create(bytes);
  const numeric = data.columns.filter((c) => c.kind === 'numeric');
  const coded = data.columns.filter((c) => c.kind === 'coded');
  const feeds: Record<string, Tensor> = {};
  const cells = <T>(width: number, cell: (row: number, i: number) => T) =>
    Array.from({ length: data.rows * width }, (_, k) => cell(Math.floor(k / width), k % width));
  if (numeric.length > 0) {
    const values = Float32Array.from(cells(numeric.length, (row, i) => numeric[i]!.values[row]!));
    feeds.numeric = new Tensor('float32', values, [data.rows, numeric.length]);
  }
  if (coded.length > 0) {
    const texts = cells(coded.length, (row, i) => coded[i]!.levels[coded[i]!.codes[row]!] ?? '¿?');
    feeds.coded = new Tensor('string', texts, [data.rows, coded.length]);
  }
  expect([...session.inputNames].sort()).toEqual(Object.keys(feeds).sort());
  const { prediction } = await session.run(feeds);
  expect(prediction!.dims).toEqual([data.rows, 1]);
  return Array.from(prediction!.data as Float32Array);
}

function expectClose(found: readonly number[], expected: ArrayLike<number>): void {
  expect(found).toHaveLength(expected.length);
  const range = Math.max(1, ...Array.from(expected, Math.abs));
  found.forEach((value, row) => {
    expect(Math.abs(value - expected[row]!) / range).toBeLessThan(1e-6);
  });
}

describe('trees in the ONNX runtime', () => {
  it.each(['numeric', 'categorical', 'named', 'stopped', 'pruned', 'parallel', 'present'])(
    'predict what XGBoost predicts: "%s"',
    async (name) => {
      const { rows, margin } = golden(name);
      const model = readXgboost(goldenText(name));
      expectClose(await run(writeOnnx(model), tableOf(model.schema, rows)), margin);
    },
  );

  it.each(['logistic', 'poisson'])('give the prediction, not the margin, of "%s"', async (name) => {
    const { rows, prediction } = golden(name);
    const model = readXgboost(goldenText(name));
    expectClose(await run(writeOnnx(model), tableOf(model.schema, rows)), prediction);
  });

  it('take unseen categories, sets and missing values on deep uneven trees', async () => {
    const data = randomTable(51, 700);
    const ensemble = randomEnsemble(52, schemaOf(data), 10, 200);
    const model: OnnxTrees = { ensemble, schema: schemaOf(data) };
    expectClose(await run(writeOnnx(model), data), predictEnsemble(ensemble, data));
  });

  it('work with coded columns alone, and with trees that ask nothing', async () => {
    const coded = table(randomTable(53, 90).columns.filter((c) => c.kind === 'coded'));
    const ensemble = randomEnsemble(54, schemaOf(coded), 3, 9);
    expectClose(
      await run(writeOnnx({ ensemble, schema: schemaOf(coded) }), coded),
      predictEnsemble(ensemble, coded),
    );
    const leaves = randomEnsemble(55, schemaOf(coded), 4, 1);
    expectClose(
      await run(writeOnnx({ ensemble: leaves, schema: schemaOf(coded) }), coded),
      predictEnsemble(leaves, coded),
    );
  });

  it('refuse models without columns', () => {
    const ensemble = randomEnsemble(56, [], 1, 1);
    expect(() => writeOnnx({ ensemble, schema: [] })).toThrow(/no columns/);
    const schema = [{ kind: 'coded' as const, name: 'c', levels: [] }];
    expect(() => writeOnnx({ ensemble, schema })).toThrow(/"c" has no categories/);
  });
});

describe('a linear model in the ONNX runtime', () => {
  it('predicts the same', async () => {
    const full = randomTable(61, 400);
    const complete = table(
      full.columns.map((c) =>
        c.kind === 'numeric'
          ? { ...c, values: Float32Array.from(c.values, (v) => (Number.isNaN(v) ? 0.25 : v)) }
          : c,
      ),
    );
    const target = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i) * 3 + (i % 7));
    const model = await linear.fit(complete, target);
    const bytes = writeOnnx(model);
    expectClose(await run(bytes, complete), model.predict(complete));
  });
});
