import { LearnError } from '../errors.js';
import type { TreeEnsemble } from '../models/trees/ensemble.js';
import type { SlotPlan } from '../models/trees/slots.js';
import { gaussLegendre, type Quadrature } from './quadrature.js';

// Words of a node's head, and its kinds; assembly/shap.ts reads the same.
export const HEAD = 8;
export const BOTH_LEAVES = 1;
export const FIRST_LEAF = 2;
export const SECOND_LEAF = 4;

const DEEPEST = 1000;
const LIGHTEST = 1e-12;

/** What a tree needs: points for exactness, levels of frames, words of program; and its mean by cover. */
export interface TreeShape {
  readonly points: number;
  readonly levels: number;
  readonly words: number;
  readonly mean: number;
}

/** The share of a node's cover that a child has, with XGBoost's guards. */
export function coverShare(ensemble: TreeEnsemble, parent: number, child: number): number {
  const whole = ensemble.cover[parent]!;
  return whole > 0 ? Math.max(ensemble.cover[child]! / whole, LIGHTEST) : 0.5;
}

/** Measures a tree; `seen` holds a zero for every column. */
export function shapeOf(ensemble: TreeEnsemble, tree: number, seen: Int32Array): TreeShape {
  const { left, right, feature, value } = ensemble;
  let distinct = 0;
  let most = 0;
  let levels = 0;
  let inner = 0;
  let mean = 0;
  function visit(node: number, depth: number, share: number): void {
    if (left[node]! < 0) {
      mean += share * value[node]!;
      return;
    }
    if (depth > DEEPEST) {
      throw new LearnError(
        'too-deep',
        `tree ${tree} is deeper than the ${DEEPEST} levels that can be explained`,
      );
    }
    levels = Math.max(levels, depth);
    inner++;
    const column = feature[node]!;
    if (seen[column]!++ === 0) most = Math.max(most, ++distinct);
    for (const child of [left[node]!, right[node]!]) {
      visit(child, depth + 1, share * coverShare(ensemble, node, child));
    }
    if (--seen[column]! === 0) distinct--;
  }
  visit(ensemble.treeStarts[tree]!, 1, 1);
  const points = pointsFor(most);
  return { points, levels, words: inner * (HEAD + 8 * points + 8), mean };
}

/**
 * Points that make the integral exact for paths with so many different columns: it is of degree columns - 1, the rule
 * of n points is exact to degree 2n - 1.
 */
export function pointsFor(columns: number): number {
  return Math.max(1, Math.ceil(columns / 2));
}

class ProgramWriter {
  private readonly rule: Quadrature;
  /** By column: the share of cover that follows the splits on it along the path. */
  private readonly shares: Float64Array;
  private next: number;
  private readonly edges: [Float64Array, Float64Array];

  constructor(
    private readonly ensemble: TreeEnsemble,
    private readonly plan: SlotPlan,
    private readonly points: number,
    private readonly words: Int32Array,
    private readonly floats: Float32Array,
    private readonly start: number,
    private readonly address: number,
  ) {
    this.rule = gaussLegendre(points);
    this.shares = new Float64Array(plan.columns).fill(1);
    this.next = start;
    this.edges = [new Float64Array(4 * points + 1), new Float64Array(4 * points + 1)];
  }

  /** The factors of one edge: gHot gCold aHot aCold for every point, then r. */
  private edge(which: 0 | 1, share: number, ratio: number): Float64Array {
    const { points, weights } = this.rule;
    const out = this.edges[which];
    const below = share * ratio;
    for (let k = 0; k < this.points; k++) {
      const t = points[k]!;
      const before = share + (1 - share) * t;
      const hot = below + (1 - below) * t;
      const known = (1 - share) / before;
      out[4 * k] = hot / before;
      out[4 * k + 1] = (below * (1 - t)) / before;
      out[4 * k + 2] = weights[k]! * ((1 - below) / hot - known);
      out[4 * k + 3] = weights[k]! * (-1 / (1 - t) - known);
    }
    out[4 * this.points] = ratio;
    return out;
  }

  /** Writes the node and everything below; returns its address in bytes. */
  write(node: number): number {
    const { ensemble, points, words, floats } = this;
    const { left, right, value } = ensemble;
    const at = this.next;
    const split = this.plan.split(node);
    const first = split.mirrored ? right[node]! : left[node]!;
    const second = split.mirrored ? left[node]! : right[node]!;
    const column = ensemble.feature[node]!;
    const share = this.shares[column]!;
    const toFirst = coverShare(ensemble, node, first);
    const toSecond = coverShare(ensemble, node, second);
    const a = this.edge(0, share, toFirst);
    const b = this.edge(1, share, toSecond);
    const firstLeaf = left[first]! < 0;
    const secondLeaf = left[second]! < 0;
    words[at + 1] = split.slot * 16;
    floats[at + 2] = split.bound;
    words[at + 3] = column * 16;
    let put = at + HEAD;
    if (firstLeaf && secondLeaf) {
      words[at] = BOTH_LEAVES;
      const v = value[first]!;
      const w = value[second]!;
      for (let k = 0; k < 4 * points; k += 4, put += 4) {
        const [aHot, aCold, bHot, bCold] = [v * a[k]!, v * a[k + 1]!, w * b[k]!, w * b[k + 1]!];
        floats[put] = aHot + bCold;
        floats[put + 1] = aCold + bHot;
        floats[put + 2] = aHot * a[k + 2]! + bCold * b[k + 3]!;
        floats[put + 3] = aCold * a[k + 3]! + bHot * b[k + 2]!;
      }
      for (let k = 0; k < points; k++) floats[put++] = v * toFirst + w * toSecond;
      this.next = put;
      return this.address + 4 * (at - this.start);
    }
    words[at] = (firstLeaf ? FIRST_LEAF : 0) | (secondLeaf ? SECOND_LEAF : 0);
    for (const [edge, leaf, child] of [
      [a, firstLeaf, first],
      [b, secondLeaf, second],
    ] as const) {
      const scale = leaf ? value[child]! : 1;
      for (let k = 0; k < 4 * points; k += 4, put += 4) {
        floats[put] = edge[k]! * scale;
        floats[put + 1] = edge[k + 1]! * scale;
        floats[put + 2] = edge[k + 2]!;
        floats[put + 3] = edge[k + 3]!;
      }
      floats[put] = edge[4 * points]! * scale;
      put += 4;
    }
    this.next = put;
    if (!firstLeaf) {
      this.shares[column] = share * toFirst;
      words[at + 4] = this.write(first);
    }
    if (!secondLeaf) {
      this.shares[column] = share * toSecond;
      words[at + 5] = this.write(second);
    }
    this.shares[column] = share;
    return this.address + 4 * (at - this.start);
  }
}

/**
 * Writes what the SHAP kernel needs to know of a tree whose root is no leaf: `words` and `floats` are one memory, `start`
 * a place in them, `address` what that place is called by the kernel.
 */
export function writeProgram(
  ensemble: TreeEnsemble,
  tree: number,
  plan: SlotPlan,
  points: number,
  words: Int32Array,
  floats: Float32Array,
  start: number,
  address: number,
): void {
  new ProgramWriter(ensemble, plan, points, words, floats, start, address).write(ensemble.treeStarts[tree]!);
}
