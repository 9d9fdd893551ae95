export { encodeTarget, type TargetEncoding, type TargetEncodingOptions } from './encode/encode-target.js';
export {
  type Categories,
  type TargetEncoder,
  type TargetEncoderJson,
  targetEncoderFromJSON,
} from './encode/target-encoder.js';
export { LearnError } from './errors.js';
export { type BarJson, type BarModel, barFromJSON, brier, fitBar, hitsOf, logLoss } from './evaluate/bar.js';
export { type BoundNote, boundNotes } from './evaluate/bounds.js';
export { type CalibrationBin, type CalibrationOptions, calibrationCurve } from './evaluate/calibration.js';
export {
  type ClassFigures,
  type ClassOptions,
  type ClassReport,
  classesOf,
  classReport,
} from './evaluate/classes.js';
export {
  type Centre,
  type Conformal,
  type ConformalOptions,
  type ConformalState,
  conformal,
  conformalFromJSON,
  type GroupReach,
  type IntervalRows,
  type Intervals,
  type Reach,
} from './evaluate/conformal.js';
export { conformalRank } from './evaluate/conformal-quantile.js';
export { type Coverage, coverage, coverageBy, type GroupCoverage } from './evaluate/coverage.js';
export {
  type CrossValidateRun,
  type CrossValidation,
  crossValidate,
  type FoldScore,
  type Spread,
} from './evaluate/cross-validate.js';
export {
  type Difficulty,
  type DifficultyOptions,
  difficultyFromJSON,
  fitDifficulty,
} from './evaluate/difficulty.js';
export { type IsotonicBlock, isotonic, isotonicAt } from './evaluate/isotonic.js';
export { averageRanks, type Metrics, mae, metrics, pearson, r2, rmse, spearman } from './evaluate/metrics.js';
export { ascendingOrder } from './evaluate/order.js';
export {
  auc,
  averagePrecision,
  type PrecisionAt,
  precisionAt,
  type RankingFigures,
  type RankingOptions,
  rankingFigures,
  shareFound,
} from './evaluate/ranking.js';
export {
  type ScoredCandidate,
  type SearchOptions,
  type SearchResult,
  type SearchRun,
  type SearchWhat,
  search,
} from './evaluate/search.js';
export type {
  CandidateFold,
  CandidateScores,
  SearchIdentity,
  SearchState,
} from './evaluate/search-state.js';
export {
  type Candidate,
  type Distribution,
  gridCandidates,
  type OptionValue,
  type SearchGrid,
  type SearchSpace,
  sampleCandidates,
} from './evaluate/space.js';
export { type ShareInterval, wilson } from './evaluate/wilson.js';
export { type Dependence, type DependenceOptions, dependence } from './explain/dependence.js';
export { type ShapInteractions, shapInteractions } from './explain/interactions.js';
export {
  type PermutationImportance,
  type PermutationImportances,
  type PermutationOptions,
  permutationImportance,
} from './explain/permutation.js';
export { type ShapOptions, type ShapValues, shapValues } from './explain/shap.js';
export { shapRows } from './explain/shap-rows.js';
export { boosted } from './models/boosted/boosted.js';
export { type BinnedFit, type BinnedRun, fitBinned } from './models/boosted/fit.js';
export {
  BoostedModel,
  type BoostedParts,
  type ColumnImportance,
  type FitPath,
  type ImportanceKind,
} from './models/boosted/model.js';
export type { Objective } from './models/boosted/objective.js';
export type { BoostedOptions, Validation } from './models/boosted/options.js';
export type { FitRun, Learner, Model, Progress, SharedFits, SharedRun, Target } from './models/contract.js';
export { forest } from './models/forest/forest.js';
export { ForestModel } from './models/forest/model.js';
export type { ForestOptions } from './models/forest/options.js';
export type { OutOfBag } from './models/forest/out-of-bag.js';
export type { ForestTree } from './models/forest/trees.js';
export type { GlassboxAxis } from './models/glassbox/axis.js';
export { glassbox } from './models/glassbox/glassbox.js';
export type {
  GlassboxContributions,
  GlassboxImportance,
  GlassboxModel,
} from './models/glassbox/model.js';
export type { GlassboxOptions, GroupKeys } from './models/glassbox/options.js';
export type { GlassboxCurve, GlassboxPair, GlassboxTerm } from './models/glassbox/terms.js';
export { linear } from './models/linear/linear.js';
export type {
  CodedWeight,
  Coefficient,
  LinearContributions,
  LinearModel,
  LinearState,
  NumericWeight,
} from './models/linear/model.js';
export type { LinearOptions } from './models/linear/options.js';
export { type Products, productsOf } from './models/linear/products.js';
export type { TreeEnsemble } from './models/trees/ensemble.js';
export { pickTrees } from './models/trees/pick-trees.js';
export { leafIds, predictEnsemble, predictRow, type TreeRange } from './models/trees/predict.js';
export { predictRows } from './models/trees/predict-rows.js';
export type { TreeRowsRun } from './models/trees/row-pieces.js';
export { validateEnsemble } from './models/trees/validate.js';
export type { PoolOptions } from './parallel/create-pool.js';
export type { Task, TaskContext, TaskRun, WorkerPool } from './parallel/pool.js';
export { createPool, mapTasks } from './parallel/pool.js';
export { createRandom, type Random } from './random/random.js';
export { RandomState } from './random/random-state.js';
export {
  type GroupKFoldOptions,
  groupKFold,
  type KFoldOptions,
  kFold,
  type Labels,
  stratifiedKFold,
} from './split/k-fold.js';
export { checkPlan, describePlan, type Fold, type PlanCheck, type SplitPlan } from './split/plan.js';
export { type TrainTestOptions, trainTest } from './split/train-test.js';
export { type BinnedTable, binTable, type ColumnBins } from './table/bins.js';
export { type Cuts, cutsOfRanked, type Ranked } from './table/cuts.js';
export * from './table/table.js';
export type { TableBins } from './table/table-bins.js';
