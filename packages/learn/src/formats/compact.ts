import { LearnError } from '../errors.js';
import { r2 } from '../evaluate/metrics.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { pickTrees } from '../models/trees/pick-trees.js';
import { predictEnsemble } from '../models/trees/predict.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { Schema, Table } from '../table/table.js';
import { readCompact } from './compact-decode.js';
import { encodeDraft, headBytes, leafBitsOf, treeBits } from './compact-encode.js';
import { prune } from './compact-prune.js';
import { type Draft, innerBits, splitTables } from './compact-tables.js';

export interface CompactOptions {
  /** The most that the bytes may be. */
  readonly maxBytes: number;
  readonly schema: Schema;
  /** Rows, aligned to the schema, on which the cost is measured and the way of saving chosen; some hundreds do. */
  readonly data: Table;
  /** What the rows should be predicted as, for R² in the cost. */
  readonly target?: ArrayLike<number>;
  /** Keep covers (to about 3 %), which SHAP values need. Default true. */
  readonly covers?: boolean;
}

/** What the small form costs, on the given rows. */
export interface CompactCost {
  readonly bytes: number;
  readonly trees: { readonly before: number; readonly after: number };
  readonly leaves: { readonly before: number; readonly after: number };
  /** Bits that a leaf's value is kept in. */
  readonly leafBits: number;
  /** False when thresholds were moved to one of at most so many a column. */
  readonly exactThresholds: boolean;
  /** Largest and mean absolute change of a prediction. */
  readonly largestChange: number;
  readonly meanChange: number;
  /** With a target. */
  readonly r2: { readonly before: number; readonly after: number } | undefined;
}

export interface CompactEnsemble {
  /** To be read by {@link readCompact}. */
  readonly bytes: Uint8Array;
  /** What the bytes hold. */
  readonly ensemble: TreeEnsemble;
  readonly cost: CompactCost;
}

const LEAF_BITS = [16, 12, 10, 8] as const;

/** The trees evenly spaced: neighbours of a boosted ensemble are alike, those of a forest are all the same. */
function spaced(ensemble: TreeEnsemble, trees: number): TreeEnsemble {
  const all = ensemble.treeStarts.length - 1;
  if (trees === all) return ensemble;
  return pickTrees(
    ensemble,
    Array.from({ length: trees }, (_, i) => Math.floor(((i + 0.5) * all) / trees)),
  );
}

function draftOf(ensemble: TreeEnsemble, schema: Schema): Draft {
  return {
    ensemble,
    schema,
    trees: ensemble.treeStarts.length - 1,
    left: ensemble.left.slice(),
    right: ensemble.right.slice(),
    value: ensemble.value.slice(),
    base: Math.fround(ensemble.base),
  };
}

/** The draft scaled, by least squares on the rows, to predict what is wanted: it has lost branches or trees. */
function rescaled(draft: Draft, data: Table, wanted: Float64Array): Draft {
  const { left, right, value, base } = draft;
  const found = predictEnsemble({ ...draft.ensemble, left, right, value, base }, data);
  const { slope, offset } = line(found, wanted);
  return { ...draft, value: value.map((v) => v * slope), base: Math.fround(base * slope + offset) };
}

/** wanted ≈ slope × found + offset. */
function line(found: Float64Array, wanted: Float64Array): { slope: number; offset: number } {
  const n = found.length;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    meanX += found[i]! / n;
    meanY += wanted[i]! / n;
  }
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    xx += (found[i]! - meanX) ** 2;
    xy += (found[i]! - meanX) * (wanted[i]! - meanY);
  }
  const slope = xx > 0 ? xy / xx : 1;
  return { slope, offset: meanY - slope * meanX };
}

interface Plan {
  readonly trees: number;
  readonly leafBits: number;
  /** Thresholds a column, at most. */
  readonly thresholds: number;
  /** Whether branches may be cut off. */
  readonly cut: boolean;
}

/** Follows a plan; undefined when it does not lead to a form that is small enough. */
function follow(
  plan: Plan,
  wanted: Float64Array,
  ensemble: TreeEnsemble,
  options: CompactOptions,
): CompactEnsemble | undefined {
  const { maxBytes, schema, data, covers = true } = options;
  const precision = { leafBits: plan.leafBits, covers };
  let draft = draftOf(spaced(ensemble, plan.trees), schema);
  let tables = splitTables(draft, plan.thresholds);
  let room = maxBytes - headBytes(draft, tables);
  let bits = treeBits(draft, tables, precision);
  const cut = Math.ceil(bits / 8) > room;
  if (cut && !plan.cut) return undefined;
  // tables shrink with the branches that needed them, and not always enough: so cut, look, and cut on
  while (Math.ceil(bits / 8) > room) {
    const excess = Math.min(bits - Math.max(0, room) * 8, Math.ceil(bits / 2));
    if (prune(draft, excess, innerBits(draft, tables), leafBitsOf(precision)) === 0) return undefined;
    tables = splitTables(draft, plan.thresholds);
    room = maxBytes - headBytes(draft, tables);
    bits = treeBits(draft, tables, precision);
  }
  if (cut || plan.trees < ensemble.treeStarts.length - 1) draft = rescaled(draft, data, wanted);
  const bytes = encodeDraft(draft, tables, precision);
  const { ensemble: small } = readCompact(bytes);
  return {
    bytes,
    ensemble: small,
    cost: costOf(small, bytes, plan, tables.exact, wanted, ensemble, options),
  };
}

