import {
  predictEnsemble,
  type Schema,
  schemaOf,
  shapInteractions,
  shapValues,
  type Table,
  type TreeEnsemble,
  table,
} from '@trackscope/learn';
import { readXgboost } from '@trackscope/learn/formats';
import { describe, expect, it } from 'vitest';
import { gaussLegendre } from '../src/explain/quadrature.js';
import { kernelRuns } from '../src/models/trees/runs.js';
import { leafOf, walkColumns } from '../src/models/trees/walk.js';
import { random, randomEnsemble, randomTable } from './random-ensemble.js';
import { golden, goldenText, tableOf } from './xgboost-golden.js';

const NAMES = [
  'numeric',
  'categorical',
  'named',
  'logistic',
  'poisson',
  'stopped',
  'pruned',
  'parallel',
  'present',
];
const PATHS: [string, boolean][] = [
  ['WebAssembly', false],
  ['plain', true],
];

/** The largest difference over the range of what is expected. */
function error(found: ArrayLike<number>, expected: readonly number[]): number {
  let worst = 0;
  let range = 0;
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(found[i]! - value));
    range = Math.max(range, Math.abs(value));
  });
  return worst / range;
}

function expectAdditive(ensemble: TreeEnsemble, data: Table, values: Float32Array, bias: number): void {
  const predictions = predictEnsemble(ensemble, data);
  const columns = data.columns.length;
  const range = Math.max(...predictions) - Math.min(...predictions) + 1;
  predictions.forEach((prediction, row) => {
    let sum = bias;
    for (let c = 0; c < columns; c++) sum += values[row * columns + c]!;
    expect(Math.abs(sum - prediction) / range).toBeLessThan(1e-5);
  });
}

describe.each(PATHS)('SHAP values in %s', (_, plain) => {
  it.each(NAMES)('are what XGBoost’s pred_contribs says of "%s"', (name) => {
    const { rows, contribs } = golden(name);
    const { ensemble, schema } = readXgboost(goldenText(name));
    const data = tableOf(schema, rows);
    const before = { ...kernelRuns };
    const { values, bias } = shapValues(ensemble, data, { plain });
    const splits = kernelRuns.shapWasm - before.shapWasm;
    const plainSplits = kernelRuns.shapPlain - before.shapPlain;
    expect(plain ? [splits, plainSplits > 0] : [splits > 0, plainSplits]).toEqual(
      plain ? [0, true] : [true, 0],
    );
    const columns = schema.length;
    const found = contribs.flatMap((_, row) => [
      ...values.subarray(row * columns, (row + 1) * columns),
      bias,
    ]);
    expect(error(found, contribs.flat())).toBeLessThan(1e-5);
    expectAdditive(ensemble, data, values, bias);
  });

  it('add up on deep uneven trees, in batches beyond one memory’s rows', () => {
    const data = randomTable(21, 1501);
    const ensemble = randomEnsemble(22, schemaOf(data), 3, 120);
    const { values, bias } = shapValues(ensemble, data, { plain });
    expectAdditive(ensemble, data, values, bias);
  });
});

/** Shapley values by the definition: every coalition of columns, the others sent down both branches by cover. */
function byDefinition(ensemble: TreeEnsemble, data: Table, row: number): number[] {
  const columns = walkColumns(data);
  const n = columns.length;
  const worth = new Float64Array(2 ** n);
  function mean(node: number, coalition: number, share: number): number {
    const left = ensemble.left[node]!;
    if (left < 0) return share * ensemble.value[node]!;
    const right = ensemble.right[node]!;
    if ((coalition >>> ensemble.feature[node]!) & 1) {
      // one step: the leaf of a copy in which both children are leaves
      const cut = { ...ensemble, left: ensemble.left.slice(), right: ensemble.right.slice() };
      cut.left[left] = -1;
      cut.left[right] = -1;
      return mean(leafOf(cut, node, columns, row), coalition, share);
    }
    const whole = ensemble.cover[node]!;
    return (
      mean(left, coalition, (share * ensemble.cover[left]!) / whole) +
      mean(right, coalition, (share * ensemble.cover[right]!) / whole)
    );
  }
  for (let s = 0; s < worth.length; s++) {
    for (let t = 0; t + 1 < ensemble.treeStarts.length; t++) worth[s]! += mean(ensemble.treeStarts[t]!, s, 1);
  }
  const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
  const bits = (s: number) => s.toString(2).replaceAll('0', '').length;
  return Array.from({ length: n }, (_, i) => {
    let value = 0;
    for (let s = 0; s < worth.length; s++) {
      if ((s >>> i) & 1) continue;
      const size = bits(s);
      value +=
        ((factorial(size) * factorial(n - size - 1)) / factorial(n)) * (worth[s | (1 << i)]! - worth[s]!);
    }
    return value;
  });
}

describe('against the definition', () => {
  it('mixed columns, unseen codes, deep repeated splits', () => {
    const data = randomTable(31, 12);
    const ensemble = randomEnsemble(32, schemaOf(data), 2, 25);
    const expected = Array.from({ length: 12 }, (_, row) => byDefinition(ensemble, data, row)).flat();
    for (const [, plain] of PATHS) {
      expect(error(shapValues(ensemble, data, { plain }).values, expected)).toBeLessThan(1e-5);
    }
  });

  it.each([9, 12])('a path with %i different columns', (n) => {
    const next = random(n);
    const data = table(
      Array.from({ length: n }, (_, i) => ({
        kind: 'numeric' as const,
        name: `x${i}`,
        values: Float32Array.from({ length: 2 }, () => next() * 4 - 2),
      })),
    );
    const ensemble = chain(n, next);
    const expected = [0, 1].flatMap((row) => byDefinition(ensemble, data, row));
    for (const [, plain] of PATHS) {
      expect(error(shapValues(ensemble, data, { plain }).values, expected)).toBeLessThan(1e-5);
    }
  });
});

