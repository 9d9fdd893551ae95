import { Arena } from '../../kernels/arena.js';
import { hasKernel } from '../../kernels/registry.js';
import { type GlassboxKernel, glassboxRuns, wasmKernel } from './kernel.js';
import { plainKernel } from './plain.js';

/** Codes that a column can have; a column's sums and steps are that many numbers. */
export const CODES = 256;

/** Columns that the kernel takes at a time. */
export const BLOCK = 4;

/** The memory of one boosting: columns, a number and a weight a row, and a block's steps and sums. */
export interface Space {
  readonly kernel: GlassboxKernel;
  readonly rows: number;
  /** The code of every row, column by column; those that there is room for but that are not there yet are 0. */
  readonly columns: readonly Uint8Array[];
  /** Address of a column that is 0 in every row. */
  readonly zero: number;
  /** Working residual of every row. */
  readonly values: Float64Array;
  /** Working weight of every row; 1 at first. */
  readonly weights: Float64Array;
  /** Room for weight × residual; undefined when weights are never other than 1. */
  readonly products: Float64Array | undefined;
  /** Steps and sums of a block, {@link CODES} numbers a column; sums have room for twice that. */
  readonly steps: Float64Array;
  readonly sums: Float64Array;
}

/** What a space is for. */
export interface SpacePlan {
  readonly columns: readonly Uint8Array[];
  /** Which rows of the columns, in which order; undefined for all as they stand. */
  readonly order: Uint32Array | undefined;
  readonly rows: number;
  readonly weighted: boolean;
  /** How many more columns may come. */
  readonly room: number;
  /** Whether the plain TypeScript kernel is to run even where WebAssembly could. */
  readonly plain: boolean;
}

/** Memory with the given columns in it. */
export function openSpace({ columns, order, rows, weighted, room, plain }: SpacePlan): Space {
  const arena = new Arena();
  const values = arena.reserve(rows * 8);
  const weights = arena.reserve(rows * 8);
  const products = weighted ? arena.reserve(rows * 8) : 0;
  const steps = arena.reserve(BLOCK * CODES * 8);
  const sums = arena.reserve(2 * BLOCK * CODES * 8);
  const zero = arena.reserve(rows);
  const at = Array.from({ length: columns.length + room }, () => arena.reserve(rows));
  const wasm = !plain && hasKernel('glassbox');
  glassboxRuns[wasm ? 'wasm' : 'plain']++;
  const memory = wasm ? arena.memory() : undefined;
  const buffer = memory ? memory.buffer : new ArrayBuffer(Math.ceil(arena.size / 8) * 8);
  const doubles = (address: number, count: number) => new Float64Array(buffer, address, count);
  return {
    kernel: memory ? wasmKernel(memory) : plainKernel(buffer),
    rows,
    columns: at.map((address, c) => {
      const to = new Uint8Array(buffer, address, rows);
      const from = columns[c];
      if (from && !order) to.set(from);
      else if (from && order) for (let i = 0; i < rows; i++) to[i] = from[order[i]!]!;
      return to;
    }),
    zero,
    values: doubles(values, rows),
    weights: doubles(weights, rows).fill(1),
    products: weighted ? doubles(products, rows) : undefined,
    steps: doubles(steps, BLOCK * CODES),
    sums: doubles(sums, 2 * BLOCK * CODES),
  };
}

/** Addresses of up to four columns, filled up with the one that is 0 throughout. */
function addresses({ columns, zero }: Space, block: readonly number[]): [number, number, number, number] {
  const at = (k: number) => (block[k] === undefined ? zero : columns[block[k]]!.byteOffset);
  return [at(0), at(1), at(2), at(3)];
}

/** Takes the steps of up to four columns off the residuals of all rows. */
export function takeSteps(space: Space, block: readonly number[]): void {
  const { kernel, values, rows, steps } = space;
  kernel.take(values.byteOffset, rows, ...addresses(space, block), steps.byteOffset);
}

/** Sums of weight × residual of the first rows, by the bins of up to four columns: into the space's sums. */
export function gatherSums(space: Space, block: readonly number[], rows: number): void {
  const { kernel, values, weights, products } = space;
  if (products) kernel.multiply(values.byteOffset, weights.byteOffset, rows, products.byteOffset);
  gather(space, products ?? values, block, rows);
}

function gather(space: Space, values: Float64Array, block: readonly number[], rows: number): void {
  const { kernel, sums } = space;
  kernel.gather(values.byteOffset, rows, ...addresses(space, block), sums.fill(0).byteOffset);
}

/** Sums of the weights of the first rows by bin, one list a column. */
export function gatherWeights(space: Space, columns: readonly number[], rows: number): Float64Array[] {
  const out: Float64Array[] = [];
  for (let at = 0; at < columns.length; at += BLOCK) {
    const block = columns.slice(at, at + BLOCK);
    gather(space, space.weights, block, rows);
    block.forEach((_, k) => {
      out.push(space.sums.slice(k * CODES, (k + 1) * CODES));
    });
  }
  return out;
}
