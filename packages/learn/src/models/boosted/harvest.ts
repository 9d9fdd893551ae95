import type { ColumnBins } from '../../table/bins.js';
import type { TreeEnsemble } from '../trees/ensemble.js';

// Offsets of a node's record, as in assembly/lib/boosted/state.ts, in 4-byte words, and in 8-byte words.
const LEFT = 0;
const RIGHT = 1;
const COLUMN = 20;
const BIN = 21;
const DEFAULT_LEFT = 22;
const SET = 32;
const SUM_H = 5;
const VALUE = 8;
const GAIN = 9;

/** Trees under way: the arrays of an ensemble, with room to grow. */
export class Harvest {
  private capacity = 1024;
  private setCapacity = 16;
  private count = 0;
  private setCount = 0;
  private readonly starts: number[] = [0];
  private feature = new Int32Array(this.capacity);
  private threshold = new Float32Array(this.capacity);
  private left = new Int32Array(this.capacity);
  private right = new Int32Array(this.capacity);
  private defaultLeft = new Uint8Array(this.capacity);
  private value = new Float32Array(this.capacity);
  private cover = new Float32Array(this.capacity);
  private gain = new Float32Array(this.capacity);
  private setStart = new Int32Array(this.capacity);
  private setWords = new Uint32Array(this.setCapacity);
  private stack = new Int32Array(256);

  constructor(
    private readonly i32: Int32Array,
    private readonly f64: Float64Array,
    private readonly nodes: number,
    private readonly nodeBytes: number,
    private readonly columns: readonly ColumnBins[],
  ) {}

  get trees(): number {
    return this.starts.length - 1;
  }

  /** Copies the tree that the kernel has just grown, parents before children, left before right. */
  take(nodeCount: number): void {
    this.room(nodeCount);
    const { i32, f64, nodeBytes, columns } = this;
    let depth = 1;
    this.stack[0] = 0;
    // Beside each id on the stack: where its place in the parent is to be written (-1 for the root), left or right.
    this.stack[1] = -1;
    while (depth > 0) {
      depth--;
      const id = this.stack[depth * 2]!;
      const link = this.stack[depth * 2 + 1]!;
      const at = this.count++;
      if (link >= 0) (link & 1 ? this.right : this.left)[link >> 1] = at;
      const words = (this.nodes + id * nodeBytes) >> 2;
      const doubles = words >> 1;
      this.value[at] = f64[doubles + VALUE]!;
      this.cover[at] = f64[doubles + SUM_H]!;
      this.setStart[at] = -1;
      const left = i32[words + LEFT]!;
      if (left < 0) {
        this.feature[at] = -1;
        this.threshold[at] = 0;
        this.left[at] = -1;
        this.right[at] = -1;
        this.defaultLeft[at] = 0;
        this.gain[at] = 0;
        continue;
      }
      const column = i32[words + COLUMN]!;
      const bins = columns[column]!;
      this.feature[at] = column;
      this.gain[at] = f64[doubles + GAIN]!;
      this.defaultLeft[at] = i32[words + DEFAULT_LEFT]!;
      if (bins.kind === 'numeric') {
        const bin = i32[words + BIN]!;
        this.threshold[at] = bin < 0 ? bins.below : bins.cuts[bin]!;
      } else {
        this.threshold[at] = 0;
        this.setStart[at] = this.takeSet(words + SET, Math.ceil(bins.bins / 32));
      }
      if (depth * 2 + 4 > this.stack.length) this.stack = grown(this.stack, this.stack.length * 2);
      this.stack[depth * 2] = i32[words + RIGHT]!;
      this.stack[depth * 2 + 1] = at * 2 + 1;
      this.stack[depth * 2 + 2] = left;
      this.stack[depth * 2 + 3] = at * 2;
      depth += 2;
    }
    this.starts.push(this.count);
  }

  /** The first `trees` trees. */
  ensemble(trees: number, base: number): TreeEnsemble {
    const nodes = this.starts[trees]!;
    let sets = 0;
    for (let i = 0; i < nodes; i++) {
      if (this.setStart[i]! >= 0)
        sets = this.setStart[i]! + Math.ceil(this.columns[this.feature[i]!]!.bins / 32);
    }
    return {
      treeStarts: Uint32Array.from(this.starts.slice(0, trees + 1)),
      feature: this.feature.slice(0, nodes),
      threshold: this.threshold.slice(0, nodes),
      left: this.left.slice(0, nodes),
      right: this.right.slice(0, nodes),
      defaultLeft: this.defaultLeft.slice(0, nodes),
      value: this.value.slice(0, nodes),
      cover: this.cover.slice(0, nodes),
      gain: this.gain.slice(0, nodes),
      setStart: this.setStart.slice(0, nodes),
      setWords: this.setWords.slice(0, sets),
      base,
    };
  }

  private takeSet(words: number, length: number): number {
    if (this.setCount + length > this.setCapacity) {
      this.setCapacity = Math.max(this.setCapacity * 2, this.setCount + length);
      this.setWords = grown(this.setWords, this.setCapacity);
    }
    const start = this.setCount;
    for (let i = 0; i < length; i++) this.setWords[start + i] = this.i32[words + i]!;
    this.setCount += length;
    return start;
  }

  private room(nodes: number): void {
    if (this.count + nodes <= this.capacity) return;
    this.capacity = Math.max(this.capacity * 2, this.count + nodes);
    this.feature = grown(this.feature, this.capacity);
    this.threshold = grown(this.threshold, this.capacity);
    this.left = grown(this.left, this.capacity);
    this.right = grown(this.right, this.capacity);
    this.defaultLeft = grown(this.defaultLeft, this.capacity);
    this.value = grown(this.value, this.capacity);
    this.cover = grown(this.cover, this.capacity);
    this.gain = grown(this.gain, this.capacity);
    this.setStart = grown(this.setStart, this.capacity);
  }
}

function grown<T extends Int32Array | Float32Array | Uint8Array | Uint32Array>(array: T, length: number): T {
  const out = new (array.constructor as new (n: number) => T)(length);
  out.set(array);
  return out;
}
