import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linear } from '../../src/models/linear/linear.js';
import type { LinearOptions } from '../../src/models/linear/options.js';
import { type Column, table } from '../../src/table/table.js';

interface Case {
  name: string;
  numeric: number[][];
  coded: { codes: number[]; levels: number }[];
  target: number[];
  weights: number[] | null;
  ridge: number;
  standardise: boolean;
  coefficients: number[];
  rank: number;
  newNumeric: number[][];
  newCoded: number[][];
  predictions: number[];
}

const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/linear.json', import.meta.url), 'utf8'),
);

function make(numeric: number[][], coded: { codes: number[]; levels: number }[]) {
  const numbers = numeric.map(
    (v, i): Column => ({ kind: 'numeric', name: `x${i}`, values: Float64Array.from(v) }),
  );
  const groups = coded.map(
    ({ codes, levels }, i): Column => ({
      kind: 'coded',
      name: `g${i}`,
      codes: Uint8Array.from(codes),
      levels: Array.from({ length: levels }, (_, l) => `level ${l}`),
    }),
  );
  return table([...numbers, ...groups]);
}

function expectNear(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!(Math.abs(found[i] - expected[i]) <= tolerance * size))
      expect(found[i], `entry ${i} of ${expected.length}, largest ${size}`).toBe(expected[i]);
  }
}

