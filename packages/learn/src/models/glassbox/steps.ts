/** What steers a step. */
export interface StepRules {
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly minLeaf: number;
  readonly lambda: number;
  readonly smoothing: number;
  /** Least gain of a cut, in units of the loss. */
  readonly threshold: number;
  /** Whether the term has had a step before. */
  readonly started: boolean;
}

/**
 * One step on one term: from the sums of weight × residual and of weight by bin, how much each bin's value is to change.
 * Fills `out`; false, with zeros in it, when nothing is gained.
 */
export type Stepper = (
  sums: Float64Array,
  weights: Float64Array,
  values: Float64Array,
  rules: StepRules,
  out: Float64Array,
) => boolean;

interface Segment {
  readonly from: number;
  readonly to: number;
  readonly sum: number;
  readonly weight: number;
  cut: number;
  gain: number;
  cutSum: number;
  cutWeight: number;
}

/** What a leaf gains over saying nothing: G² / (H + λ), half of it being the fall of the loss. */
export function score(sum: number, weight: number, lambda: number): number {
  return weight > 0 ? (sum * sum) / (weight + lambda) : 0;
}

function segment(
  sums: Float64Array,
  weights: Float64Array,
  from: number,
  to: number,
  sum: number,
  weight: number,
  rules: StepRules,
  direction: number,
): Segment {
  const { lambda, minLeaf } = rules;
  const found: Segment = { from, to, sum, weight, cut: 0, gain: 0, cutSum: 0, cutWeight: 0 };
  const whole = score(sum, weight, lambda);
  let left = 0;
  let leftWeight = 0;
  for (let cut = from + 1; cut < to; cut++) {
    left += sums[cut - 1]!;
    leftWeight += weights[cut - 1]!;
    const rightWeight = weight - leftWeight;
    if (!(leftWeight >= minLeaf && rightWeight >= minLeaf && leftWeight > 0 && rightWeight > 0)) continue;
    const gain = score(left, leftWeight, lambda) + score(sum - left, rightWeight, lambda) - whole;
    if (gain > found.gain && direction * ((sum - left) * leftWeight - left * rightWeight) >= 0) {
      found.gain = gain;
      found.cut = cut;
      found.cutSum = left;
      found.cutWeight = leftWeight;
    }
  }
  return found;
}

/** Steps of a numeric column: a tree of few leaves, grown where it gains most, and the missing bin as a leaf of its own. */
export function treeStepper(bins: number, direction: -1 | 0 | 1): Stepper {
  return (sums, weights, _values, rules, out) => {
    out.fill(0, 0, bins + 1);
    const leaves = growLeaves(sums, weights, bins, rules, direction);
    const { learningRate, lambda, threshold } = rules;
    let gained = false;
    if (leaves.length > 1) {
      const steps = leaves.map((leaf) => (learningRate * leaf.sum) / (leaf.weight + lambda));
      if (direction !== 0) orderSteps(steps, leaves, direction);
      for (const [i, leaf] of leaves.entries()) out.fill(steps[i]!, leaf.from, leaf.to);
      gained = steps.some((step) => step !== steps[0]);
      if (!gained) out.fill(0, 0, bins);
    }
    if (score(sums[bins]!, weights[bins]!, lambda) > threshold) {
      out[bins] = (learningRate * sums[bins]!) / (weights[bins]! + lambda);
      gained = true;
    }
    return gained;
  };
}

function growLeaves(
  sums: Float64Array,
  weights: Float64Array,
  bins: number,
  rules: StepRules,
  direction: number,
): Segment[] {
  let sum = 0;
  let weight = 0;
  for (let b = 0; b < bins; b++) {
    sum += sums[b]!;
    weight += weights[b]!;
  }
  const leaves = [segment(sums, weights, 0, bins, sum, weight, rules, direction)];
  while (leaves.length < rules.maxLeaves) {
    let best = 0;
    for (let i = 1; i < leaves.length; i++) if (leaves[i]!.gain > leaves[best]!.gain) best = i;
    const leaf = leaves[best]!;
    if (!(leaf.gain > rules.threshold)) break;
    const { from, to, cut, cutSum, cutWeight } = leaf;
    leaves.splice(
      best,
      1,
      segment(sums, weights, from, cut, cutSum, cutWeight, rules, direction),
      segment(sums, weights, cut, to, leaf.sum - cutSum, leaf.weight - cutWeight, rules, direction),
    );
  }
  return leaves;
}

/** Pools neighbouring steps that go against the direction (pool adjacent violators), so that their sum never does. */
function orderSteps(steps: number[], leaves: readonly Segment[], direction: -1 | 1): void {
  const pools: { step: number; weight: number; count: number }[] = [];
  leaves.forEach((leaf, i) => {
    pools.push({ step: steps[i]!, weight: leaf.weight, count: 1 });
    for (;;) {
      const [left, right] = pools.slice(-2);
      if (!left || !right || direction * (right.step - left.step) >= 0) break;
      const weight = left.weight + right.weight;
      const step = (left.step * left.weight + right.step * right.weight) / weight;
      pools.splice(-2, 2, { step, weight, count: left.count + right.count });
    }
  });
  let at = 0;
  for (const pool of pools) for (let i = 0; i < pool.count; i++) steps[at++] = pool.step;
}

/** Share of the threshold below which levels are where the penalty lets them be. */
const SETTLED = 0.02;

/**
 * Steps of a coded column: each level moves by itself towards the value that least squares with a penalty of
 * `smoothing` on the level's whole value would give it, so that in the end rare levels stay shrunk, however many rounds.
 */
export function levelStepper(bins: number): Stepper {
  return (sums, weights, values, rules, out) => {
    const { smoothing, lambda, learningRate, threshold } = rules;
    const penalty = Math.max(smoothing, lambda);
    let gain = 0;
    let used = 0;
    for (let b = 0; b <= bins; b++) {
      const weight = weights[b]!;
      const pull = weight > 0 ? sums[b]! - penalty * values[b]! : 0;
      out[b] = weight > 0 ? (learningRate * pull) / (weight + penalty) : 0;
      gain += weight > 0 ? (pull * pull) / (weight + penalty) : 0;
      if (weight > 0) used++;
    }
    // Noise alone gains about as much as there are levels, give or take the root of twice that.
    const least = rules.started ? threshold * SETTLED : threshold * (used / 8 + Math.sqrt(used) / 2);
    if (gain > least) return true;
    out.fill(0, 0, bins + 1);
    return false;
  };
}
