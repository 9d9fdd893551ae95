// The published randomised search: the given number of candidates on three folds; r2 is the best mean over folds.
import { boosted, createPool, kFold, search, takeRows } from '../../packages/learn/dist/index.js';
import { pick } from '../../packages/trackscope/dist/modelling/fit.js';
import {
  PUBLISHED_SEARCH_FOLDS,
  PUBLISHED_SPACE,
} from '../../packages/trackscope/dist/modelling/published-search.js';
import { publishedData } from './published.mjs';

const [, , catalogue, candidates] = process.argv;
const { data } = await publishedData(catalogue, 'boosted');
const pool = await createPool();
const target = pick(data.popularity, data.train);
const started = performance.now();
const { best } = await search(
  boosted,
  takeRows(data.trees, data.train),
  target,
  kFold(target.length, { folds: PUBLISHED_SEARCH_FOLDS, shuffle: false }),
  { space: PUBLISHED_SPACE, count: Number(candidates), seed: 42 },
  { fixed: { seed: 42 } },
  { pool },
);
const seconds = (performance.now() - started) / 1000;
await pool.close();
console.log(
  JSON.stringify({ seconds, candidates: Number(candidates), r2: best.r2.mean, best: best.options }),
);