function costOf(
  small: TreeEnsemble,
  bytes: Uint8Array,
  plan: Plan,
  exactThresholds: boolean,
  wanted: Float64Array,
  ensemble: TreeEnsemble,
  { data, target }: CompactOptions,
): CompactCost {
  const found = predictEnsemble(small, data);
  let largestChange = 0;
  let meanChange = 0;
  for (let row = 0; row < data.rows; row++) {
    const change = Math.abs(found[row]! - wanted[row]!);
    largestChange = Math.max(largestChange, change);
    meanChange += change / data.rows;
  }
  return {
    bytes: bytes.length,
    trees: { before: ensemble.treeStarts.length - 1, after: plan.trees },
    leaves: { before: countLeaves(ensemble), after: countLeaves(small) },
    leafBits: plan.leafBits,
    exactThresholds,
    largestChange,
    meanChange,
    r2: target && { before: r2(target, wanted), after: r2(target, found) },
  };
}

function countLeaves(ensemble: TreeEnsemble): number {
  let leaves = 0;
  for (const left of ensemble.left) if (left < 0) leaves++;
  return leaves;
}

/** The bytes of one tree that is a leaf. */
function smallest(options: CompactOptions, ensemble: TreeEnsemble): number {
  const { schema, covers = true } = options;
  const draft: Draft = {
    ensemble,
    schema,
    trees: 1,
    left: new Int32Array(ensemble.treeStarts[1] ?? 0).fill(-1),
    right: new Int32Array(ensemble.treeStarts[1] ?? 0).fill(-1),
    value: new Float32Array(ensemble.treeStarts[1] ?? 0),
    base: 0,
  };
  const tables = splitTables(draft, 1);
  return headBytes(draft, tables) + Math.ceil(treeBits(draft, tables, { leafBits: 8, covers }) / 8);
}

/**
 * A small form of an ensemble, for the browser: thresholds and sets named by number, leaves in few bits. If the budget
 * asks for more, the weakest splits are cut off from below and, where that changes predictions less, trees left out at
 * the end and the rest rescaled; what changes the predictions of the given rows least (on average) is kept. The budget
 * always holds.
 * @throws LearnError `bad-option`, `bad-model`, `target-length`; `too-small` when no form is that small, with the smallest
 *   that can be had
 */
export function compactEnsemble(ensemble: TreeEnsemble, options: CompactOptions): CompactEnsemble {
  const { maxBytes, schema, data, target } = options;
  if (!(maxBytes > 0))
    throw new LearnError('bad-option', `maxBytes: expected more than 0, found ${maxBytes}`);
  if (data.rows === 0)
    throw new LearnError('bad-option', 'data: expected rows to measure the cost on, found none');
  if (target && target.length !== data.rows) {
    throw new LearnError('target-length', `expected ${data.rows} targets (the rows), found ${target.length}`);
  }
  validateEnsemble(ensemble, schema);
  const all = ensemble.treeStarts.length - 1;
  const least = smallest(options, ensemble);
  if (least > maxBytes || all === 0) {
    throw new LearnError(
      'too-small',
      all === 0
        ? 'the ensemble has no trees'
        : `no form of the model fits in ${maxBytes} bytes; the smallest takes ${least}`,
    );
  }
  const wanted = predictEnsemble(ensemble, data);
  for (const leafBits of LEAF_BITS) {
    const plan = { trees: all, leafBits, thresholds: Number.POSITIVE_INFINITY, cut: false };
    const whole = follow(plan, wanted, ensemble, options);
    if (whole) return whole;
  }
  let best: CompactEnsemble | undefined;
  let chosen: Plan | undefined;
  function offer(plan: Plan): boolean {
    const found = follow(plan, wanted, ensemble, options);
    if (!found || (best && best.cost.meanChange <= found.cost.meanChange)) return false;
    best = found;
    chosen = plan;
    return true;
  }
  for (const thresholds of [Number.POSITIVE_INFINITY, 1024, 256, 64, 16]) {
    offer({ trees: all, leafBits: 8, thresholds, cut: true });
  }
  if (chosen) offer({ ...chosen, leafBits: 10 });
  const start = chosen ?? { trees: all, leafBits: 8, thresholds: 16, cut: true };
  let misses = 0;
  for (let trees = all; trees > 1 && misses < 2; ) {
    trees = Math.max(1, Math.floor(trees * 0.6));
    if (!offer({ ...start, trees }) && best) misses++;
  }
  best ??= follow({ trees: 1, leafBits: 8, thresholds: 1, cut: true }, wanted, ensemble, options);
  if (!best) {
    throw new LearnError(
      'too-small',
      `no form of the model fits in ${maxBytes} bytes; the smallest takes ${least}`,
    );
  }
  return best;
}
