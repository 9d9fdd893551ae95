import type { LinearState } from '../models/linear/model.js';
import { onnxColumns, onnxLevelNumbers } from './onnx-columns.js';
import { ML, OnnxGraph } from './onnx-graph.js';

/** What ONNX needs of a linear model. */
export type OnnxLinear = Pick<LinearState, 'schema' | 'baseline' | 'terms'>;

/** A linear model as Scaler, LabelEncoders and LinearRegressor. */
export function linearToOnnx(model: OnnxLinear): Uint8Array {
  const { schema, terms, baseline } = model;
  const graph = new OnnxGraph('linear');
  const columns = onnxColumns(graph, schema);
  const parts: string[] = [];
  const coefficients: number[] = [];
  if (columns.numeric !== undefined) {
    const numeric = terms.filter((term) => term.kind === 'numeric');
    parts.push(
      graph.node(
        'Scaler',
        [columns.numeric],
        {
          offset: Float32Array.from(numeric, (term) => term.mean),
          scale: Float32Array.from(numeric, (term) => 1 / term.scale),
        },
        ML,
      ),
    );
    for (const term of numeric) coefficients.push(term.weight);
  }
  terms.forEach((term, i) => {
    const column = schema[i]!;
    if (term.kind !== 'coded' || column.kind !== 'coded') return;
    const values = Float32Array.from(term.weights, (weight) => weight - term.shift);
    parts.push(onnxLevelNumbers(graph, columns.text(graph, i), column.levels, values, -term.shift));
    coefficients.push(1);
  });
  const features = parts.length === 1 ? parts[0]! : graph.node('Concat', parts, { axis: 1 });
  graph.node(
    'LinearRegressor',
    [features],
    {
      coefficients: Float32Array.from(coefficients),
      intercepts: Float32Array.of(baseline),
      targets: 1,
      post_transform: 'NONE',
    },
    ML,
    'prediction',
  );
  graph.output('prediction');
  return graph.model(columns.metadata);
}
