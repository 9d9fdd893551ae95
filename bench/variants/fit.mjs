// Fits one published model and judges it; with a further argument `predict` the prediction is timed instead.
import { createPool } from '../../packages/learn/dist/index.js';
import { openEngine } from '../../packages/trackscope/dist/engine/engine.js';
import { readCatalogue } from '../../packages/trackscope/dist/ingest/read-catalogue.js';
import { fitAndJudge } from '../../packages/trackscope/dist/modelling/fit.js';
import { planModels } from '../../packages/trackscope/dist/modelling/plan.js';
import { loadPublished } from '../../packages/trackscope/dist/modelling/published-data.js';

const [, , catalogue, model, what = 'fit'] = process.argv;
const engine = await openEngine();
const { quality } = await readCatalogue(engine, catalogue);
const data = await loadPublished(engine);
engine.close();
const pool = await createPool();
const [plan] = planModels(quality, [model]).fits;
const { entry } = await fitAndJudge(plan, data, {
  pool,
  signal: new AbortController().signal,
  onProgress() {},
});
await pool.close();
const seconds = what === 'predict' ? entry.predictSeconds : entry.fitSeconds;
const { r2, mae, rows } = entry;
console.log(JSON.stringify({ seconds, r2, mae, rows, rssMb: process.resourceUsage().maxRSS / 1024 }));
