import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { boosted } from '../../src/models/boosted/boosted.js';
import { fitBinned } from '../../src/models/boosted/fit.js';
import { type BoostedOptions, completeOptions } from '../../src/models/boosted/options.js';
import type { TreeEnsemble } from '../../src/models/trees/ensemble.js';
import { createPool } from '../../src/parallel/pool.js';
import { binTable } from '../../src/table/bins.js';
import { type Column, type Table, table } from '../../src/table/table.js';

type GoldenNode = [number] | [number, number | number[], number, number, number];
interface Golden {
  readonly name: string;
  readonly columns: Record<string, string>;
  readonly target: string;
  readonly weights: string | null;
  readonly options: Partial<BoostedOptions>;
  readonly trees: GoldenNode[][];
  readonly margins: number[];
  readonly predictions: number[];
}
interface GoldenFile {
  readonly xgboost: string;
  readonly levels: string[];
  readonly tables: Record<string, (number | null)[]>;
  readonly cases: Golden[];
}

const file = JSON.parse(
  readFileSync(new URL('../../fixtures/boosted.json', import.meta.url), 'utf8'),
) as GoldenFile;
const pool = await createPool({ size: 2 });
afterAll(() => pool.close());

function values(name: string): Float32Array {
  return Float32Array.from(file.tables[name]!, (v) => v ?? Number.NaN);
}

function tableOf(golden: Golden): Table {
  return table(
    Object.entries(golden.columns).map(([name, key]): Column => {
      if (name === 'k')
        return { kind: 'coded', name, codes: Uint8Array.from(values(key)), levels: file.levels };
      return { kind: 'numeric', name, values: values(key) };
    }),
  );
}

function near(found: number, expected: number, what: string, tolerance: number): void {
  const difference = Math.abs(found - expected);
  if (!(difference <= tolerance * Math.max(1, Math.abs(expected)))) {
    throw new Error(`${what}: found ${found}, XGBoost has ${expected}`);
  }
}

function setOf(trees: TreeEnsemble, node: number, levels: number): number[] {
  const start = trees.setStart[node]!;
  return Array.from({ length: levels }, (_, code) => code).filter(
    (code) => (trees.setWords[start + (code >> 5)]! >>> (code & 31)) & 1,
  );
}

function compareTrees(trees: TreeEnsemble, golden: Golden, data: Table): void {
  golden.trees.forEach((expected, t) => {
    const start = trees.treeStarts[t]!;
    expect(trees.treeStarts[t + 1]! - start, `nodes of tree ${t}`).toBe(expected.length);
    expected.forEach((node, i) => {
      const at = start + i;
      const where = `tree ${t}, node ${i}`;
      if (node.length === 1) {
        expect(trees.feature[at], where).toBe(-1);
        near(trees.value[at]!, node[0], `${where}, leaf`, 1e-5);
        return;
      }
      const [feature, split, defaultLeft, gain, cover] = node;
      expect(trees.feature[at], `${where}, column`).toBe(feature);
      const column = data.columns[feature]!;
      if (Array.isArray(split)) {
        expect(setOf(trees, at, file.levels.length), `${where}, set`).toEqual(split);
      } else {
        near(trees.threshold[at]!, split, `${where}, threshold`, 1e-6);
        const missing = column.kind === 'numeric' && column.values.some((v) => Number.isNaN(v));
        if (missing) expect(trees.defaultLeft[at], `${where}, default direction`).toBe(defaultLeft);
      }
      near(trees.gain[at]!, gain, `${where}, gain`, 2e-4);
      near(trees.cover[at]!, cover, `${where}, cover`, 1e-5);
    });
  });
}

describe(`trees equal XGBoost ${file.xgboost}'s hist`, () => {
  for (const golden of file.cases) {
    it(golden.name, async () => {
      const data = tableOf(golden);
      const weights = golden.weights === null ? {} : { weights: values(golden.weights) };
      const model = await boosted.fit(data, values(golden.target), golden.options, weights);
      expect(model.path).toEqual({ kernel: 'wasm', threads: 1 });
      compareTrees(model.trees, golden, data);
      const margins = model.predictMargin(data);
      for (const [row, m] of golden.margins.entries()) near(margins[row]!, m, `margin of row ${row}`, 2e-5);
      const predictions = model.predict(data);
      for (const [row, p] of golden.predictions.entries())
        near(predictions[row]!, p, `prediction of row ${row}`, 2e-5);
    });

    it(`${golden.name}: the plain twin and two threads give the same trees`, async () => {
      const data = tableOf(golden);
      const options = completeOptions(golden.options);
      const binned = binTable(data, options.maxBin);
      const weights = golden.weights === null ? {} : { weights: values(golden.weights) };
      const wasm = await fitBinned(binned, values(golden.target), options, weights);
      const plain = await fitBinned(binned, values(golden.target), options, { ...weights, plain: true });
      expect([wasm.path, plain.path]).toEqual(['wasm', 'plain']);
      expect(plain.ensemble).toEqual(wasm.ensemble);
    });
  }
});
