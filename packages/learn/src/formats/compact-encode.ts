import { BitWriter, bitsFor } from './bits.js';
import {
  type Draft,
  innerBits,
  nearestIndex,
  type SplitTables,
  setKey,
  tableBytes,
  visitNodes,
} from './compact-tables.js';

/*
 * The compact form, little-endian: 'TSCE', version (1), bits of a leaf's value, bits of a leaf's cover (0 or 8), 0; uint32
 * length of the header; float32 base, scale, smallest cover, steps of cover a doubling; header: JSON with schema, trees, thresholds and sets (counts a
 * column); the tables, column by column; then, bit by bit, every tree: 8 bits for its scale, and its nodes, each before
 * its children, left before right. A node: 1 and column, threshold or set, side of the missing; or 0 and value, cover.
 * A leaf is worth value × its tree's scale, the tree's scale being scale × 2^(-code / 8). A cover is 0 for code 0, else
 * the smallest × 2^((code - 1) / steps).
 */
export const MAGIC = [0x54, 0x53, 0x43, 0x45, 1];
export const FIXED = 28;
export const SCALE_STEPS = 8;
export const COVER_BITS = 8;

export interface Precision {
  readonly leafBits: number;
  readonly covers: boolean;
}

export function leafBitsOf(precision: Precision): number {
  return 1 + precision.leafBits + (precision.covers ? COVER_BITS : 0);
}

function header(draft: Draft, tables: SplitTables): Uint8Array {
  return new TextEncoder().encode(
    JSON.stringify({
      schema: draft.schema,
      trees: draft.trees,
      thresholds: tables.thresholds.map((own) => own.length),
      sets: tables.sets.map((own) => own.size),
    }),
  );
}

/** Bits of the trees themselves. */
export function treeBits(draft: Draft, tables: SplitTables, precision: Precision): number {
  const inner = innerBits(draft, tables);
  const leaf = leafBitsOf(precision);
  let bits = 8 * draft.trees;
  visitNodes(draft, (node) => {
    bits += draft.left[node]! < 0 ? leaf : inner[draft.ensemble.feature[node]!]!;
  });
  return bits;
}

/** Bytes before the trees. */
export function headBytes(draft: Draft, tables: SplitTables): number {
  return FIXED + header(draft, tables).length + tableBytes(draft, tables);
}

/** The code of a scale that is not below `largest`. */
function scaleCode(scale: number, largest: number): number {
  if (!(largest > 0)) return 255;
  return Math.max(0, Math.min(255, Math.floor(Math.log2(scale / largest) * SCALE_STEPS)));
}

/** Codes of covers: the smallest leaf with any cover is 1, the largest 255. */
interface CoverCodes {
  readonly smallest: number;
  readonly steps: number;
}

function coverCodes(draft: Draft): CoverCodes {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = 0;
  visitNodes(draft, (node) => {
    const cover = draft.ensemble.cover[node]!;
    if (draft.left[node]! >= 0 || !(cover > 0)) return;
    smallest = Math.min(smallest, cover);
    largest = Math.max(largest, cover);
  });
  if (largest === 0) return { smallest: 1, steps: 1 };
  const doublings = Math.log2(largest / smallest);
  return { smallest, steps: Math.fround(doublings > 0 ? Math.min(256, 254 / doublings) : 1) };
}

/** Writes a draft. */
export function encodeDraft(draft: Draft, tables: SplitTables, precision: Precision): Uint8Array {
  const { ensemble, schema, left, value } = draft;
  const head = header(draft, tables);
  const largest = new Float64Array(draft.trees);
  visitNodes(draft, (node, tree) => {
    if (left[node]! < 0) largest[tree] = Math.max(largest[tree]!, Math.abs(value[node]!));
  });
  let scale = 0;
  for (const own of largest) scale = Math.max(scale, own);
  scale = Math.fround(scale);
  const covers = coverCodes(draft);
  const bits = treeBits(draft, tables, precision);
  const writer = new BitWriter(bits);
  const columnBits = bitsFor(schema.length);
  const steps = 2 ** (precision.leafBits - 1) - 1;
  let treeOf = -1;
  let unit = 1;
  visitNodes(draft, (node, tree) => {
    if (tree !== treeOf) {
      treeOf = tree;
      const code = scaleCode(scale, largest[tree]!);
      writer.put(code, 8);
      unit = scale * 2 ** (-code / SCALE_STEPS);
    }
    if (left[node]! < 0) {
      writer.put(0, 1);
      const level = unit > 0 ? Math.round((value[node]! / unit) * steps) : 0;
      writer.put(Math.max(-steps, Math.min(steps, level)) + steps, precision.leafBits);
      if (precision.covers) {
        const cover = ensemble.cover[node]!;
        const code = cover > 0 ? 1 + Math.round(Math.log2(cover / covers.smallest) * covers.steps) : 0;
        writer.put(Math.min(2 ** COVER_BITS - 1, code), COVER_BITS);
      }
      return;
    }
    const column = ensemble.feature[node]!;
    writer.put(1, 1);
    writer.put(column, columnBits);
    if (schema[column]!.kind === 'numeric') {
      const own = tables.thresholds[column]!;
      writer.put(nearestIndex(own, ensemble.threshold[node]!), bitsFor(own.length));
    } else {
      const own = tables.sets[column]!;
      writer.put(own.get(setKey(draft, node))!.index, bitsFor(own.size));
    }
    writer.put(ensemble.defaultLeft[node]!, 1);
  });
  const out = new Uint8Array(FIXED + head.length + tableBytes(draft, tables) + Math.ceil(bits / 8));
  const view = new DataView(out.buffer);
  out.set(MAGIC);
  out[5] = precision.leafBits;
  out[6] = precision.covers ? COVER_BITS : 0;
  view.setUint32(8, head.length, true);
  view.setFloat32(12, draft.base, true);
  view.setFloat32(16, scale, true);
  view.setFloat32(20, covers.smallest, true);
  view.setFloat32(24, covers.steps, true);
  out.set(head, FIXED);
  let at = FIXED + head.length;
  schema.forEach((column, i) => {
    if (column.kind === 'numeric') {
      for (const threshold of tables.thresholds[i]!) {
        view.setFloat32(at, threshold, true);
        at += 4;
      }
      return;
    }
    const words = Math.ceil(column.levels.length / 32);
    for (const { start } of tables.sets[i]!.values()) {
      for (let w = 0; w < words; w++, at += 4) view.setUint32(at, ensemble.setWords[start + w]!, true);
    }
  });
  out.set(writer.done(), at);
  return out;
}
