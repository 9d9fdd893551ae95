import { badForest, type ForestHeader } from './header.js';
import { BEYOND } from './leaf-table.js';
import type { ForestParts } from './model.js';
import { HEAVY, layOut, viewsOf } from './pack-layout.js';
import { bitsFor, type ForestTree, type LeafWeights, packWeights } from './trees.js';

/**
 * The forest of a payload, every part checked, so that its trees can be walked without any check.
 * @throws LearnError `bad-model`
 */
export function unpackForest(header: ForestHeader, payload: Uint8Array): ForestParts {
  const { form, schema } = header;
  const oobRows = header.oob ? header.trainingRows : 0;
  const layout = layOut(form, schema.length, oobRows, payload);
  if (payload.length !== layout.size) {
    throw badForest(`its trees take ${payload.length} bytes, expected ${layout.size}`);
  }
  const aligned = payload.byteOffset % 8 === 0 ? payload : payload.slice();
  const views = viewsOf(aligned, layout, form);
  const bits = bitsFor(schema.length);
  // per column the number of levels; 0 for numeric
  const levels = Uint32Array.from(schema, (c) => (c.kind === 'coded' ? c.levels.length : 0));
  const coded = Uint8Array.from(schema, (c) => (c.kind === 'coded' ? 1 : 0));
  const float = new Float32Array(1);
  const word = new Uint32Array(float.buffer);
  let node = 0;
  let split = 0;
  let leaf = 0;
  let beyond = 0;
  let heavy = 0;

  function readSplit(tree: number, out: Uint32Array, at: number): void {
    const column = views.column[split];
    word[0] = views.split[split];
    const value = float[0];
    if (!(column < schema.length))
      throw badForest(`tree ${tree}, node ${at / 2}: column ${column} of ${schema.length}`);
    if (
      coded[column] ? !(Number.isInteger(value) && value >= 0 && value < levels[column]) : Number.isNaN(value)
    ) {
      throw badForest(
        `tree ${tree}, node ${at / 2}: threshold or level ${value} of column "${schema[column].name}"`,
      );
    }
    const missingLeft = (aligned[layout.missing + (split >> 3)] >> (split & 7)) & 1;
    out[at] = views.split[split++];
    out[at + 1] = column | (coded[column] << bits) | (missingLeft << (bits + 1));
  }

  function readLeaf(tree: number, out: Uint32Array, at: number): void {
    const index = views.leaf[leaf];
    const listed = index < form.leafTable;
    if (!listed && !(index === BEYOND && beyond < form.leafBeyond)) {
      throw badForest(`tree ${tree}, node ${at / 2}: leaf value ${index} of ${form.leafTable}`);
    }
    word[0] = listed ? views.table[index] : views.beyond[beyond++];
    if (!Number.isFinite(float[0])) throw badForest(`tree ${tree}, node ${at / 2}: leaf value ${float[0]}`);
    out[at] = word[0];
    leaf++;
  }

  function readWeights(tree: number, firstLeaf: number): LeafWeights {
    const weights = new Float32Array(leaf - firstLeaf);
    for (let own = 0; own < weights.length; own++) {
      const listed = form.weightBytes === 1 && views.weight[firstLeaf + own] === HEAVY;
      weights[own] = listed ? views.heavy[heavy++] : views.weight[firstLeaf + own];
      if (!(weights[own] >= 0 && weights[own] < Number.POSITIVE_INFINITY)) {
        throw badForest(`tree ${tree}: weight ${weights[own]} of leaf ${own}`);
      }
    }
    return packWeights(weights, 1);
  }

  const trees = form.nodes.map((count, index): ForestTree => {
    const nodes = new Uint32Array(2 * count);
    const firstLeaf = leaf;
    // splits whose right child is still to come
    const waiting: number[] = [];
    for (let k = 0; k < count; k++, node++) {
      if ((aligned[layout.shape + (node >> 3)] >> (node & 7)) & 1) {
        readSplit(index, nodes, 2 * k);
        waiting.push(k);
        continue;
      }
      readLeaf(index, nodes, 2 * k);
      const parent = waiting.pop();
      if (parent === undefined ? k + 1 !== count : k + 1 === count) {
        throw badForest(`tree ${index} does not end with its last node`);
      }
      if (parent !== undefined) nodes[2 * parent + 1] |= ((k + 1 - parent) << (bits + 2)) >>> 0;
    }
    if (waiting.length > 0) throw badForest(`tree ${index} does not end with its last node`);
    return { nodes, leafWeights: readWeights(index, firstLeaf), depth: form.depths[index] };
  });
  return {
    schema,
    options: header.options,
    trainingRows: header.trainingRows,
    trees,
    importances: Float64Array.from(header.importances),
    oob: header.oob
      ? { rows: header.oob.rows, r2: header.oob.r2 ?? Number.NaN, predictions: views.oob.slice(0, oobRows) }
      : undefined,
  };
}
