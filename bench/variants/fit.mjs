// Fits one published model and judges it; with a further argument `predict` the prediction is timed instead.
import { createPool } from '../../packages/learn/dist/index.js';
import { publishedData } from './published.mjs';

const [, , catalogue, model, what = 'fit'] = process.argv;
const { data, plan, fitAndJudge } = await publishedData(catalogue, model);
const pool = await createPool();
const { entry } = await fitAndJudge(plan, data, {
  pool,
  signal: new AbortController().signal,
  onProgress() {},
});
await pool.close();
const seconds = what === 'predict' ? entry.predictSeconds : entry.fitSeconds;
const { r2, mae, rows } = entry;
console.log(JSON.stringify({ seconds, r2, mae, rows, rssMb: process.resourceUsage().maxRSS / 1024 }));
