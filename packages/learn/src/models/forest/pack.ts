import { badForest, type ForestHeader, type PackForm } from './header.js';
import { BEYOND, LeafTable } from './leaf-table.js';
import type { ForestParts } from './model.js';
import { bitsFor, type ForestTree } from './trees.js';

// The trees of a forest, field by field over all trees in order, each field starting at a multiple of 8 bytes:
// one bit a node (1: split), one bit a split (1: missing goes left), the column of each split (1 or 2 bytes),
// its threshold or level (float32), the table of leaf values (float32), each leaf's place in it (1 or 2 bytes), the values
// beyond it (float32), each leaf's weight (1 or 4 bytes), the out-of-bag predictions (float64). Little-endian.
// Children need no ids: the nodes stand in depth-first order.

/** The fields of a payload: views at their places. */
class Fields {
  private next = 0;

  constructor(private readonly bytes: Uint8Array | undefined) {}

  get size(): number {
    return this.next;
  }

  take(length: number): number {
    const at = this.next;
    this.next = Math.ceil((at + length) / 8) * 8;
    if (this.bytes && this.next > this.bytes.length) {
      throw badForest(
        `its trees are cut off: at least ${this.next} bytes expected, ${this.bytes.length} found`,
      );
    }
    return at;
  }
}

interface Layout {
  readonly shape: number;
  readonly missing: number;
  readonly column: number;
  readonly split: number;
  readonly table: number;
  readonly leaf: number;
  readonly beyond: number;
  readonly weight: number;
  readonly oob: number;
  readonly size: number;
  readonly columnBytes: 1 | 2;
  readonly leafBytes: 1 | 2;
}

function layOut(form: PackForm, columns: number, oobRows: number, bytes?: Uint8Array): Layout {
  let nodes = 0;
  for (const count of form.nodes) nodes += count;
  const splits = (nodes - form.nodes.length) / 2;
  const leaves = splits + form.nodes.length;
  if (!Number.isInteger(splits)) throw badForest(`${nodes} nodes in ${form.nodes.length} trees cannot be`);
  const columnBytes = columns <= 256 ? 1 : 2;
  const leafBytes = form.leafTable <= 256 ? 1 : 2;
  const fields = new Fields(bytes);
  const places = {
    shape: fields.take(Math.ceil(nodes / 8)),
    missing: fields.take(Math.ceil(splits / 8)),
    column: fields.take(columnBytes * splits),
    split: fields.take(4 * splits),
    table: fields.take(4 * form.leafTable),
    leaf: fields.take(leafBytes * leaves),
    beyond: fields.take(4 * form.leafBeyond),
    weight: fields.take(form.weightBytes * leaves),
    oob: fields.take(8 * oobRows),
  };
  return { ...places, size: fields.size, columnBytes, leafBytes };
}

interface Views {
  readonly bytes: Uint8Array;
  readonly column: Uint8Array | Uint16Array;
  readonly split: Uint32Array;
  readonly table: Uint32Array;
  readonly leaf: Uint8Array | Uint16Array;
  readonly beyond: Uint32Array;
  readonly weight: Uint8Array | Float32Array;
  readonly oob: Float64Array;
}

/** Typed views over a payload that starts at a multiple of 8 bytes in its buffer. */
function viewsOf(bytes: Uint8Array, at: Layout, form: PackForm): Views {
  const { buffer, byteOffset } = bytes;
  const to = (start: number, end: number, width: number) =>
    [byteOffset + start, (end - start) / width] as const;
  return {
    bytes,
    column:
      at.columnBytes === 1
        ? new Uint8Array(buffer, ...to(at.column, at.split, 1))
        : new Uint16Array(buffer, ...to(at.column, at.split, 2)),
    split: new Uint32Array(buffer, ...to(at.split, at.table, 4)),
    table: new Uint32Array(buffer, ...to(at.table, at.leaf, 4)),
    leaf:
      at.leafBytes === 1
        ? new Uint8Array(buffer, ...to(at.leaf, at.beyond, 1))
        : new Uint16Array(buffer, ...to(at.leaf, at.beyond, 2)),
    beyond: new Uint32Array(buffer, ...to(at.beyond, at.weight, 4)),
    weight:
      form.weightBytes === 1
        ? new Uint8Array(buffer, ...to(at.weight, at.oob, 1))
        : new Float32Array(buffer, ...to(at.weight, at.oob, 4)),
    oob: new Float64Array(buffer, ...to(at.oob, at.size, 8)),
  };
}

/** Packs a forest. */
export function packForest(parts: ForestParts): { payload: Uint8Array; form: PackForm } {
  const bits = bitsFor(parts.schema.length);
  const leaves = LeafTable.of(parts.trees, bits);
  const form: PackForm = {
    nodes: parts.trees.map((tree) => tree.nodes.length / 2),
    depths: parts.trees.map((tree) => tree.depth),
    leafTable: leaves.values.length,
    leafBeyond: leaves.beyond,
    weightBytes: parts.trees.every((tree) => tree.leafWeights instanceof Uint8Array) ? 1 : 4,
  };
  const layout = layOut(form, parts.schema.length, parts.oob?.predictions.length ?? 0);
  const views = viewsOf(new Uint8Array(layout.size), layout, form);
  const { bytes } = views;
  const mask = (1 << bits) - 1;
  let node = 0;
  let split = 0;
  let leaf = 0;
  let beyond = 0;
  for (const tree of parts.trees) {
    const { nodes } = tree;
    views.weight.set(tree.leafWeights, leaf);
    for (let at = 0; at < nodes.length; at += 2, node++) {
      const word = nodes[at + 1];
      if (word >>> (bits + 2) === 0) {
        const index = leaves.indexOf(nodes[at]);
        views.leaf[leaf++] = index;
        if (index === BEYOND) views.beyond[beyond++] = nodes[at];
        continue;
      }
      bytes[layout.shape + (node >> 3)] |= 1 << (node & 7);
      if ((word >>> (bits + 1)) & 1) bytes[layout.missing + (split >> 3)] |= 1 << (split & 7);
      views.column[split] = word & mask;
      views.split[split++] = nodes[at];
    }
  }
  views.table.set(leaves.values);
  if (parts.oob) views.oob.set(parts.oob.predictions);
  return { payload: bytes, form };
}

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
    if (!(views.weight[leaf] >= 0 && views.weight[leaf] < Number.POSITIVE_INFINITY)) {
      throw badForest(`tree ${tree}, node ${at / 2}: leaf weight ${views.weight[leaf]}`);
    }
    out[at] = word[0];
    leaf++;
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
    return { nodes, leafWeights: views.weight.slice(firstLeaf, leaf), depth: form.depths[index] };
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
