import { leafIds, predictEnsemble } from '@trackscope/learn';
import { readXgboost } from '@trackscope/learn/formats';
import { describe, expect, it } from 'vitest';
import { golden, goldenBytes, goldenText, tableOf } from './xgboost-golden.js';

const NAMES = [
  'numeric',
  'categorical',
  'named',
  'logistic',
  'poisson',
  'stopped',
  'pruned',
  'parallel',
  'dart',
  'present',
];

describe.each(NAMES)('the golden model "%s"', (name) => {
  const expected = golden(name);
  const json = readXgboost(goldenText(name));
  const data = tableOf(json.schema, expected.rows);

  it('predicts bit for bit as XGBoost', () => {
    expect([...predictEnsemble(json.ensemble, data)]).toEqual(expected.margin);
  });

  it('reaches the same leaves', () => {
    const width = expected.leaf[0]!.length;
    expect(width).toBe(json.ensemble.treeStarts.length - 1);
    const found = leafIds(json.ensemble, data);
    expect([...found]).toEqual(expected.leaf.flat());
  });

  it('is the same from UBJSON and from bytes of JSON', () => {
    expect(readXgboost(goldenBytes(`${name}.ubj`))).toEqual(json);
    expect(readXgboost(goldenBytes(`${name}.json`))).toEqual(json);
  });

  it('knows the columns', () => {
    expect(json.schema.map((c) => c.name)).toEqual(expected.names);
    expect(json.schema.map((c) => (c.kind === 'coded' ? 'c' : 'float'))).toEqual(expected.types);
  });
});
