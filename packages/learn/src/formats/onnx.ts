import { linearToOnnx, type OnnxLinear } from './onnx-linear.js';
import { type OnnxTrees, treesToOnnx } from './onnx-trees.js';

/**
 * A model as an ONNX file (operators 13, ai.onnx.ml 2, IR 7), run by any ONNX runtime. Inputs, each present when the
 * model has such columns: `numeric`, float32, rows × numeric columns, NaN where missing; `coded`, texts, rows × coded columns, a
 * text that is no level counting as missing. Both have the columns in the order of the schema; the metadata entries of the
 * same names list them as JSON. Output: `prediction`, float32, rows × 1.
 *
 * A runtime may add the trees up in another order than {@link predictEnsemble}, so the last digits of a float32 can differ.
 * @throws LearnError `bad-model`, `unsupported-model` (no columns, or one without levels)
 */
export function writeOnnx(model: OnnxTrees | OnnxLinear): Uint8Array {
  return 'ensemble' in model ? treesToOnnx(model) : linearToOnnx(model);
}
