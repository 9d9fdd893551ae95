import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { barFromJSON, brier, fitBar, hitsOf, logLoss } from '../../src/evaluate/bar.js';
import { calibrationCurve } from '../../src/evaluate/calibration.js';
import { classReport } from '../../src/evaluate/classes.js';
import { isotonic, isotonicAt } from '../../src/evaluate/isotonic.js';
import { ascendingOrder } from '../../src/evaluate/order.js';
import {
  auc,
  averagePrecision,
  precisionAt,
  rankingFigures,
  shareFound,
} from '../../src/evaluate/ranking.js';
import { normalQuantile, wilson } from '../../src/evaluate/wilson.js';

// scikit-learn and SciPy; made by fixtures/judging.py
const known = JSON.parse(readFileSync(new URL('../../fixtures/judging.json', import.meta.url), 'utf8'));
const actual: number[] = known.actual;
const hits = hitsOf(actual, 60);
const reversed = (values: readonly number[]) => [...values].reverse();

describe('ranking, as scikit-learn', () => {
  it.each(['smooth', 'coarse'])('AUC and average precision of %s scores', (name) => {
    const { scores, auc: area, averagePrecision: mean } = known[name];
    expect(auc(hits, scores)).toBeCloseTo(area, 12);
    expect(averagePrecision(hits, scores)).toBeCloseTo(mean, 12);
    expect(auc(reversed([...hits]), reversed(scores))).toBeCloseTo(area, 12);
  });

  it('precision and share found at the top', () => {
    const { scores, precision, found } = known.smooth;
    for (const [k, share] of Object.entries(precision))
      expect(precisionAt(hits, scores, Number(k)).share).toBeCloseTo(Number(share), 12);
    expect(shareFound(hits, scores, 0.1)).toBeCloseTo(found, 12);
  });

  it('takes the average of all ways to choose among equal scores, whatever the order of the rows', () => {
    // The first row is in; of the three rows at 5, of which one hits, two are chosen: 1 + 2/3 hits in 3.
    const at = precisionAt([1, 0, 1, 0, 1], [9, 5, 5, 5, 1], 3);
    expect(at.hits).toBeCloseTo(5 / 3, 12);
    expect(at.share).toBeCloseTo(5 / 9, 12);
    expect(at.lift).toBeCloseTo(5 / 9 / (3 / 5), 12);
    expect(precisionAt([1, 0, 0, 1, 1], [1, 5, 5, 5, 9], 3)).toEqual(at);
  });

  it('looks at all rows when there are fewer than asked for', () => {
    expect(precisionAt([1, 0, 0, 0], [4, 3, 2, 1], 50)).toMatchObject({
      k: 4,
      hits: 1,
      share: 0.25,
      lift: 1,
    });
  });

  it('says everything at once, and NaN where nothing is defined', () => {
    const all = rankingFigures(actual, known.smooth.scores, { at: [50, 100], shares: [0.1] });
    expect(all).toMatchObject({ bar: 60, rows: 300, hits: hits.reduce((a, b) => a + b) });
    expect(all.precision.map(({ share }) => share)).toEqual([
      known.smooth.precision[50],
      known.smooth.precision[100],
    ]);
    expect(all.found).toEqual([{ share: 0.1, found: shareFound(hits, known.smooth.scores, 0.1) }]);
    const none = rankingFigures([1, 2, 3], [1, 2, 3]);
    expect([none.auc, none.averagePrecision, none.precision[0].lift]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(none.precision[0]).toMatchObject({ share: 0, low: 0 });
  });

  it('refuses what is not a ranking', () => {
    expect(() => auc([0, 1, 2], [1, 2, 3])).toThrow(/hits has 2 in row 2/);
    expect(() => auc([0, 1], [1, Number.NaN])).toThrow(/scores has NaN in row 1/);
    expect(() => auc([0, 1], [1])).toThrow(expect.objectContaining({ code: 'metric-length' }));
    expect(() => auc([], [])).toThrow(expect.objectContaining({ code: 'metric-empty' }));
    expect(() => precisionAt([0, 1], [1, 2], 0)).toThrow(expect.objectContaining({ code: 'bad-option' }));
    expect(() => shareFound([0, 1], [1, 2], 1.5)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });
});

describe('isotonic regression, as scikit-learn', () => {
  it.each(['smooth', 'coarse'])('of hits on %s predictions, between blocks and beyond the ends', (name) => {
    const blocks = isotonic(known[name].scores, hits);
    known.isotonic.ask.forEach((x: number, i: number) => {
      expect(isotonicAt(blocks, x)).toBeCloseTo(known.isotonic[name][i], 12);
    });
    expect(blocks.reduce((rows, block) => rows + block.rows, 0)).toBe(300);
  });

  it('by hand', () => {
    expect(isotonic([3, 1, 2, 4], [2, 1, 3, 10])).toEqual([
      { from: 1, to: 1, value: 1, rows: 1 },
      { from: 2, to: 3, value: 2.5, rows: 2 },
      { from: 4, to: 4, value: 10, rows: 1 },
    ]);
  });
});

describe('reaching a bar', () => {
  const model = fitBar(actual, known.smooth.scores, 60);

  it('never falls as predictions rise, and is never sure', () => {
    const ladder = Array.from({ length: 400 }, (_, i) => i / 2 - 50);
    const found = model.probability(ladder);
    expect(found.every((p, i) => p > 0 && p < 1 && (i === 0 || p >= found[i - 1]))).toBe(true);
    expect(found[0]).toBe(1 / (model.blocks[0].rows + 2));
    expect(found[399]).toBe(1 - 1 / (model.blocks[model.blocks.length - 1].rows + 2));
  });

  it('is scikit-learn’s isotonic regression within those limits', () => {
    const found = model.probability(known.isotonic.ask);
    known.isotonic.smooth.forEach((p: number, i: number) => {
      expect(found[i]).toBeCloseTo(Math.min(model.most, Math.max(model.least, p)), 12);
    });
  });

  it('has the mean of the hits for its mean', () => {
    const [p] = fitBar([1, 0, 1, 1], [5, 5, 5, 5], 1).probability([7]);
    expect(p).toBe(0.75);
  });

  it('goes through JSON unchanged, and refuses what is damaged', () => {
    const json = JSON.parse(JSON.stringify(model));
    const again = barFromJSON(json);
    expect(again.probability(known.isotonic.ask)).toEqual(model.probability(known.isotonic.ask));
    expect(JSON.stringify(again)).toBe(JSON.stringify(model));
    const falling = { ...json, blocks: [...json.blocks].reverse() };
    for (const damaged of [
      null,
      {},
      { ...json, version: 2 },
      { ...json, bar: null },
      { ...json, blocks: [] },
      falling,
    ])
      expect(() => barFromJSON(damaged)).toThrow(expect.objectContaining({ code: 'bad-model' }));
    expect(() => fitBar([1], [1], Number.NaN)).toThrow(expect.objectContaining({ code: 'bad-option' }));
  });

  it('Brier score and log loss, as scikit-learn', () => {
    expect(brier(hits, known.chance)).toBeCloseTo(known.brier, 12);
    expect(logLoss(hits, known.chance)).toBeCloseTo(known.logLoss, 12);
    expect(logLoss([1], [0])).toBeCloseTo(-Math.log(2 ** -52), 12);
    expect(() => brier([1], [1.5])).toThrow(/probabilities has 1.5 in row 0/);
  });
});

describe('calibration', () => {
  it('is scikit-learn’s curve for bins of equal width', () => {
    const found = calibrationCurve(hits, known.chance, { bins: 8, by: 'width' });
    expect(found.length).toBe(known.calibration.means.length);
    found.forEach((bin, i) => {
      expect(bin.mean).toBeCloseTo(known.calibration.means[i], 12);
      expect(bin.share).toBeCloseTo(known.calibration.shares[i], 12);
      expect(bin).toMatchObject(wilson(Math.round(bin.share * bin.rows), bin.rows));
    });
  });

  it('keeps rows of equal probability together', () => {
    const found = calibrationCurve([0, 1, 0, 1, 1], [0.1, 0.5, 0.5, 0.5, 0.9], { bins: 3 });
    expect(found.map(({ from, to, rows }) => [from, to, rows])).toEqual([
      [0.1, 0.5, 4],
      [0.9, 0.9, 1],
    ]);
  });
});

describe('classes', () => {
  const report = classReport(actual, known.smooth.scores);

  it('as scikit-learn', () => {
    const { confusion, accuracy, macroF1, precision, recall, f1, support } = known.classes;
    expect(report.confusion).toEqual(confusion);
    expect(report.accuracy).toBeCloseTo(accuracy, 12);
    expect(report.macroF1).toBeCloseTo(macroF1, 12);
    report.classes.forEach((one, c) => {
      expect(one.precision).toBeCloseTo(precision[c], 12);
      expect(one.recall).toBeCloseTo(recall[c], 12);
      expect(one.f1).toBeCloseTo(f1[c], 12);
      expect(one.rows).toBe(support[c]);
    });
  });

  it('has 40 low, 41 medium, 70 medium and 71 high, and the commonest for baseline', () => {
    const found = classReport([0, 40, 41, 70, 71, 100, 3], [0, 0, 0, 0, 0, 0, 0]);
    expect(found.classes.map(({ rows }) => rows)).toEqual([3, 2, 2]);
    expect(found.baseline).toEqual({ name: 'low', accuracy: 3 / 7 });
    expect(found.accuracy).toBe(3 / 7);
  });

  it('refuses impossible cuts', () => {
    expect(() => classReport([1], [1], { cuts: [70, 40] })).toThrow(/cuts/);
    expect(() => classReport([1], [1], { names: ['a'] })).toThrow(/names/);
  });
});

describe('Wilson’s interval, as SciPy', () => {
  it('of no, all and some hits', () => {
    for (const { hits: k, rows, confidence, low, high } of known.wilson) {
      const found = wilson(k, rows, confidence);
      expect(found.low).toBeCloseTo(low, 8);
      expect(found.high).toBeCloseTo(high, 8);
    }
  });

  it('knows the quantiles of the normal distribution', () => {
    for (const [p, z] of known.normal) expect(normalQuantile(p)).toBeCloseTo(z, 7);
  });

  it('knows nothing without rows', () => {
    expect(wilson(0, 0)).toEqual({ share: Number.NaN, low: 0, high: 1 });
    expect(() => wilson(3, 2)).toThrow(/hits/);
  });
});

describe('order of rows', () => {
  const stable = (values: readonly number[]) =>
    [...values.keys()].toSorted((a, b) => values[a] - values[b] || a - b);
  it.each([
    ['ties, zeros of both signs and infinity', [3, -1, 3, 0, -0, Number.NEGATIVE_INFINITY, 7, -1, 3]],
    ['one value', [-2, -2, -2]],
    ['values in order', [-5, -1e-300, -0, 0, 5e-324, 2, 2, Number.POSITIVE_INFINITY]],
    [
      'values that differ in their last bit',
      [1 + Number.EPSILON, 1, -1 - Number.EPSILON, -1, 0.1 + 0.2, 0.3],
    ],
    [
      'values of all sizes',
      Array.from({ length: 5000 }, (_, i) => Math.sin(i) * 10 ** (((i * 7) % 600) - 300)),
    ],
  ])('is that of a stable sort: %s', (_, values) => {
    expect([...ascendingOrder(values)]).toEqual(stable(values));
    expect([...ascendingOrder(Float64Array.from(values))]).toEqual(stable(values));
  });

  it('is empty for nothing', () => {
    expect(ascendingOrder([]).length).toBe(0);
  });
});
