export { LearnError } from './errors.js';
export { averageRanks, type Metrics, mae, metrics, pearson, r2, rmse, spearman } from './evaluate/metrics.js';
export type { FitRun, Learner, Model, Progress, Target } from './models/contract.js';
export type { TreeEnsemble } from './models/trees/ensemble.js';
export { leafIds, predictEnsemble, type TreeRange } from './models/trees/predict.js';
export type { WorkerPool } from './parallel/pool.js';
export { createRandom, type Random } from './random/random.js';
export { RandomState } from './random/random-state.js';
export * from './table/table.js';
