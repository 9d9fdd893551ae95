// Bundled for the browser by browser.test.ts, and run by it in Node too: both must come to the same numbers.
import {
  boosted,
  createPool,
  type FitPath,
  forest,
  linear,
  type Model,
  metrics,
  takeRows,
  trainTest,
} from '../../src/index.js';
import { sample } from '../contract/data.js';

/** What one learner came to. */
export interface PageModel {
  readonly json: string;
  readonly predictions: readonly number[];
  readonly r2: number;
}

/** What a page found, as plain data. */
export interface PageResult {
  readonly isolated: boolean;
  readonly threads: boolean;
  /** Which kernel the trees were grown by, and on how many threads. */
  readonly path: FitPath | undefined;
  readonly models: Readonly<Record<string, PageModel>>;
}

/** Trains with every learner, and predicts with what comes back from JSON. */
export async function runPage(): Promise<PageResult> {
  const { data, target: exact } = sample(20_000, 9);
  // Engines round the last digit of Math.log, and so of the noise, each in its way.
  const target = exact.map(Math.fround);
  const [{ train, test }] = trainTest(data.rows, { testShare: 0.1, seed: 1 }).folds;
  const pick = (rows: Uint32Array) => Float64Array.from(rows, (row) => target[row]);
  const [learned, held] = [takeRows(data, train), takeRows(data, test)];
  const score = (model: Model, again: Model): PageModel => {
    const predictions = again.predict(held);
    return {
      json: JSON.stringify(model),
      predictions: [...predictions],
      r2: metrics(pick(test), predictions).r2,
    };
  };
  const copy = (model: Model): unknown => JSON.parse(JSON.stringify(model));

  const pool = await createPool({ size: 2 });
  try {
    const line = await linear.fit(learned, pick(train), {}, { pool });
    const trees = await boosted.fit(learned, pick(train), { nEstimators: 20 }, { pool });
    const wood = await forest.fit(learned, pick(train), { nEstimators: 4 }, { pool });
    const models = {
      linear: score(line, linear.fromJSON(copy(line))),
      boosted: score(trees, boosted.fromJSON(copy(trees))),
      forest: score(wood, forest.fromJSON(copy(wood))),
    };
    return {
      isolated: globalThis.crossOriginIsolated === true,
      threads: pool.threads,
      path: trees.path,
      models,
    };
  } finally {
    await pool.close();
  }
}

Object.assign(globalThis, { runPage });
