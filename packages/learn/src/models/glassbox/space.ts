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
  /** Address of every column, and of one that is 0 in every row. */
  readonly columns: readonly number[];
  readonly zero: number;
  /** Working residual of every row. */
  readonly values: Float64Array;
  /** Working weight of every row; undefined when all are 1. */
  readonly weights: Float64Array | undefined;
  /** Steps and sums of a block, {@link CODES} numbers a column, and sums that nobody reads. */
  readonly steps: Float64Array;
  readonly sums: Float64Array;
  readonly idle: Float64Array;
}

/** Which rows of the cells, in which order; undefined for all as they stand. */
export type RowOrder = Uint32Array | undefined;

/** Memory with the given columns in it. */
export function openSpace(
  columns: readonly Uint8Array[],
  rows: number,
  order: RowOrder,
  weighted: boolean,
  plain = false,
): Space {
  const arena = new Arena();
  const values = arena.reserve(rows * 8);
  const weights = weighted ? arena.reserve(rows * 8) : 0;
  const [steps, sums, idle] = [0, 1, 2].map(() => arena.reserve(BLOCK * CODES * 8)) as [
    number,
    number,
    number,
  ];
  const zero = arena.reserve(rows);
  const at = columns.map(() => arena.reserve(rows));
  const wasm = !plain && hasKernel('glassbox');
  glassboxRuns[wasm ? 'wasm' : 'plain']++;
  const memory = wasm ? arena.memory() : undefined;
  const buffer = memory ? memory.buffer : new ArrayBuffer(Math.ceil(arena.size / 8) * 8);
  columns.forEach((column, c) => {
    const to = new Uint8Array(buffer, at[c]!, rows);
    if (!order) to.set(column);
    else for (let i = 0; i < rows; i++) to[i] = column[order[i]!]!;
  });
  const doubles = (address: number, count: number) => new Float64Array(buffer, address, count);
  return {
    kernel: memory ? wasmKernel(memory) : plainKernel(buffer),
    rows,
    columns: at,
    zero,
    values: doubles(values, rows),
    weights: weighted ? doubles(weights, rows) : undefined,
    steps: doubles(steps, BLOCK * CODES),
    sums: doubles(sums, BLOCK * CODES),
    idle: doubles(idle, BLOCK * CODES),
  };
}

/** A block of up to four columns, filled up with the one that is 0 throughout. */
export type BlockColumns = readonly [number, number, number, number];

/** Takes the steps of one block off the residuals of rows `from` to `to`, and adds them up by the bins of the next. */
export function sweep(
  space: Space,
  before: BlockColumns,
  next: BlockColumns,
  from: number,
  to: number,
  sums: Float64Array,
): void {
  const { kernel, values, steps, weights } = space;
  const [p0, p1, p2, p3] = before;
  const [c0, c1, c2, c3] = next;
  sums.fill(0);
  const at = values.byteOffset;
  const [u, h] = [steps.byteOffset, sums.byteOffset];
  if (weights) kernel.passWeighted(at, from, to, p0, p1, p2, p3, u, c0, c1, c2, c3, h, weights.byteOffset);
  else kernel.pass(at, from, to, p0, p1, p2, p3, u, c0, c1, c2, c3, h);
}
