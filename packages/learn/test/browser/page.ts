// Bundled for the browser by browser.test.ts, and run by it in Node too: both must come to the same numbers.
import { createPool, linear, metrics, takeRows, trainTest } from '../../src/index.js';
import { sample } from '../contract/data.js';

/** What a page found, as plain data. */
export interface PageResult {
  readonly isolated: boolean;
  readonly threads: boolean;
  readonly models: Record<string, { json: string; predictions: number[]; r2: number }>;
}

/** Trains and predicts with every learner. */
export async function runPage(): Promise<PageResult> {
  const { data, target } = sample(600, 9);
  const [{ train, test }] = trainTest(data.rows, { testShare: 0.25, seed: 1 }).folds;
  const pick = (rows: Uint32Array) => Float64Array.from(rows, (row) => target[row]);
  const pool = await createPool({ size: 2 });
  const models: PageResult['models'] = {};
  try {
    for (const learner of [linear]) {
      const model = await learner.fit(takeRows(data, train), pick(train), {}, { pool });
      const predictions = learner.fromJSON(JSON.parse(JSON.stringify(model))).predict(takeRows(data, test));
      models[learner.name] = {
        json: JSON.stringify(model),
        predictions: [...predictions],
        r2: metrics(pick(test), predictions).r2,
      };
    }
  } finally {
    await pool.close();
  }
  return { isolated: globalThis.crossOriginIsolated === true, threads: pool.threads, models };
}

Object.assign(globalThis, { runPage });
