export { LearnError } from './errors.js';
export type { FitRun, Learner, Model, Progress, Target } from './models/contract.js';
export type { TreeEnsemble } from './models/trees/ensemble.js';
export type { WorkerPool } from './parallel/pool.js';
export * from './table/table.js';
