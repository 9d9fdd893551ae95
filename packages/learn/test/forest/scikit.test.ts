import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Column, type ForestModel, forest, metrics, type Table, table } from '../../src/index.js';

interface TreeAnswer {
  readonly name: string;
  readonly train: readonly number[];
  readonly held: readonly number[];
  readonly importances: readonly number[];
  readonly nodes: number;
  readonly depth: number;
}
interface Spread {
  readonly mean: number;
  readonly sd: number;
}
interface Golden {
  readonly grid: readonly number[][];
  readonly held: readonly number[][];
  readonly target: readonly number[];
  readonly weights: readonly number[];
  readonly missing: readonly number[][];
  readonly heldMissing: readonly number[][];
  readonly levels: readonly number[];
  readonly trees: readonly TreeAnswer[];
  readonly friedman: {
    readonly rows: number;
    readonly columns: readonly number[][];
    readonly target: readonly number[];
    readonly all: Spread;
    readonly third: Spread;
    readonly plain: Spread;
    readonly oob: Spread;
  };
}
const golden = JSON.parse(
  readFileSync(fileURLToPath(new URL('../../fixtures/forest.json', import.meta.url)), 'utf8'),
) as Golden;

function columnsOf(steps: readonly number[][], unit: number, lost?: readonly number[][]): Column[] {
  return steps.map((own, c) => ({
    kind: 'numeric',
    name: `x${c}`,
    values: Float32Array.from(own, (v, row) => (lost?.[c][row] ? Number.NaN : v / unit)),
  }));
}

const target = Float64Array.from(golden.target);
const one = { nEstimators: 1, bootstrap: false };
const coded: Column = {
  kind: 'coded',
  name: 'level',
  codes: Uint8Array.from(golden.levels),
  levels: ['a', 'b', 'c', 'd', 'e'],
};
const full = {
  train: table(columnsOf(golden.grid, 8)),
  held: table(columnsOf(golden.held, 16)),
};
const cases: Record<string, { options: object; train: Table; held: Table; weights?: Float64Array }> = {
  leaf5: { options: { minSamplesLeaf: 5 }, ...full },
  depth4: { options: { maxDepth: 4, minSamplesLeaf: 3 }, ...full },
  split30: { options: { minSamplesSplit: 30, minSamplesLeaf: 3 }, ...full },
  weighted: { options: { minSamplesLeaf: 5 }, ...full, weights: Float64Array.from(golden.weights) },
  missing: {
    options: { minSamplesLeaf: 6 },
    train: table(columnsOf(golden.grid, 8, golden.missing)),
    held: table(columnsOf(golden.held, 16, golden.heldMissing)),
  },
  column: {
    options: {},
    train: table(columnsOf(golden.grid.slice(0, 1), 8)),
    held: table(columnsOf(golden.held.slice(0, 1), 16)),
  },
  coded: {
    options: { minSamplesLeaf: 6 },
    train: table([...columnsOf(golden.grid.slice(0, 2), 8), coded]),
    held: table([...columnsOf(golden.grid.slice(0, 2), 8), coded]),
  },
};

function largestGap(have: Float64Array, want: readonly number[]): number {
  expect(have.length).toBe(want.length);
  return have.reduce((gap, v, row) => Math.max(gap, Math.abs(v - want[row])), 0);
}

/** Fits the tree of an answer and holds against it what does not depend on where between two values a threshold lies. */
async function sameTree(answer: TreeAnswer, more: object = {}): Promise<ForestModel> {
  const { options, train, weights } = cases[answer.name];
  const model = await forest.fit(train, target, { ...one, ...options, ...more }, weights ? { weights } : {});
  expect(model.nodeCount).toBe(answer.nodes);
  expect(model.trees[0].depth).toBe(answer.depth);
  expect(largestGap(model.predict(train), answer.train)).toBeLessThan(2e-6);
  const shares = [...answer.importances];
  // the dummy columns of a coded column count together
  const want =
    answer.name === 'coded' ? [...shares.slice(0, 2), shares.slice(2).reduce((s, v) => s + v)] : shares;
  const have = model.importance().map(({ value }) => value);
  expect(largestGap(Float64Array.from(have), want)).toBeLessThan(1e-8);
  return model;
}

describe('a single tree against scikit-learn', () => {
  it.each(golden.trees)('$name', async (answer) => {
    const model = await sameTree(answer);
    expect(largestGap(model.predict(cases[answer.name].held), answer.held)).toBeLessThan(2e-6);
  });

  it.each(golden.trees)('$name, with a bin for every value', async (answer) => {
    await sameTree(answer, { maxBin: 32 });
  });
});

describe('a forest against scikit-learn', () => {
  const { rows, columns, target: all, ...scores } = golden.friedman;
  const part = (from: number, to: number) =>
    table(
      columns.map((v, c) => ({
        kind: 'numeric',
        name: `x${c}`,
        values: Float32Array.from(v.slice(from, to)),
      })),
    );
  const train = part(0, rows);
  const test = part(rows, all.length);
  const y = Float64Array.from(all.slice(0, rows));
  it.each([
    ['all', {}],
    ['third', { maxFeatures: 1 / 3 }],
    ['plain', { bootstrap: false, maxFeatures: 'sqrt' as const }],
    ['all', { maxBin: 128 }],
    ['third', { maxBin: 128, maxFeatures: 1 / 3 }],
  ] as const)('scores as well: %s, %o', async (name, options) => {
    const own: number[] = [];
    for (let seed = 0; seed < 4; seed++) {
      const model = await forest.fit(train, y, { nEstimators: 60, seed, ...options });
      own.push(metrics(Float64Array.from(all.slice(rows)), model.predict(test)).r2);
    }
    const mean = own.reduce((s, v) => s + v) / own.length;
    // five standard deviations of scikit-learn's own spread over seeds, at least 0.01
    expect(Math.abs(mean - scores[name].mean)).toBeLessThan(Math.max(0.01, 5 * scores[name].sd));
  });

  it('has the same out-of-bag score', async () => {
    const model = await forest.fit(train, y, { nEstimators: 60, oob: true });
    expect(model.oob?.rows).toBe(rows);
    expect(Math.abs((model.oob?.r2 ?? 0) - scores.oob.mean)).toBeLessThan(0.015);
  });
});
