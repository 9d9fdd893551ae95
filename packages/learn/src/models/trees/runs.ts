/** How often each way of a kernel was taken in this thread: WebAssembly, or its twin in plain TypeScript. */
export const kernelRuns = { walkWasm: 0, walkPlain: 0, walkNodeByNode: 0, shapWasm: 0, shapPlain: 0 };
