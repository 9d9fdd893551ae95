/**
 * Model files of others and small ones of ours: `@trackscope/learn/formats`. Apart from the learners, so that a page
 * that only trains or predicts need not load them.
 */
export {
  type CompactCost,
  type CompactEnsemble,
  type CompactOptions,
  compactEnsemble,
} from './formats/compact.js';
export { readCompact } from './formats/compact-decode.js';
export { compactForest } from './formats/compact-forest.js';
export { writeOnnx } from './formats/onnx.js';
export type { OnnxLinear } from './formats/onnx-linear.js';
export type { OnnxTrees } from './formats/onnx-trees.js';
export { readXgboost, type XgboostModel } from './formats/xgboost-read.js';
export type { ReadXgboostOptions } from './formats/xgboost-schema.js';
export { writeXgboostJson, writeXgboostUbjson, type XgboostExport } from './formats/xgboost-write.js';
