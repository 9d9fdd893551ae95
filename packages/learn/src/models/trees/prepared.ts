import { LearnError } from '../../errors.js';
import type { Schema, Table } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';
import { type Layout, layOut } from './layout.js';
import { makeWalker, type Walker } from './walk-kernel.js';

interface Prepared {
  readonly levels: readonly number[];
  readonly walker: Walker | undefined;
}

const prepared = new WeakMap<TreeEnsemble, Prepared>();

function levelsOf(schema: Schema | Table['columns']): number[] {
  return schema.map((column) => (column.kind === 'coded' ? column.levels.length : -1));
}

/** Refuses a table that is not in the order and coding that the ensemble was prepared for. */
function checkColumns(want: readonly number[], columns: Schema | Table['columns']): void {
  const have = levelsOf(columns);
  const wrong = want.findIndex((levels, i) => levels !== have[i]);
  if (wrong < 0 && want.length === have.length) return;
  const name = wrong < 0 ? `${have.length} columns` : `column ${wrong} ("${columns[wrong]?.name}")`;
  throw new LearnError(
    'not-aligned',
    `expected a table aligned to the model's ${want.length} columns, found otherwise at ${name}`,
  );
}

/**
 * The walker of an ensemble, made at the first call and kept as long as the ensemble; undefined when it must be walked
 * node by node. The ensemble must not change afterwards.
 * @throws LearnError `not-aligned`
 */
export function walkerOf(ensemble: TreeEnsemble, columns: Schema | Table['columns']): Walker | undefined {
  const known = prepared.get(ensemble);
  if (known) {
    checkColumns(known.levels, columns);
    return known.walker;
  }
  const schema: Schema = columns.map((c) =>
    c.kind === 'coded'
      ? { kind: 'coded', name: c.name, levels: c.levels }
      : { kind: 'numeric', name: c.name },
  );
  const layout: Layout | undefined = layOut(ensemble, schema);
  const walker = layout && makeWalker(layout);
  prepared.set(ensemble, { levels: levelsOf(schema), walker });
  return walker;
}
