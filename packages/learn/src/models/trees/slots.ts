import type { Schema } from '../../table/table.js';
import type { TreeEnsemble } from './ensemble.js';

/**
 * The row that the fast walk reads. Slot 0 is NaN. A numeric column has up to two slots, its value and its negative;
 * a coded column has one for every different set (and its complement) that the trees ask for: 1 in it, 0 not.
 * Missing is NaN in all of them, so that every comparison with it is false.
 */
export interface Slots {
  readonly count: number;
  readonly columns: readonly SlotColumn[];
}

export type SlotColumn =
  | { readonly kind: 'numeric'; readonly column: number; readonly plain: number; readonly negative: number }
  | {
      readonly kind: 'coded';
      readonly column: number;
      readonly start: number;
      readonly width: number;
      readonly levels: number;
      /** What the slots hold for every code, and for missing at the end: (levels + 1) × width. */
      readonly values: Float32Array;
    };

/** A split as one comparison: go to the second child when the slot's value >= bound. */
export interface SlotSplit {
  readonly slot: number;
  readonly bound: number;
  /** Second child: right, unless mirrored. */
  readonly mirrored: boolean;
}

const LARGEST = 4096;

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The next float32 above. */
function nextUp(value: number): number {
  float[0] = value;
  if (float[0] === 0) return 2 ** -149;
  if (float[0] === Number.POSITIVE_INFINITY) return Number.NaN;
  bits[0]! += bits[0]! < 0 ? -1 : 1;
  return float[0];
}

interface Wanted {
  readonly sets: Map<string, { start: number; mirrored: boolean }>;
  plain: boolean;
  negative: boolean;
}

/** The slots of an ensemble, or of some of its trees. */
export class SlotPlan {
  readonly slots: Slots;
  /** Columns of the schema. */
  readonly columns: number;
  private readonly place: number[][];
  private readonly setPlace: Map<string, number>[];

  private constructor(
    private readonly ensemble: TreeEnsemble,
    private readonly words: readonly number[],
    wanted: readonly Wanted[],
    levels: readonly number[],
  ) {
    this.columns = levels.length;
    let count = 1;
    const columns: SlotColumn[] = [];
    this.place = wanted.map(() => [0, 0]);
    this.setPlace = wanted.map(() => new Map());
    wanted.forEach((want, column) => {
      if (levels[column]! < 0) {
        if (!want.plain && !want.negative) return;
        const plain = want.plain ? count++ : 0;
        const negative = want.negative ? count++ : 0;
        this.place[column] = [plain, negative];
        columns.push({ kind: 'numeric', column, plain, negative });
        return;
      }
      const width = want.sets.size;
      if (width === 0) return;
      const values = new Float32Array((levels[column]! + 1) * width).fill(Number.NaN);
      let index = 0;
      for (const [key, { start, mirrored }] of want.sets) {
        this.setPlace[column]!.set(key, count + index);
        for (let code = 0; code < levels[column]!; code++) {
          const inside = (ensemble.setWords[start + (code >> 5)]! >>> (code & 31)) & 1;
          values[code * width + index] = mirrored ? 1 - inside : inside;
        }
        index++;
      }
      columns.push({ kind: 'coded', column, start: count, width, levels: levels[column]!, values });
      count += width;
    });
    this.slots = { count, columns };
  }

  /** For the nodes `from` to `to` (default all); undefined beyond `most` different sets. */
  static of(
    ensemble: TreeEnsemble,
    schema: Schema,
    from = 0,
    to = ensemble.feature.length,
    most = LARGEST,
  ): SlotPlan | undefined {
    const levels = schema.map((c) => (c.kind === 'coded' ? c.levels.length : -1));
    const words = levels.map((n) => Math.ceil(Math.max(0, n) / 32));
    const wanted = schema.map((): Wanted => ({ sets: new Map(), plain: false, negative: false }));
    let sets = 0;
    for (let node = from; node < to; node++) {
      if (ensemble.left[node]! < 0) continue;
      const column = ensemble.feature[node]!;
      const want = wanted[column]!;
      const mirrored = ensemble.defaultLeft[node] === 0;
      if (levels[column]! < 0) {
        if (mirrored) want.negative = true;
        else want.plain = true;
        continue;
      }
      const start = ensemble.setStart[node]!;
      const key = SlotPlan.key(ensemble, start, words[column]!, mirrored);
      if (want.sets.has(key)) continue;
      want.sets.set(key, { start, mirrored });
      if (++sets > most) return undefined;
    }
    return new SlotPlan(ensemble, words, wanted, levels);
  }

  private static key(ensemble: TreeEnsemble, start: number, words: number, mirrored: boolean): string {
    let key = mirrored ? 'm' : '';
    for (let i = 0; i < words; i++) key += `,${ensemble.setWords[start + i]}`;
    return key;
  }

  /** The comparison that decides an inner node. */
  split(node: number): SlotSplit {
    const column = this.ensemble.feature[node]!;
    const mirrored = this.ensemble.defaultLeft[node] === 0;
    const start = this.ensemble.setStart[node]!;
    if (start >= 0) {
      const key = SlotPlan.key(this.ensemble, start, this.words[column]!, mirrored);
      return { slot: this.setPlace[column]!.get(key)!, bound: 1, mirrored };
    }
    const threshold = this.ensemble.threshold[node]!;
    const place = this.place[column]!;
    return mirrored
      ? { slot: place[1]!, bound: nextUp(-threshold), mirrored }
      : { slot: place[0]!, bound: threshold, mirrored };
  }
}
