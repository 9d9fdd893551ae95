import { badForest, type PackForm } from './header.js';

// The trees of a forest, field by field over all trees in order, each field starting at a multiple of 8 bytes:
// one bit a node (1: split), one bit a split (1: missing goes left), the column of each split (1 or 2 bytes),
// its threshold or level (float32), the table of leaf values (float32), each leaf's place in it (1 or 2 bytes), the values
// beyond it (float32), each leaf's weight (1 byte, or float32), the weights from 255 on (float32), the out-of-bag predictions (float64). Little-endian.
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

export interface Layout {
  readonly shape: number;
  readonly missing: number;
  readonly column: number;
  readonly split: number;
  readonly table: number;
  readonly leaf: number;
  readonly beyond: number;
  readonly weight: number;
  readonly heavy: number;
  readonly oob: number;
  readonly size: number;
  readonly columnBytes: 1 | 2;
  readonly leafBytes: 1 | 2;
}

/** Where the fields stand; with `bytes` makes sure that they do. */
export function layOut(form: PackForm, columns: number, oobRows: number, bytes?: Uint8Array): Layout {
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
    heavy: fields.take(4 * form.weightBeyond),
    oob: fields.take(8 * oobRows),
  };
  return { ...places, size: fields.size, columnBytes, leafBytes };
}

export interface Views {
  readonly bytes: Uint8Array;
  readonly column: Uint8Array | Uint16Array;
  readonly split: Uint32Array;
  readonly table: Uint32Array;
  readonly leaf: Uint8Array | Uint16Array;
  readonly beyond: Uint32Array;
  readonly weight: Uint8Array | Float32Array;
  readonly heavy: Float32Array;
  readonly oob: Float64Array;
}

/** Typed views over a payload that starts at a multiple of 8 bytes in its buffer. */
export function viewsOf(bytes: Uint8Array, at: Layout, form: PackForm): Views {
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
        ? new Uint8Array(buffer, ...to(at.weight, at.heavy, 1))
        : new Float32Array(buffer, ...to(at.weight, at.heavy, 4)),
    heavy: new Float32Array(buffer, ...to(at.heavy, at.oob, 4)),
    oob: new Float64Array(buffer, ...to(at.oob, at.size, 8)),
  };
}

/** A weight byte that sends to the list; whole weights from here on stand there. */
export const HEAVY = 255;
