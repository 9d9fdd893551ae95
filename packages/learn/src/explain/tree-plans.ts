import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { SlotPlan } from '../models/trees/slots.js';
import { type Schema, schemaOf, type Table } from '../table/table.js';
import { shapeOf, type TreeShape } from './shap-program.js';

/** What explaining needs to know of an ensemble, whatever the rows. */
export interface TreePlans {
  readonly levels: readonly number[];
  readonly shapes: readonly TreeShape[];
  /** The one plan for all trees, if there is one. */
  readonly shared: SlotPlan | undefined;
  /** The slots for a tree: one plan for all trees where they want few different sets, else a plan a tree. */
  plan(tree: number): SlotPlan;
}

const known = new WeakMap<TreeEnsemble, TreePlans>();

function levelsOf(data: Table): number[] {
  return data.columns.map((column) => (column.kind === 'coded' ? column.levels.length : -1));
}

function checkAligned(ensemble: TreeEnsemble, data: Table): void {
  const columns = data.columns.length;
  for (let node = 0; node < ensemble.feature.length; node++) {
    const wanted = ensemble.feature[node]!;
    if (wanted < 0) continue;
    const found = data.columns[wanted];
    if (found === undefined || (found.kind === 'coded') !== ensemble.setStart[node]! >= 0) {
      throw new LearnError(
        'not-aligned',
        `the trees split on column ${wanted}, the table has ${columns}; align it to the model's schema`,
      );
    }
  }
}

/**
 * The plans of an ensemble, made at the first call and kept as long as the ensemble.
 * @throws LearnError `not-aligned`, `too-deep`
 */
export function treePlans(ensemble: TreeEnsemble, data: Table): TreePlans {
  const levels = levelsOf(data);
  const found = known.get(ensemble);
  if (found) {
    if (found.levels.length === levels.length && levels.every((n, i) => n === found.levels[i])) return found;
    throw new LearnError(
      'not-aligned',
      `the table has other columns than at the first call; align it to the model's schema`,
    );
  }
  checkAligned(ensemble, data);
  const schema: Schema = schemaOf(data);
  const whole = SlotPlan.of(ensemble, schema);
  const seen = new Int32Array(schema.length);
  const { treeStarts } = ensemble;
  const shapes: TreeShape[] = [];
  for (let tree = 0; tree + 1 < treeStarts.length; tree++) shapes.push(shapeOf(ensemble, tree, seen));
  const plans: TreePlans = {
    levels,
    shapes,
    shared: whole,
    plan(tree) {
      return (
        whole ??
        SlotPlan.of(ensemble, schema, treeStarts[tree], treeStarts[tree + 1], Number.POSITIVE_INFINITY)!
      );
    },
  };
  known.set(ensemble, plans);
  return plans;
}
