// Contributions of 1,000 held-out rows under the published tuned settings; the fit is not timed.
import { createPool, shapRows, takeRows } from '../../packages/learn/dist/index.js';
import { publishedData } from './published.mjs';

const { data, plan, fitAndJudge } = await publishedData(process.argv[2], 'boosted-tuned');
const pool = await createPool();
const { model } = await fitAndJudge(plan, data, {
  pool,
  signal: new AbortController().signal,
  onProgress() {},
});
const rows = takeRows(data.trees, data.test.subarray(0, 1000));
const started = performance.now();
const { values } = await shapRows(model.trees, rows, { pool });
const seconds = (performance.now() - started) / 1000;
await pool.close();
console.log(JSON.stringify({ seconds, rows: rows.rows, finite: values.every(Number.isFinite) }));
