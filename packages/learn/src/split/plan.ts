import { LearnError } from '../errors.js';

/** Rows to learn from and rows to judge by: indices into one table. */
export interface Fold {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** How rows are divided, as data: made once, shown, checked, stored, and used by every model alike. */
export interface SplitPlan {
  /** `train-test`, `k-fold`, `group-k-fold`, `stratified-k-fold`, or a word of the caller's own. */
  readonly kind: string;
  /** Rows of the table that the plan is for. */
  readonly rows: number;
  /** Groups that are kept whole; 0 when rows are divided one by one. */
  readonly groups: number;
  /** The seed of the draw; null when nothing was drawn. */
  readonly seed: number | null;
  readonly folds: readonly Fold[];
}

/**
 * One line on the plan and one on each fold.
 * @example
 * group-k-fold: 3 folds of 9 rows in 4 groups, seed 7
 *   fold 1: 6 rows to learn from, 3 held out
 */
export function describePlan(plan: SplitPlan): string {
  const folds = plan.folds.length === 1 ? '1 fold' : `${plan.folds.length} folds`;
  const groups = plan.groups > 0 ? ` in ${plan.groups} groups` : '';
  const seed = plan.seed === null ? 'not shuffled' : `seed ${plan.seed}`;
  const lines = plan.folds.map(
    ({ train, test }, i) => `  fold ${i + 1}: ${train.length} rows to learn from, ${test.length} held out`,
  );
  return [`${plan.kind}: ${folds} of ${plan.rows} rows${groups}, ${seed}`, ...lines].join('\n');
}

/** What a plan is checked against. */
export interface PlanCheck {
  /** The group of each row; given, no group may be on both sides of a fold. */
  readonly groups?: ArrayLike<number> | ArrayLike<string>;
  /** Whether every row must be held out exactly once. Default: true for plans of two folds or more. */
  readonly everyRowOnce?: boolean;
}

/**
 * Checks a plan, whoever made it: indices within the table, no fold empty on either side, no row twice in a fold or on
 * both sides of it, every row held out exactly once, no group on both sides.
 * @throws LearnError `bad-plan`, naming fold and row
 */
export function checkPlan(plan: SplitPlan, check: PlanCheck = {}): void {
  const { rows, folds } = plan;
  const { groups, everyRowOnce = folds.length > 1 } = check;
  if (folds.length === 0) throw badPlan('it has no folds');
  if (groups && groups.length !== rows)
    throw badPlan(`it is for ${rows} rows, the groups for ${groups.length}`);
  const heldOut = new Uint32Array(rows);
  folds.forEach(({ train, test }, i) => {
    const fold = `fold ${i + 1}`;
    if (train.length === 0) throw badPlan(`${fold} has no rows to learn from`);
    if (test.length === 0) throw badPlan(`${fold} holds out no rows`);
    const side = new Uint8Array(rows);
    for (const row of train) {
      if (!(row < rows)) throw badPlan(`${fold} has row ${row}, the table ends at ${rows - 1}`);
      if (side[row] !== 0) throw badPlan(`${fold} learns from row ${row} twice`);
      side[row] = 1;
    }
    for (const row of test) {
      if (!(row < rows)) throw badPlan(`${fold} has row ${row}, the table ends at ${rows - 1}`);
      if (side[row] === 1) throw badPlan(`${fold} has row ${row} on both sides`);
      if (side[row] === 2) throw badPlan(`${fold} holds out row ${row} twice`);
      side[row] = 2;
      heldOut[row]++;
    }
    if (groups) checkGroups(fold, train, test, groups);
  });
  if (!everyRowOnce) return;
  const wrong = heldOut.findIndex((times) => times !== 1);
  if (wrong >= 0) throw badPlan(`row ${wrong} is held out ${heldOut[wrong]} times, expected once`);
}

function checkGroups(
  fold: string,
  train: Uint32Array,
  test: Uint32Array,
  groups: ArrayLike<number> | ArrayLike<string>,
): void {
  const learned = new Set<number | string>();
  for (const row of train) learned.add(groups[row]);
  for (const row of test) {
    if (learned.has(groups[row]))
      throw badPlan(`${fold} has group ${groups[row]} on both sides, seen at row ${row}`);
  }
}

function badPlan(what: string): LearnError {
  return new LearnError('bad-plan', `the split plan is unsound: ${what}`);
}

/** The rows that are not held out, in order. */
export function complement(rows: number, heldOut: Uint32Array): Uint32Array {
  const out = new Uint8Array(rows);
  for (const row of heldOut) out[row] = 1;
  const rest = new Uint32Array(rows - heldOut.length);
  let at = 0;
  for (let row = 0; row < rows; row++) if (out[row] === 0) rest[at++] = row;
  return rest;
}
