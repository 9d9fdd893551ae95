// onnxruntime-node 1.16.3 ships its types where Node's resolution does not look for them.
declare module 'onnxruntime-node' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: readonly number[]);
    constructor(type: 'string', data: readonly string[], dims: readonly number[]);
    readonly data: unknown;
    readonly dims: readonly number[];
  }
  export class InferenceSession {
    static create(model: Uint8Array): Promise<InferenceSession>;
    readonly inputNames: readonly string[];
    run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  }
}
