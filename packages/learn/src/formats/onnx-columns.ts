import { LearnError } from '../errors.js';
import type { Schema } from '../table/table.js';
import { FloatAttribute, ML, type OnnxGraph } from './onnx-graph.js';

/** The inputs of a graph over a schema, and where each column is found in them. */
export interface OnnxColumns {
  /** Name of the float input, undefined without numeric columns. */
  readonly numeric: string | undefined;
  /** By column of the schema: its place in the input of its kind. */
  readonly places: readonly number[];
  /** Names of the columns of both inputs, for the model's metadata. */
  readonly metadata: Readonly<Record<string, string>>;
  /** A coded column's texts, one a row. */
  text(graph: OnnxGraph, column: number): string;
}

/** Declares the inputs `numeric` (float32) and `coded` (texts), each rows × its columns in the schema's order. */
export function onnxColumns(graph: OnnxGraph, schema: Schema): OnnxColumns {
  const numeric = schema.filter((column) => column.kind === 'numeric').map((column) => column.name);
  const coded = schema.filter((column) => column.kind === 'coded');
  const empty = coded.find((column) => column.kind === 'coded' && column.levels.length === 0);
  if (schema.length === 0 || empty) {
    throw new LearnError(
      'unsupported-model',
      empty ? `column "${empty.name}" has no categories` : 'the model has no columns',
    );
  }
  const codedNames = coded.map((column) => column.name);
  const places = schema.map((column) =>
    (column.kind === 'numeric' ? numeric : codedNames).indexOf(column.name),
  );
  const numbers = numeric.length > 0 ? graph.input('numeric', 'float', numeric.length) : undefined;
  const texts = codedNames.length > 0 ? graph.input('coded', 'string', codedNames.length) : undefined;
  return {
    numeric: numbers,
    places,
    metadata: { numeric: JSON.stringify(numeric), coded: JSON.stringify(codedNames) },
    text(g, column) {
      return g.node('Gather', [texts!, g.indices([places[column]!])], { axis: 1 });
    },
  };
}

/** A number for every level, and one for texts that are no level: rows × 1. */
export function onnxLevelNumbers(
  graph: OnnxGraph,
  text: string,
  levels: readonly string[],
  values: Float32Array,
  otherwise: number,
): string {
  return graph.node(
    'LabelEncoder',
    [text],
    { keys_strings: levels, values_floats: values, default_float: new FloatAttribute(otherwise) },
    ML,
  );
}

/** The code of every text, `levels.length` for texts that are no level: rows × 1. */
export function onnxCodes(graph: OnnxGraph, text: string, levels: readonly string[]): string {
  const values_int64s = Int32Array.from(levels, (_, code) => code);
  return graph.node(
    'LabelEncoder',
    [text],
    { keys_strings: levels, values_int64s, default_int64: levels.length },
    ML,
  );
}
