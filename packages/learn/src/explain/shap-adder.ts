import { shap as shapWasm } from '../generated/shap.js';
import { Arena } from '../kernels/arena.js';
import { loadKernelNow } from '../kernels/load-now.js';
import { instantiateKernel } from '../kernels/registry.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { kernelRuns } from '../models/trees/runs.js';
import { PlainShap } from './shap-plain.js';
import { writeProgram } from './shap-program.js';
import type { TreePlans } from './tree-plans.js';

/** Adds the SHAP values of trees for a batch of rows. */
export interface ShapAdder {
  /** Rows that a batch may have. */
  readonly capacity: number;
  /** Takes the slots of `count` rows, `stride` each. */
  rows(rows: Float32Array, count: number, stride: number): void;
  /** Adds a tree that has splits. */
  tree(tree: number): void;
  /** Moves what has gathered (rows × columns) to `sums`, from `at` on. */
  collect(sums: Float32Array, at: number): void;
}

interface ShapExports {
  shapTree(
    root: number,
    points: number,
    blocks: number,
    blockBytes: number,
    blockCount: number,
    features: number,
    scratch: number,
    out: number,
  ): void;
}

const KEPT_BYTES = 1 << 26;
const SLOT_BYTES = 1 << 24;
const KEPT_ROWS = 1024;

const kept = new WeakMap<TreeEnsemble, ShapAdder>();

/** The adder in plain TypeScript. */
export function plainAdder(ensemble: TreeEnsemble, plans: TreePlans): ShapAdder {
  const columns = plans.levels.length;
  let rows = new Float32Array(0) as Float32Array;
  let count = 0;
  let stride = 0;
  let out = new Float64Array(0);
  return {
    capacity: KEPT_ROWS,
    rows(given, n, width) {
      rows = given;
      count = n;
      stride = width;
      if (out.length === 0) out = new Float64Array(n * columns);
    },
    tree(tree) {
      const shape = plans.shapes[tree]!;
      const words = new Int32Array(shape.words);
      const floats = new Float32Array(words.buffer);
      writeProgram(ensemble, tree, plans.plan(tree), shape.points, words, floats, 0, 0);
      new PlainShap(words, floats, shape.points, shape.levels, columns, rows, out).run(count, stride);
      kernelRuns.shapPlain++;
    },
    collect(sums, at) {
      sums.set(out, at);
      out = new Float64Array(0);
    },
  };
}

/** Rows of slots put lane by lane: four rows a block, four numbers a slot. */
export function interleave(rows: Float32Array, count: number, stride: number, out: Float32Array): void {
  for (let row = 0; row < count; row++) {
    const block = (row >> 2) * stride * 4 + (row & 3);
    for (let slot = 0; slot < stride; slot++) out[block + 4 * slot] = rows[row * stride + slot]!;
  }
}

function wasmAdder(ensemble: TreeEnsemble, plans: TreePlans, rowCount: number): ShapAdder {
  const columns = plans.levels.length;
  let frame = 0;
  let slotCount = 1;
  let words = 0;
  let mostWords = 0;
  plans.shapes.forEach((shape, tree) => {
    frame = Math.max(frame, (shape.levels + 2) * shape.points * 32);
    if (shape.levels > 0) slotCount = Math.max(slotCount, plans.plan(tree).slots.count);
    words += Math.ceil(shape.words / 16) * 16;
    mostWords = Math.max(mostWords, shape.words);
  });
  const keep = words * 4 <= KEPT_BYTES;
  const fits = Math.max(4, Math.floor(SLOT_BYTES / 16 / slotCount) * 4);
  const capacity = Math.min(keep ? KEPT_ROWS : Math.max(4, rowCount), fits);
  const blocks = Math.ceil(capacity / 4);
  const arena = new Arena();
  const programs = arena.reserve((keep ? words : mostWords) * 4);
  const slots = arena.reserve(blocks * slotCount * 16);
  const scratch = arena.reserve(columns * 32 + frame);
  const out = arena.reserve(blocks * columns * 32);
  const memory = arena.memory();
  const kernel = instantiateKernel<ShapExports>('shap', memory);
  const ints = new Int32Array(memory.buffer);
  const floats = new Float32Array(memory.buffer);
  // 0 where the tree's program is not there
  const roots = new Uint32Array(plans.shapes.length);
  let next = programs;
  let count = 0;
  let stride = 0;
  function program(tree: number): number {
    if (roots[tree]! > 0) return roots[tree]!;
    const shape = plans.shapes[tree]!;
    const at = keep ? next : programs;
    writeProgram(ensemble, tree, plans.plan(tree), shape.points, ints, floats, at / 4, at);
    if (keep) {
      roots[tree] = at;
      next += Math.ceil(shape.words / 16) * 64;
    }
    return at;
  }
  const adder: ShapAdder = {
    capacity,
    rows(rows, n, width) {
      count = n;
      stride = width;
      interleave(rows, n, width, floats.subarray(slots / 4));
    },
    tree(tree) {
      const { points } = plans.shapes[tree]!;
      kernel.shapTree(program(tree), points, slots, stride * 16, Math.ceil(count / 4), columns, scratch, out);
      kernelRuns.shapWasm++;
    },
    collect(sums, at) {
      const got = new Float64Array(memory.buffer, out, Math.ceil(count / 4) * columns * 4);
      for (let row = 0; row < count; row++) {
        const block = (row >> 2) * columns * 4 + (row & 3);
        for (let c = 0; c < columns; c++) sums[at + row * columns + c] = got[block + 4 * c]!;
      }
      got.fill(0);
    },
  };
  if (keep) kept.set(ensemble, adder);
  return adder;
}

/**
 * The adder for an ensemble: WebAssembly, or plain TypeScript where there is none (or when asked). What it wrote about
 * the trees stays as long as the ensemble if it is under 64 MiB, so that one row after another is explained fast.
 */
export function shapAdder(
  ensemble: TreeEnsemble,
  plans: TreePlans,
  rowCount: number,
  plain: boolean,
): ShapAdder {
  if (plain || !loadKernelNow('shap', shapWasm)) return plainAdder(ensemble, plans);
  return kept.get(ensemble) ?? wasmAdder(ensemble, plans, rowCount);
}
