import { ProtoWriter } from './protobuf.js';

// Field numbers and enums of onnx.proto (IR version 7, operators 13, ai.onnx.ml 2).
const IR_VERSION = 7;
const OPERATORS = 13;
const ML_OPERATORS = 2;
export const ML = 'ai.onnx.ml';

const FLOAT = 1;
const INT64 = 7;
const STRING = 8;

/** An attribute of a node. Typed arrays tell floats from ints; a bare number is an int. */
export type Attribute = number | string | readonly string[] | Float32Array | Int32Array;

function attribute(name: string, value: Attribute): ProtoWriter {
  const out = new ProtoWriter().text(1, name);
  if (typeof value === 'number') return out.int(3, value).int(20, 2);
  if (typeof value === 'string') return out.text(4, value).int(20, 3);
  if (value instanceof Float32Array) return out.floats(7, value).int(20, 6);
  if (value instanceof Int32Array) return out.ints(8, value).int(20, 7);
  for (const item of value) out.text(9, item);
  return out.int(20, 8);
}

function valueInfo(name: string, type: number, columns: number): ProtoWriter {
  const shape = new ProtoWriter()
    .message(1, new ProtoWriter().text(2, 'rows'))
    .message(1, new ProtoWriter().int(1, columns));
  const tensor = new ProtoWriter().int(1, type).message(2, shape);
  return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
}

/** A graph in the making. Values are called by their names. */
export class OnnxGraph {
  private readonly graph = new ProtoWriter();
  private names = 0;

  constructor(private readonly title: string) {}

  private fresh(what: string): string {
    return `${what}_${this.names++}`;
  }

  input(name: string, type: 'float' | 'string', columns: number): string {
    this.graph.message(11, valueInfo(name, type === 'float' ? FLOAT : STRING, columns));
    return name;
  }

  output(name: string): void {
    this.graph.message(12, valueInfo(name, FLOAT, 1));
  }

  floats(values: Float32Array, dims: readonly number[]): string {
    const name = this.fresh('constant');
    this.graph.message(5, new ProtoWriter().ints(1, dims).int(2, FLOAT).floats(4, values).text(8, name));
    return name;
  }

  indices(values: readonly number[]): string {
    const name = this.fresh('constant');
    const tensor = new ProtoWriter().ints(1, [values.length]).int(2, INT64).ints(7, values);
    this.graph.message(5, tensor.text(8, name));
    return name;
  }

  /** Adds a node with one output and returns the output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute | FloatAttribute>> = {},
    domain = '',
    output = this.fresh(operator),
  ): string {
    const out = new ProtoWriter();
    for (const input of inputs) out.text(1, input);
    out.text(2, output).text(3, output).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) {
      out.message(
        5,
        value instanceof FloatAttribute
          ? new ProtoWriter().text(1, name).float(2, value.value).int(20, 1)
          : attribute(name, value),
      );
    }
    if (domain !== '') out.text(7, domain);
    this.graph.message(1, out);
    return output;
  }

  /** The whole model file. */
  model(metadata: Readonly<Record<string, string>>): Uint8Array {
    this.graph.text(2, this.title);
    const out = new ProtoWriter().int(1, IR_VERSION).text(2, '@trackscope/learn').message(7, this.graph);
    out.message(8, new ProtoWriter().text(1, '').int(2, OPERATORS));
    out.message(8, new ProtoWriter().text(1, ML).int(2, ML_OPERATORS));
    for (const [key, value] of Object.entries(metadata)) {
      out.message(14, new ProtoWriter().text(1, key).text(2, value));
    }
    return out.done().slice();
  }
}

/** A single float as an attribute. */
export class FloatAttribute {
  constructor(readonly value: number) {}
}
