import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { reachedNodes } from '../models/trees/reached.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { Schema } from '../table/table.js';
import type { Link } from './objective.js';
import { onnxCodes, onnxColumns } from './onnx-columns.js';
import { ML, OnnxGraph } from './onnx-graph.js';

/** Trees to write as ONNX. */
export interface OnnxTrees {
  readonly ensemble: TreeEnsemble;
  readonly schema: Schema;
  /** What turns the sum into the prediction: `logit` by the logistic function, `log` by exp. Default `identity`. */
  readonly link?: Link;
}

/** The different sets of every coded column, and where their membership stands among the features. */
class SetFeatures {
  private readonly places: Map<string, number>[];
  private readonly starts: number[][];

  constructor(
    private readonly ensemble: TreeEnsemble,
    private readonly schema: Schema,
    private next: number,
  ) {
    this.places = schema.map(() => new Map());
    this.starts = schema.map(() => []);
  }

  /** The feature that tells whether a row is in the set of a node; its place is given as it is first asked for. */
  private key(column: number, start: number): string {
    const own = this.schema[column]!;
    const words = own.kind === 'coded' ? Math.ceil(own.levels.length / 32) : 0;
    return this.ensemble.setWords.subarray(start, start + words).join(',');
  }

  collect(): void {
    const { ensemble, schema } = this;
    for (let column = 0; column < schema.length; column++) {
      if (schema[column]!.kind !== 'coded') continue;
      const seen = this.places[column]!;
      for (let node = 0; node < ensemble.feature.length; node++) {
        if (ensemble.feature[node] !== column || ensemble.left[node] === -1) continue;
        const key = this.key(column, ensemble.setStart[node]!);
        if (seen.has(key)) continue;
        seen.set(key, this.next++);
        this.starts[column]!.push(ensemble.setStart[node]!);
      }
    }
  }

  feature(node: number): number {
    const column = this.ensemble.feature[node]!;
    return this.places[column]!.get(this.key(column, this.ensemble.setStart[node]!))!;
  }

  /** For every level, and for other texts at the end (NaN): 1 in the set, 0 not. (levels + 1) × sets. */
  memberships(column: number): Float32Array | undefined {
    const own = this.schema[column]!;
    const starts = this.starts[column]!;
    if (own.kind !== 'coded' || starts.length === 0) return undefined;
    const values = new Float32Array((own.levels.length + 1) * starts.length).fill(Number.NaN);
    starts.forEach((start, set) => {
      for (let code = 0; code < own.levels.length; code++) {
        values[code * starts.length + set] =
          (this.ensemble.setWords[start + (code >> 5)]! >>> (code & 31)) & 1;
      }
    });
    return values;
  }

  count(column: number): number {
    return this.starts[column]!.length;
  }
}

/** The attributes of the TreeEnsembleRegressor. */
function treeAttributes(
  ensemble: TreeEnsemble,
  schema: Schema,
  places: readonly number[],
  sets: SetFeatures,
) {
  const kept: Int32Array[] = [];
  let nodes = 0;
  let leaves = 0;
  for (let tree = 0; tree + 1 < ensemble.treeStarts.length; tree++) {
    const ids = reachedNodes(ensemble, tree);
    kept.push(ids);
    nodes += ids.length;
    leaves += (ids.length + 1) / 2;
  }
  const treeIds = new Int32Array(nodes);
  const nodeIds = new Int32Array(nodes);
  const features = new Int32Array(nodes);
  const values = new Float32Array(nodes);
  const trueIds = new Int32Array(nodes);
  const falseIds = new Int32Array(nodes);
  const tracks = new Int32Array(nodes);
  const modes: string[] = [];
  const targetTrees = new Int32Array(leaves);
  const targetNodes = new Int32Array(leaves);
  const weights = new Float32Array(leaves);
  let at = 0;
  let leaf = 0;
  kept.forEach((ids, tree) => {
    const start = ensemble.treeStarts[tree]!;
    for (const node of ids) {
      treeIds[at] = tree;
      nodeIds[at] = node - start;
      if (ensemble.left[node] === -1) {
        modes.push('LEAF');
        targetTrees[leaf] = tree;
        targetNodes[leaf] = node - start;
        weights[leaf++] = ensemble.value[node]!;
      } else {
        const column = ensemble.feature[node]!;
        const coded = schema[column]!.kind === 'coded';
        modes.push('BRANCH_LT');
        features[at] = coded ? sets.feature(node) : places[column]!;
        values[at] = coded ? 0.5 : ensemble.threshold[node]!;
        trueIds[at] = ensemble.left[node]! - start;
        falseIds[at] = ensemble.right[node]! - start;
        tracks[at] = ensemble.defaultLeft[node]!;
      }
      at++;
    }
  });
  return {
    n_targets: 1,
    aggregate_function: 'SUM',
    base_values: Float32Array.of(ensemble.base),
    nodes_treeids: treeIds,
    nodes_nodeids: nodeIds,
    nodes_featureids: features,
    nodes_values: values,
    nodes_modes: modes,
    nodes_truenodeids: trueIds,
    nodes_falsenodeids: falseIds,
    nodes_missing_value_tracks_true: tracks,
    target_treeids: targetTrees,
    target_nodeids: targetNodes,
    target_ids: new Int32Array(leaves),
    target_weights: weights,
  };
}

/** Trees as a TreeEnsembleRegressor: numeric columns as they are, and one feature for every set that a split asks for. */
export function treesToOnnx(model: OnnxTrees): Uint8Array {
  const { ensemble, schema, link = 'identity' } = model;
  validateEnsemble(ensemble, schema);
  const graph = new OnnxGraph('trees');
  const columns = onnxColumns(graph, schema);
  const numericCount = schema.filter((column) => column.kind === 'numeric').length;
  const sets = new SetFeatures(ensemble, schema, numericCount);
  sets.collect();
  const parts = columns.numeric === undefined ? [] : [columns.numeric];
  schema.forEach((column, i) => {
    const values = sets.memberships(i);
    if (column.kind !== 'coded' || values === undefined) return;
    const table = graph.floats(values, [column.levels.length + 1, sets.count(i)]);
    const codes = graph.node('Squeeze', [
      onnxCodes(graph, columns.text(graph, i), column.levels),
      graph.indices([1]),
    ]);
    parts.push(graph.node('Gather', [table, codes], { axis: 0 }));
  });
  if (parts.length === 0) {
    // no column is asked anything: the trees still want a row of features for every row
    const first = schema[0]!;
    if (first.kind === 'coded') {
      const zeros = new Float32Array(first.levels.length + 1);
      const codes = onnxCodes(graph, columns.text(graph, 0), first.levels);
      parts.push(graph.node('Gather', [graph.floats(zeros, [zeros.length]), codes], { axis: 0 }));
    }
  }
  const features = parts.length === 1 ? parts[0]! : graph.node('Concat', parts, { axis: 1 });
  const attributes = treeAttributes(ensemble, schema, columns.places, sets);
  const output = 'prediction';
  if (link === 'identity') {
    graph.node('TreeEnsembleRegressor', [features], attributes, ML, output);
  } else {
    const sum = graph.node('TreeEnsembleRegressor', [features], attributes, ML);
    graph.node(link === 'logit' ? 'Sigmoid' : 'Exp', [sum], {}, '', output);
  }
  graph.output(output);
  return graph.model(columns.metadata);
}
