import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import { validateEnsemble } from '../models/trees/validate.js';
import type { ColumnSchema, Schema } from '../table/table.js';
import { BitReader, bitsFor } from './bits.js';
import { COVER_BITS, FIXED, MAGIC, SCALE_STEPS } from './compact-encode.js';

function bad(what: string, cause?: unknown): LearnError {
  return new LearnError('bad-model', `damaged compact model: ${what}`, { cause });
}

interface Header {
  readonly schema: Schema;
  readonly trees: number;
  readonly thresholds: readonly number[];
  readonly sets: readonly number[];
}

function isColumn(value: unknown): value is ColumnSchema {
  const column = value as ColumnSchema | null;
  if (typeof column !== 'object' || column === null || typeof column.name !== 'string') return false;
  if (column.kind === 'numeric') return true;
  return (
    column.kind === 'coded' &&
    Array.isArray(column.levels) &&
    column.levels.every((level) => typeof level === 'string')
  );
}

function readHeader(bytes: Uint8Array): Header {
  let found: Partial<Header>;
  try {
    found = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Header>;
  } catch (cause) {
    throw bad('its header is no JSON', cause);
  }
  const { schema, trees, thresholds, sets } = found;
  const isCount = (n: unknown) => Number.isSafeInteger(n) && (n as number) >= 0;
  if (!(Array.isArray(schema) && schema.every(isColumn))) throw bad('schema');
  if (!isCount(trees)) throw bad(`trees: ${trees}`);
  for (const counts of [thresholds, sets]) {
    if (!(Array.isArray(counts) && counts.length === schema.length && counts.every(isCount))) {
      throw bad('counts of thresholds and sets');
    }
  }
  return found as Header;
}

/** Grows node by node. */
class Nodes {
  readonly feature: number[] = [];
  readonly threshold: number[] = [];
  readonly left: number[] = [];
  readonly right: number[] = [];
  readonly defaultLeft: number[] = [];
  readonly value: number[] = [];
  readonly cover: number[] = [];
  readonly setStart: number[] = [];

  add(): number {
    this.feature.push(-1);
    this.threshold.push(0);
    this.left.push(-1);
    this.right.push(-1);
    this.defaultLeft.push(0);
    this.value.push(0);
    this.cover.push(0);
    this.setStart.push(-1);
    return this.feature.length - 1;
  }
}

/**
 * Reads what {@link compactEnsemble} wrote. Gains are 0; covers are there (to about 3 %) if they were kept, else 0.
 * @throws LearnError `bad-model`
 */
export function readCompact(bytes: Uint8Array): { ensemble: TreeEnsemble; schema: Schema } {
  if (!(bytes.length >= FIXED && MAGIC.every((byte, i) => bytes[i] === byte))) {
    throw bad('expected "TSCE" and version 1 at its start');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const leafBits = bytes[5]!;
  const coverBits = bytes[6]!;
  if (!(leafBits >= 2 && leafBits <= 24 && (coverBits === 0 || coverBits === COVER_BITS))) {
    throw bad(`${leafBits} bits a leaf, ${coverBits} a cover`);
  }
  const headLength = view.getUint32(8, true);
  if (!(FIXED + headLength <= bytes.length)) throw bad(`a header of ${headLength} bytes`);
  const base = view.getFloat32(12, true);
  const scale = view.getFloat32(16, true);
  const smallestCover = view.getFloat32(20, true);
  const coverSteps = view.getFloat32(24, true);
  const header = readHeader(bytes.subarray(FIXED, FIXED + headLength));
  const { schema } = header;
  let at = FIXED + headLength;
  function words(count: number): number {
    const start = at;
    if (!(count * 4 <= bytes.length - at)) throw bad('its tables end early');
    at += count * 4;
    return start;
  }
  const setWords: number[] = [];
  const thresholds: Float32Array[] = [];
  const setStarts: number[] = [];
  schema.forEach((column, i) => {
    setStarts.push(setWords.length);
    const count = header.thresholds[i]!;
    const from = words(count);
    thresholds.push(Float32Array.from({ length: count }, (_, k) => view.getFloat32(from + 4 * k, true)));
    const width = column.kind === 'coded' ? Math.ceil(column.levels.length / 32) : 0;
    const size = header.sets[i]! * width;
    const place = words(size);
    for (let k = 0; k < size; k++) setWords.push(view.getUint32(place + 4 * k, true));
  });
  const reader = new BitReader(bytes.subarray(at));
  const columnBits = bitsFor(schema.length);
  const steps = 2 ** (leafBits - 1) - 1;
  const nodes = new Nodes();
  const treeStarts = [0];
  // parents that wait for a right child
  const open: number[] = [];
  for (let tree = 0; tree < header.trees; tree++) {
    const unit = scale * 2 ** (-reader.take(8) / SCALE_STEPS);
    let isRight = false;
    for (;;) {
      const node = nodes.add();
      const parent = open[open.length - 1];
      if (parent !== undefined && isRight) {
        nodes.right[parent] = node;
        open.pop();
      } else if (parent !== undefined) nodes.left[parent] = node;
      if (reader.take(1) === 1) {
        const column = reader.take(columnBits);
        const own = schema[column];
        if (own === undefined) throw bad(`a split on column ${column} of ${schema.length}`);
        const choices = own.kind === 'numeric' ? header.thresholds[column]! : header.sets[column]!;
        const choice = reader.take(bitsFor(choices));
        if (!(choice < choices)) throw bad(`choice ${choice} of ${choices} for column "${own.name}"`);
        nodes.feature[node] = column;
        if (own.kind === 'numeric') nodes.threshold[node] = thresholds[column]![choice]!;
        else nodes.setStart[node] = setStarts[column]! + choice * Math.ceil(own.levels.length / 32);
        nodes.defaultLeft[node] = reader.take(1);
        open.push(node);
        isRight = false;
        continue;
      }
      nodes.value[node] = ((reader.take(leafBits) - steps) / steps) * unit;
      const code = reader.take(coverBits);
      if (code > 0) nodes.cover[node] = smallestCover * 2 ** ((code - 1) / coverSteps);
      if (open.length === 0) break;
      isRight = true;
    }
    treeStarts.push(nodes.feature.length);
  }
  if (reader.left > 0) throw bad(`${reader.left} bytes follow its end`);
  // children stand behind their parents
  for (let node = nodes.feature.length - 1; node >= 0; node--) {
    const left = nodes.left[node]!;
    if (left < 0) continue;
    const right = nodes.right[node]!;
    const whole = nodes.cover[left]! + nodes.cover[right]!;
    nodes.cover[node] = whole;
    const share = whole > 0 ? nodes.cover[left]! / whole : 0.5;
    nodes.value[node] = share * nodes.value[left]! + (1 - share) * nodes.value[right]!;
  }
  const ensemble: TreeEnsemble = {
    treeStarts: Uint32Array.from(treeStarts),
    feature: Int32Array.from(nodes.feature),
    threshold: Float32Array.from(nodes.threshold),
    left: Int32Array.from(nodes.left),
    right: Int32Array.from(nodes.right),
    defaultLeft: Uint8Array.from(nodes.defaultLeft),
    value: Float32Array.from(nodes.value),
    cover: Float32Array.from(nodes.cover),
    gain: new Float32Array(nodes.feature.length),
    setStart: Int32Array.from(nodes.setStart),
    setWords: Uint32Array.from(setWords),
    base,
  };
  validateEnsemble(ensemble, schema);
  return { ensemble, schema };
}
