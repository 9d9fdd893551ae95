import { predictEnsemble } from '@trackscope/learn';
import {
  compactEnsemble,
  readXgboost,
  writeXgboostJson,
  writeXgboostUbjson,
} from '@trackscope/learn/formats';
import { describe, expect, it } from 'vitest';
import { golden, goldenText, tableOf } from './xgboost-golden.js';

// What XGBoost itself says of files written here: fixtures/xgboost_golden.py check (0 of all golden rows differ).

const NAMES = [
  'numeric',
  'categorical',
  'named',
  'logistic',
  'poisson',
  'stopped',
  'parallel',
  'dart',
  'present',
];
type Tree = Record<string, unknown>;
const treesOf = (text: string): Tree[] => {
  const booster = (JSON.parse(text) as { learner: { gradient_booster: Record<string, unknown> } }).learner
    .gradient_booster;
  const inner = (booster.gbtree ?? booster) as { model: { trees: Tree[] } };
  return inner.model.trees;
};
const floats = (values: unknown) => Array.from(values as number[], Math.fround);

describe.each(NAMES)('writing "%s"', (name) => {
  const text = goldenText(name);
  const read = readXgboost(text);

  it('reads back to the same trees, from both formats', () => {
    for (const written of [writeXgboostJson(read), writeXgboostUbjson(read)]) {
      const back = readXgboost(written);
      expect({ ...back, schema: read.schema }).toEqual(read);
      const { rows, margin } = golden(name);
      expect([...predictEnsemble(back.ensemble, tableOf(back.schema, rows))]).toEqual(margin);
    }
  });

  it('has what XGBoost wrote in every field of every tree', () => {
    // weights of DART are in our leaves, beside the trees in its own file
    if (name === 'dart') return;
    const ours = treesOf(writeXgboostJson(read));
    treesOf(text).forEach((theirs, i) => {
      for (const [key, value] of Object.entries(theirs)) {
        if (key === 'split_conditions') {
          const types = theirs.split_type as number[];
          const numeric = (list: unknown) => floats(list).map((v, node) => (types[node] ? 0 : v));
          expect(numeric(ours[i]![key])).toEqual(numeric(value));
        } else if (Array.isArray(value)) expect(floats(ours[i]![key])).toEqual(floats(value));
        else expect(ours[i]![key]).toEqual(value);
      }
    });
  });
});

describe('the text', () => {
  it('has floats that look like floats, and counts that do not', () => {
    const read = readXgboost(goldenText('numeric'));
    read.ensemble.threshold.fill(10);
    const text = writeXgboostJson(read);
    const array = (key: string) => new RegExp(`"${key}":\\[([^\\]]*)\\]`).exec(text)![1]!.split(',');
    for (const key of ['split_conditions', 'base_weights', 'sum_hessian', 'loss_changes']) {
      for (const item of array(key)) expect(item).toMatch(/^-?\d(\.\d+)?E-?\d+$/);
    }
    for (const key of ['left_children', 'split_indices', 'default_left', 'split_type', 'parents']) {
      for (const item of array(key)) expect(item).toMatch(/^-?\d+$/);
    }
    expect(text).toMatch(/"base_score":"[\d.]+E-?\d+"/);
  });

  it('puts the right child just behind the left one, where XGBoost looks for it', () => {
    // the compact form has its nodes in preorder: the left branch stands between the two
    const read = readXgboost(goldenText('categorical'));
    const data = tableOf(read.schema, golden('categorical').rows);
    const { ensemble } = compactEnsemble(read.ensemble, { maxBytes: 1e6, schema: read.schema, data });
    const { left, right } = ensemble;
    expect(left.some((child, node) => child >= 0 && right[node] !== child + 1)).toBe(true);
    const text = writeXgboostJson({ ensemble, schema: read.schema });
    for (const tree of treesOf(text)) {
      const rightOf = tree.right_children as number[];
      (tree.left_children as number[]).forEach((child, node) => {
        expect(rightOf[node]).toBe(child < 0 ? -1 : child + 1);
      });
      const parents = tree.parents as number[];
      rightOf.forEach((child, node) => {
        if (child >= 0) expect([parents[child - 1], parents[child]]).toEqual([node, node]);
      });
    }
    expect([...predictEnsemble(readXgboost(text).ensemble, data)]).toEqual([
      ...predictEnsemble(ensemble, data),
    ]);
  });

  it.each(['binary:logistic', 'count:poisson'])('keeps any base of %s to the bit', (objective) => {
    const read = readXgboost(goldenText('numeric'));
    const data = tableOf(read.schema, golden('numeric').rows);
    for (const base of [0, 0.1503367, -0.7, 3.3333333, 2.0000002]) {
      const ensemble = { ...read.ensemble, base: Math.fround(base) };
      const back = readXgboost(writeXgboostJson({ ...read, ensemble, objective }));
      expect([...predictEnsemble(back.ensemble, data)]).toEqual([...predictEnsemble(ensemble, data)]);
    }
  });

  it('sends codes left at a set that is empty', () => {
    const read = readXgboost(goldenText('categorical'));
    read.ensemble.setWords.fill(0);
    const data = tableOf(read.schema, golden('categorical').rows);
    const back = readXgboost(writeXgboostJson(read), {
      levels: { f4: '01234567890123456789'.split(''), f5: ['a', 'b', 'c'] },
    });
    expect([...predictEnsemble(back.ensemble, data)]).toEqual([...predictEnsemble(read.ensemble, data)]);
  });

  it('refuses objectives that it does not know', () => {
    const read = readXgboost(goldenText('numeric'));
    expect(() => writeXgboostJson({ ...read, objective: 'multi:softmax' })).toThrow(/multi:softmax/);
  });
});
