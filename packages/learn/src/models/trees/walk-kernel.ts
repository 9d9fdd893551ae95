import { predict as predictWasm } from '../../generated/predict.js';
import { Arena } from '../../kernels/arena.js';
import { loadKernelNow } from '../../kernels/load-now.js';
import { instantiateKernel } from '../../kernels/registry.js';
import type { Layout } from './layout.js';
import { kernelRuns } from './runs.js';
import { plainWalkRow, plainWalkRows } from './walk-plain.js';

const BLOCK_BYTES = 1 << 18;

/** A layout made ready to be walked: rows are written to `rows`, block by block, and walked. */
export interface Walker {
  readonly layout: Layout;
  readonly wasm: boolean;
  /** Rows in a block, a multiple of 8. */
  readonly block: number;
  readonly rows: Float32Array;
  /** Adds trees `from` to `to` of the first `count` rows of the block to `sums`, which holds `block` items. */
  readonly sums: Float32Array;
  walkRows(from: number, to: number, count: number): void;
  /** The sum for the first row of the block. */
  walkRow(from: number, to: number, sum: number): number;
}

export interface PredictExports {
  walkRows(
    nodes: number,
    starts: number,
    steps: number,
    from: number,
    to: number,
    rows: number,
    stride: number,
    count: number,
    childBits: number,
    sums: number,
  ): void;
  walkRow(
    nodes: number,
    starts: number,
    steps: number,
    from: number,
    to: number,
    row: number,
    childBits: number,
    sum: number,
  ): number;
}

/** Where the kernel finds things. */
export interface WalkAddresses {
  readonly nodes: number;
  readonly starts: number;
  readonly steps: number;
  readonly rows: number;
  readonly sums: number;
}

/** A shared memory that holds a layout and room for `rows` rows. Throws where there is none. */
export function walkMemory(layout: Layout, rows: number): { memory: WebAssembly.Memory; at: WalkAddresses } {
  const arena = new Arena();
  const at = {
    nodes: arena.reserve(layout.nodes.byteLength),
    starts: arena.reserve(layout.starts.byteLength),
    steps: arena.reserve(layout.steps.byteLength),
    rows: arena.reserve(rows * layout.slots.count * 4),
    sums: arena.reserve(rows * 4),
  };
  const memory = arena.memory();
  new Uint32Array(memory.buffer, at.nodes, layout.nodes.length).set(layout.nodes);
  new Uint32Array(memory.buffer, at.starts, layout.trees).set(layout.starts);
  new Uint32Array(memory.buffer, at.steps, layout.trees).set(layout.steps);
  return { memory, at };
}

/** Whether the walk runs as WebAssembly here. */
export function hasWalkKernel(): boolean {
  return loadKernelNow('predict', predictWasm);
}

/** A walker in WebAssembly, or in plain TypeScript where there is none (or when asked). */
export function makeWalker(layout: Layout, plain = false): Walker {
  const stride = layout.slots.count;
  const block = Math.min(4096, Math.max(8, Math.floor(BLOCK_BYTES / 4 / stride / 8) * 8));
  if (!plain && hasWalkKernel()) {
    try {
      return wasmWalker(layout, block);
    } catch {
      // no memory of that kind left: the plain walk needs none
    }
  }
  const rows = new Float32Array(block * stride);
  const sums = new Float32Array(block);
  return {
    layout,
    wasm: false,
    block,
    rows,
    sums,
    walkRows(from, to, count) {
      kernelRuns.walkPlain++;
      plainWalkRows(layout, from, to, rows, count, sums);
    },
    walkRow(from, to, sum) {
      kernelRuns.walkPlain++;
      return plainWalkRow(layout, from, to, rows, sum);
    },
  };
}

function wasmWalker(layout: Layout, block: number): Walker {
  const { memory, at } = walkMemory(layout, block);
  const kernel = instantiateKernel<PredictExports>('predict', memory);
  const { nodes, starts, steps, rows, sums } = at;
  const stride = layout.slots.count;
  return {
    // the nodes live in the memory now
    layout: { ...layout, nodes: new Uint32Array(memory.buffer, nodes, layout.nodes.length) },
    wasm: true,
    block,
    rows: new Float32Array(memory.buffer, rows, block * stride),
    sums: new Float32Array(memory.buffer, sums, block),
    walkRows(from, to, count) {
      kernelRuns.walkWasm++;
      const padded = Math.ceil(count / 8) * 8;
      kernel.walkRows(nodes, starts, steps, from, to, rows, stride * 4, padded, layout.childBits, sums);
    },
    walkRow(from, to, sum) {
      kernelRuns.walkWasm++;
      return kernel.walkRow(nodes, starts, steps, from, to, rows, layout.childBits, sum);
    },
  };
}