describe('linear', () => {
  it.each(fixture.cases)('is scikit-learn: $name', async (c) => {
    const weights = c.weights ? Float64Array.from(c.weights) : null;
    const model = await linear.fit(
      make(c.numeric, c.coded),
      Float64Array.from(c.target),
      { ridge: c.ridge, standardise: c.standardise },
      weights ? { weights } : {},
    );
    const fresh = make(
      c.newNumeric,
      c.newCoded.map((codes, i) => ({ codes, levels: c.coded[i].levels })),
    );
    expectNear(model.predict(fresh), c.predictions, 1e-10);
    const found = model.coefficients();
    expectNear(
      found.map((k) => (c.standardise ? k.standard : k.perUnit)),
      c.coefficients,
      c.name === 'powers of one column' ? 1e-8 : 1e-9,
    );
    expect(model.rank).toBe(c.rank);
    expect(model.rank + model.aliased.length).toBe(found.length);
    expect(found.filter((k) => k.aliased).length).toBe(model.aliased.length);
  });

  it('names the columns that add nothing', async () => {
    const a = [1, 2, 3, 4, 5, 7];
    const b = [2, 1, 7, 3, 9, 4];
    const sum = a.map((v, i) => v + b[i]);
    const model = await linear.fit(
      make([a, b, sum, Array(6).fill(0.1)], [{ codes: [0, 1, 0, 1, 0, 1], levels: 3 }]),
      Float64Array.from([1, 2, 3, 4, 5, 6]),
    );
    expect(model.aliased).toEqual(['x2', 'x3', 'g0=level 1', 'g0=level 2']);
    expect(model.rank).toBe(3);
  });

  it('finds float32 copies of a combination dependent', async () => {
    const n = 4000;
    const a = Float32Array.from({ length: n }, (_, i) => Math.fround(Math.abs(Math.sin(i * 12.9898))));
    const b = Float32Array.from({ length: n }, (_, i) => Math.fround(Math.abs(Math.sin(i * 78.233))));
    const mood = a.map((v, i) => (v + b[i]) / 3);
    const columns = [a, b, mood].map((values, i): Column => ({ kind: 'numeric', name: `x${i}`, values }));
    const target = Float64Array.from(a, (v, i) => 5 * v - 2 * b[i]);
    const model = await linear.fit(table(columns), target);
    expect(model.aliased).toEqual(['x2']);
    for (const { standard } of model.coefficients()) expect(Math.abs(standard)).toBeLessThan(3);
  });

  it('adds contributions up to the prediction, bit for bit, and intercept and units up to rounding', async () => {
    const c = fixture.cases[1];
    const data = make(c.numeric, c.coded);
    const model = await linear.fit(data, Float64Array.from(c.target));
    const predictions = model.predict(data);
    const { baseline, columns, values } = model.contributions(data);
    expect(columns).toEqual(['x0', 'x1', 'x2', 'g0', 'g1']);
    const weights = model.coefficients();
    for (let row = 0; row < data.rows; row++) {
      let sum = baseline;
      for (let k = 0; k < 5; k++) sum += values[row * 5 + k];
      expect(sum).toBe(predictions[row]);
      let raw = model.intercept;
      for (let k = 0; k < 3; k++) raw += weights[k].perUnit * c.numeric[k][row];
      raw += weights[3 + c.coded[0].codes[row]].perUnit + weights[9 + c.coded[1].codes[row]].perUnit;
      expect(raw).toBeCloseTo(predictions[row], 8);
    }
    for (let k = 0; k < 5; k++) {
      let mean = 0;
      for (let row = 0; row < data.rows; row++) mean += values[row * 5 + k] / data.rows;
      expect(mean).toBeCloseTo(0, 9);
    }
  });

  it('gives predictions that do not care for shift, scale or order of the columns', async () => {
    const c = fixture.cases[2];
    const target = Float64Array.from(c.target);
    const expected = (await linear.fit(make(c.numeric, c.coded), target)).predict(make(c.numeric, c.coded));
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: -40, max: 40 }),
        async (shift, power) => {
          const moved = [...c.numeric]
            .reverse()
            .map((v) => v.map((x) => x * 2 ** power + shift * 2 ** power));
          const data = make(moved, [...c.coded].reverse());
          expectNear((await linear.fit(data, target)).predict(data), [...expected], 1e-8);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('leaves no error that the columns could explain', async () => {
    const c = fixture.cases[1];
    const data = make(c.numeric, c.coded);
    const predictions = (await linear.fit(data, Float64Array.from(c.target))).predict(data);
    const residual = c.target.map((y, i) => y - predictions[i]);
    for (const column of c.numeric) {
      const mean = column.reduce((sum, x) => sum + x, 0) / column.length;
      const spread = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0));
      const left = column.reduce((sum, x, i) => sum + ((x - mean) / spread) * residual[i], 0);
      expect(Math.abs(left)).toBeLessThan(1e-10);
    }
  });

  it('takes values of any size', async () => {
    const x = [1, 2, 3, 5];
    for (const size of [1e-200, 1e-30, 1, 1e30, 1e200]) {
      const model = await linear.fit(make([x.map((v) => v * size)], []), Float64Array.from([3, 5, 7, 11]));
      expectNear(model.predict(make([[4 * size]], [])), [9], 1e-12);
    }
  });

  it.each([
    [{ ridge: -1 }, 'ridge must be a finite number of 0 or more, found -1'],
    [{ ridge: Number.NaN }, 'found NaN'],
    [{ rigde: 1 } as Partial<LinearOptions>, 'linear has no option "rigde"; it has ridge, standardise'],
    [{ standardise: 1 as unknown as boolean }, 'standardise must be true or false, found 1'],
  ])('refuses options %o', async (options, message) => {
    await expect(linear.fit(make([[1, 2]], []), Float64Array.from([1, 2]), options)).rejects.toThrow(message);
  });

  it('refuses a design too wide to solve', async () => {
    const codes = Uint16Array.from([0, 1]);
    const levels = Array.from({ length: 9000 }, (_, i) => `${i}`);
    const data = table([{ kind: 'coded', name: 'artist', codes, levels }]);
    await expect(linear.fit(data, Float64Array.from([1, 2]))).rejects.toThrow(
      /needs 9000 coefficients.*at most 8192/,
    );
  });

  it('refuses damaged JSON, saying where', async () => {
    const model = await linear.fit(
      make([[1, 2, 4]], [{ codes: [0, 1, 0], levels: 2 }]),
      Float64Array.from([1, 2, 3]),
    );
    const text = JSON.stringify(model);
    const change = (edit: (json: Record<string, unknown> & { terms: Record<string, unknown>[] }) => void) => {
      const json = JSON.parse(text);
      edit(json);
      return () => linear.fromJSON(json);
    };
    expect(() => linear.fromJSON(null)).toThrow('linear model, the model: expected an object, found null');
    expect(
      change((j) => {
        j.learner = 'other';
      }),
    ).toThrow('learner: expected "linear", found "other"');
    expect(
      change((j) => {
        j.version = 2;
      }),
    ).toThrow('version: expected 1, found 2');
    expect(
      change((j) => {
        j.baseline = null;
      }),
    ).toThrow('baseline: expected a finite number, found null');
    expect(
      change((j) => {
        j.terms[0].scale = 0;
      }),
    ).toThrow('terms[0].scale');
    expect(
      change((j) => {
        j.terms[1].weights = [1];
      }),
    ).toThrow('terms[1].weights: expected 2 numbers, found 1');
    expect(
      change((j) => {
        j.terms.pop();
      }),
    ).toThrow('terms: expected 2 entries, found 1');
    expect(
      change((j) => {
        j.terms[0].name = 'y';
      }),
    ).toThrow('terms[0].name: expected "x0" as in the schema');
    expect(
      change((j) => {
        j.options = { ridge: 0 };
      }),
    ).toThrow('options.standardise');
  });
});
