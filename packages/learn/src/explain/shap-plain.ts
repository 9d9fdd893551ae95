import { BOTH_LEAVES, FIRST_LEAF, HEAD, SECOND_LEAF } from './shap-program.js';

/** The twin of assembly/shap.ts: one row at a time, in float64, from the same program (addresses from its start). */
export class PlainShap {
  private readonly down: Float64Array[];
  private readonly up: Float64Array[];
  private readonly passed: Uint8Array;
  private row = 0;

  constructor(
    private readonly words: Int32Array,
    private readonly floats: Float32Array,
    private readonly points: number,
    levels: number,
    private readonly columns: number,
    private readonly rows: Float32Array,
    private readonly out: Float64Array,
  ) {
    this.down = Array.from({ length: levels + 2 }, () => new Float64Array(points));
    this.up = Array.from({ length: levels + 2 }, () => new Float64Array(points));
    this.passed = new Uint8Array(columns).fill(1);
  }

  /** Adds the tree's values for `count` rows, `stride` slots each, to `out` (rows × columns). */
  run(count: number, stride: number): void {
    this.down[0]!.fill(1);
    for (let row = 0; row < count; row++) {
      this.row = row;
      this.visit(0, row * stride, 0);
    }
  }

  private visit(node: number, rowAt: number, level: number): void {
    const { words, floats, points, passed, out } = this;
    const kind = words[node]!;
    const second = this.rows[rowAt + words[node + 1]! / 16]! >= floats[node + 2]!;
    const column = words[node + 3]! / 16;
    const prev = passed[column]!;
    const down = this.down[level]!;
    const up = this.up[level]!;
    let phi = 0;
    if (kind === BOTH_LEAVES) {
      for (let k = 0; k < points; k++) {
        const at = node + HEAD + 4 * k + (second ? 1 : 0);
        const c = down[k]!;
        up[k] = c * (prev ? floats[at]! : floats[node + HEAD + 4 * points + k]!);
        if (prev) phi += c * floats[at + 2]!;
      }
      out[this.row * this.columns + column]! += phi;
      return;
    }
    up.fill(0);
    for (let which = 0; which < 2; which++) {
      const table = node + HEAD + which * (4 * points + 4);
      const hot = second === (which === 1);
      const cold = hot ? 0 : 1;
      const rest = floats[table + 4 * points]!;
      const leaf = (kind & (which === 0 ? FIRST_LEAF : SECOND_LEAF)) !== 0;
      const next = this.down[level + 1]!;
      for (let k = 0; k < points; k++) next[k] = down[k]! * (prev ? floats[table + 4 * k + cold]! : rest);
      if (!leaf) {
        passed[column] = prev && hot ? 1 : 0;
        this.visit(words[node + 4 + which]! / 4, rowAt, level + 1);
      }
      const below = leaf ? next : this.up[level + 1]!;
      for (let k = 0; k < points; k++) {
        up[k]! += below[k]!;
        if (prev) phi += below[k]! * floats[table + 4 * k + 2 + cold]!;
      }
    }
    passed[column] = prev;
    out[this.row * this.columns + column]! += phi;
  }
}
