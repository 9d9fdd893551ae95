import { type Stepper, type StepRules, score } from './steps.js';

/** A grid of `size` × `size` cells, cell (a, b) at a × `size` + b; its sums from the corner up to, not including, (a, b). */
interface Corner {
  readonly sums: Float64Array;
  readonly weights: Float64Array;
}

/** A cut of the grid across one side, then one across the other on each side of it: up to four leaves. */
export interface GridTree {
  readonly gain: number;
  /** Whether the first cut is across b. */
  readonly swapped: boolean;
  readonly first: number;
  /** Where the lower and the upper side are cut; 0 when they are not. */
  readonly lower: number;
  readonly upper: number;
}

/** The one corner at work: there are thousands of them, one after the other. */
const corner: Corner = { sums: new Float64Array(17 * 17), weights: new Float64Array(17 * 17) };

function fillCorner(sums: Float64Array, weights: Float64Array, size: number, swapped: boolean): void {
  const wide = size + 1;
  corner.sums.fill(0);
  corner.weights.fill(0);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b < size; b++) {
      const cell = swapped ? b * size + a : a * size + b;
      const at = (a + 1) * wide + b + 1;
      add(corner.sums, sums[cell]!, at, wide);
      add(corner.weights, weights[cell]!, at, wide);
    }
  }
}

function add(to: Float64Array, value: number, at: number, wide: number): void {
  to[at] = value + to[at - wide]! + to[at - 1]! - to[at - wide - 1]!;
}

interface SideCut {
  cut: number;
  score: number;
  leaves: number;
}

/** The best cut across b of rows a0 to a1, or none. */
function cutSide(size: number, a0: number, a1: number, rules: StepRules): SideCut {
  const wide = size + 1;
  const { lambda, minLeaf } = rules;
  const [low, high] = [a0 * wide, a1 * wide];
  const sum = corner.sums[high + size]! - corner.sums[low + size]!;
  const weight = corner.weights[high + size]! - corner.weights[low + size]!;
  const whole = score(sum, weight, lambda);
  const best = { cut: 0, score: whole, leaves: 1 };
  let most = whole;
  for (let b = 1; b < size; b++) {
    const leftWeight = corner.weights[high + b]! - corner.weights[low + b]!;
    const rightWeight = weight - leftWeight;
    if (!(leftWeight >= minLeaf && rightWeight >= minLeaf)) continue;
    const left = corner.sums[high + b]! - corner.sums[low + b]!;
    const found = score(left, leftWeight, lambda) + score(sum - left, rightWeight, lambda);
    if (found > most) {
      most = found;
      best.cut = b;
    }
  }
  if (best.cut > 0 && most - whole > rules.threshold) return { cut: best.cut, score: most, leaves: 2 };
  return { cut: 0, score: whole, leaves: 1 };
}

/**
 * The tree of one cut and a cut on each side of it that gains most. Cuts are sought together: an interaction without
 * effects of its own (as exclusive or) gains nothing by the first cut alone. As FAST (Lou, Caruana, Gehrke and Hooker
 * 2013), which looks for it with one cut of each column.
 */
export function growGrid(
  sums: Float64Array,
  weights: Float64Array,
  size: number,
  rules: StepRules,
): GridTree {
  let best: GridTree = { gain: 0, swapped: false, first: 0, lower: 0, upper: 0 };
  for (const swapped of [false, true]) {
    fillCorner(sums, weights, size, swapped);
    const last = (size + 1) ** 2 - 1;
    const whole = score(corner.sums[last]!, corner.weights[last]!, rules.lambda);
    for (let first = 1; first < size; first++) {
      const weight = corner.weights[first * (size + 1) + size]!;
      if (!(weight >= rules.minLeaf && corner.weights[last]! - weight >= rules.minLeaf)) continue;
      if (!(weight > 0 && corner.weights[last]! - weight > 0)) continue;
      const lower = cutSide(size, 0, first, rules);
      const upper = cutSide(size, first, size, rules);
      const gain = lower.score + upper.score - whole;
      const cuts = lower.leaves + upper.leaves - 1;
      if (gain > best.gain && gain > rules.threshold * cuts)
        best = { gain, swapped, first, lower: lower.cut, upper: upper.cut };
    }
  }
  return best;
}

/** Steps of a pair of columns: see {@link growGrid}. */
export function gridStepper(size: number): Stepper {
  const cells = size * size;
  return (sums, weights, _values, rules, out) => {
    const tree = growGrid(sums, weights, size, rules);
    if (tree.first === 0) {
      out.fill(0, 0, cells);
      return false;
    }
    const leafSums = new Float64Array(4);
    const leafWeights = new Float64Array(4);
    const leafOf = (cell: number): number => {
      const [a, b] = [Math.floor(cell / size), cell % size];
      const [x, y] = tree.swapped ? [b, a] : [a, b];
      const upper = x >= tree.first;
      return (upper ? 2 : 0) + (y >= (upper ? tree.upper : tree.lower) ? 1 : 0);
    };
    for (let cell = 0; cell < cells; cell++) {
      const leaf = leafOf(cell);
      leafSums[leaf]! += sums[cell]!;
      leafWeights[leaf]! += weights[cell]!;
    }
    for (let cell = 0; cell < cells; cell++) {
      const leaf = leafOf(cell);
      const weight = leafWeights[leaf]!;
      out[cell] = weight > 0 ? (rules.learningRate * leafSums[leaf]!) / (weight + rules.lambda) : 0;
    }
    return true;
  };
}
