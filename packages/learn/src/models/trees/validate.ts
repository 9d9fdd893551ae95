import { LearnError } from '../../errors.js';
import type { Schema } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';

function bad(what: string): LearnError {
  return new LearnError('bad-model', `damaged trees: ${what}`);
}

function checkLengths(ensemble: TreeEnsemble): void {
  const nodes = ensemble.feature.length;
  const { threshold, left, right, defaultLeft, value, cover, gain, setStart } = ensemble;
  for (const [name, array] of Object.entries({
    threshold,
    left,
    right,
    defaultLeft,
    value,
    cover,
    gain,
    setStart,
  })) {
    if (array.length !== nodes)
      throw bad(`${name} has ${array.length} items, expected ${nodes} as in feature`);
  }
  const starts = ensemble.treeStarts;
  if (starts[0] !== 0 || starts[starts.length - 1] !== nodes) {
    throw bad(
      `treeStarts runs from ${starts[0]} to ${starts[starts.length - 1]}, expected 0 to ${nodes} (the nodes)`,
    );
  }
  for (let tree = 1; tree < starts.length; tree++) {
    if (!(starts[tree]! > starts[tree - 1]!)) throw bad(`tree ${tree - 1} has no nodes`);
  }
  if (!Number.isFinite(Math.fround(ensemble.base))) throw bad(`base is ${ensemble.base}, expected a number`);
}

/**
 * Makes sure that an ensemble over the columns of a schema can be walked without any check: every index in range, every
 * child behind its parent and reached once, so that a walk ends; every number that is added finite.
 * @throws LearnError `bad-model`, naming the tree and node
 */
export function validateEnsemble(ensemble: TreeEnsemble, schema: Schema): void {
  checkLengths(ensemble);
  const { treeStarts, feature, threshold, left, right, defaultLeft, value, cover, setStart, setWords } =
    ensemble;
  const reached = new Uint8Array(feature.length);
  for (let tree = 0; tree + 1 < treeStarts.length; tree++) {
    const end = treeStarts[tree + 1]!;
    for (let node = treeStarts[tree]!; node < end; node++) {
      const where = () => `tree ${tree}, node ${node - treeStarts[tree]!}`;
      if (!(cover[node]! >= 0 && cover[node]! < Number.POSITIVE_INFINITY)) {
        throw bad(`${where()}: cover ${cover[node]}, expected zero or more`);
      }
      const l = left[node]!;
      const r = right[node]!;
      if (l === -1 && r === -1) {
        if (!Number.isFinite(value[node]!)) throw bad(`${where()}: leaf value ${value[node]}`);
        continue;
      }
      if (!(l > node && l < end && r > node && r < end)) {
        throw bad(`${where()}: children ${l} and ${r}, expected both behind ${node} and before ${end}`);
      }
      if (l === r || reached[l] === 1 || reached[r] === 1) throw bad(`${where()}: a child has two parents`);
      reached[l] = 1;
      reached[r] = 1;
      if (!(defaultLeft[node]! <= 1)) throw bad(`${where()}: defaultLeft ${defaultLeft[node]}`);
      const column = schema[feature[node]!];
      if (column === undefined) {
        throw bad(`${where()}: feature ${feature[node]}, expected 0 to ${schema.length - 1}`);
      }
      const start = setStart[node]!;
      if (column.kind === 'numeric') {
        if (Number.isNaN(threshold[node]!)) throw bad(`${where()}: a threshold that is no number`);
        if (start !== -1) throw bad(`${where()}: a set of categories on the numeric column "${column.name}"`);
      } else if (!(start >= 0 && start + Math.ceil(column.levels.length / 32) <= setWords.length)) {
        throw bad(`${where()}: set at ${start} of ${setWords.length} words for column "${column.name}"`);
      }
    }
  }
}