/** A tree that is one long branch, splitting on another column at every level. */
function chain(n: number, next: () => number): TreeEnsemble {
  const nodes = 2 * n + 1;
  const inner = (i: number) => i < nodes - 1 && i % 2 === 0;
  const at = (pick: (i: number) => number, leaf: number) =>
    Array.from({ length: nodes }, (_, i) => (inner(i) ? pick(i) : leaf));
  const cover = new Float32Array(nodes);
  cover[0] = 1000;
  for (let i = 0; i + 2 < nodes; i += 2) {
    cover[i + 1] = cover[i]! * (0.2 + 0.3 * next());
    cover[i + 2] = cover[i]! - cover[i + 1]!;
  }
  return {
    treeStarts: Uint32Array.of(0, nodes),
    feature: Int32Array.from(at((i) => i / 2, -1)),
    threshold: Float32Array.from({ length: nodes }, () => next() * 2 - 1),
    left: Int32Array.from(at((i) => i + 1, -1)),
    right: Int32Array.from(at((i) => i + 2, -1)),
    defaultLeft: new Uint8Array(nodes),
    value: Float32Array.from({ length: nodes }, () => next() * 10 - 5),
    cover,
    gain: new Float32Array(nodes),
    setStart: new Int32Array(nodes).fill(-1),
    setWords: new Uint32Array(0),
    base: 0,
  };
}

describe('interaction values', () => {
  it.each(['numeric', 'categorical'])('are what XGBoost’s pred_interactions says of "%s"', (name) => {
    const { rows, interactions } = golden(name);
    const { ensemble, schema } = readXgboost(goldenText(name));
    const data = tableOf(schema, rows.slice(0, interactions.length));
    const { values, bias } = shapInteractions(ensemble, data);
    const n = schema.length;
    const found = interactions.flatMap((_, row) =>
      Array.from({ length: (n + 1) ** 2 }, (_, k) => {
        const [i, j] = [Math.floor(k / (n + 1)), k % (n + 1)];
        if (i < n && j < n) return values[(row * n + i) * n + j]!;
        return i === n && j === n ? bias : 0;
      }),
    );
    expect(error(found, interactions.flat())).toBeLessThan(2e-5);
  });

  it('are symmetric and add up to the SHAP values', () => {
    const data = randomTable(41, 30);
    const ensemble = randomEnsemble(42, schemaOf(data), 4, 40);
    const { values } = shapInteractions(ensemble, data);
    const single = shapValues(ensemble, data).values;
    for (let at = 0; at < 30 * 6; at++) {
      const row = Math.floor(at / 6);
      let sum = 0;
      for (let j = 0; j < 6; j++) {
        sum += values[at * 6 + j]!;
        expect(values[at * 6 + j]).toBe(values[(row * 6 + j) * 6 + (at % 6)]);
      }
      expect(sum).toBeCloseTo(single[at]!, 4);
    }
  });
});

describe('edges', () => {
  const schema: Schema = [{ kind: 'numeric', name: 'x' }];
  const constant: TreeEnsemble = {
    treeStarts: Uint32Array.of(0, 1),
    feature: Int32Array.of(-1),
    threshold: new Float32Array(1),
    left: Int32Array.of(-1),
    right: Int32Array.of(-1),
    defaultLeft: new Uint8Array(1),
    value: Float32Array.of(2),
    cover: Float32Array.of(10),
    gain: new Float32Array(1),
    setStart: Int32Array.of(-1),
    setWords: new Uint32Array(0),
    base: 1,
  };
  it('a tree without splits gives all to the bias, no rows give no values', () => {
    const one = tableOf(schema, [[5]]);
    expect(shapValues(constant, one)).toEqual({ values: Float32Array.of(0), bias: 3 });
    expect(shapValues(constant, tableOf(schema, [])).values).toHaveLength(0);
    expect(shapInteractions(constant, one).values).toEqual(Float32Array.of(0));
  });

  it('covers of zero: branches count half', () => {
    const ensemble = chain(3, random(5));
    ensemble.cover.fill(0);
    const data = tableOf(
      [0, 1, 2].map((i) => ({ kind: 'numeric', name: `${i}` })),
      [
        [0, 0, 0],
        [3, 3, 3],
      ],
    );
    for (const [, plain] of PATHS) {
      const { values, bias } = shapValues(ensemble, data, { plain });
      const v = ensemble.value;
      expect(bias).toBeCloseTo(v[1]! / 2 + v[3]! / 4 + v[5]! / 8 + v[6]! / 8, 5);
      expectAdditive(ensemble, data, values, bias);
    }
  });

  it('refuses tables that are not aligned', () => {
    const ensemble = chain(3, random(6));
    expect(() => shapValues(ensemble, tableOf(schema, [[1]]))).toThrow(/split on column 1, the table has 1/);
  });

  it('integrates polynomials exactly to degree 2n - 1', () => {
    for (const n of [1, 2, 5, 8, 13, 20]) {
      const { points, weights } = gaussLegendre(n);
      for (let degree = 0; degree < 2 * n; degree++) {
        const sum = points.reduce((total, t, i) => total + weights[i]! * t ** degree, 0);
        expect(sum).toBeCloseTo(1 / (degree + 1), 13);
      }
    }
  });
});
