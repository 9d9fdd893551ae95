import { describe, expect, it } from 'vitest';
import { metrics } from '../../src/evaluate/metrics.js';
import { linear } from '../../src/models/linear/linear.js';
import { trainTest } from '../../src/split/train-test.js';
import { takeRows } from '../../src/table/table.js';
import { havePublishedFile, publishedLinear } from './published-data.js';

describe('linear on the published catalogue', () => {
  it.skipIf(!havePublishedFile)('has the published figures on the published split', async () => {
    const { data, target } = publishedLinear();
    expect(data.rows).toBe(113_422);
    const [{ train, test }] = trainTest(data.rows, { testShare: 0.2, seed: 42, numpy: true }).folds;
    const pick = (rows: Uint32Array) => Float64Array.from(rows, (row) => target[row]);
    const started = performance.now();
    const model = await linear.fit(takeRows(data, train), pick(train));
    const seconds = (performance.now() - started) / 1000;
    const found = metrics(pick(test), model.predict(takeRows(data, test)));
    if (process.env.TRACKSCOPE_TIMES) console.info({ seconds, ...found });
    // seed/figures.json of the published pipeline
    expect(found.rows).toBe(22_685);
    expect(found.mae).toBeCloseTo(14.174, 3);
    expect(found.rmse).toBeCloseTo(19.321, 3);
    expect(found.r2).toBeCloseTo(0.2521, 4);
    expect(model.rank).toBe(14 + 1 + 113);
    expect(model.aliased).toEqual(['mood', 'explicit=True', 'track_genre=world-music']);
  });
});
