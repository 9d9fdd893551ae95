/** Sweeps after which a surface is taken for pure. */
const MOST_SWEEPS = 200;

/** What a pair of columns holds of each of them alone, by coarse bin, and the pure rest. */
export interface Purified {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/**
 * Takes the effects of each column alone out of a surface, in place, until its weighted mean is 0 along every row and
 * column (functional ANOVA; Lengerich, Tan, Chang, Hooker and Caruana 2020). What is taken belongs to the columns' curves.
 */
export function purify(
  values: Float64Array,
  weights: Float64Array,
  size: number,
  sweeps = MOST_SWEEPS,
): Purified {
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const moved = Math.max(
      takeMeans(values, weights, size, size, 1, first),
      takeMeans(values, weights, size, 1, size, second),
    );
    if (!(moved > 1e-12 * largest)) break;
  }
  return { first, second };
}

/** Takes the mean of each line out of it; the largest that was taken. */
function takeMeans(
  values: Float64Array,
  weights: Float64Array,
  size: number,
  along: number,
  across: number,
  taken: Float64Array,
): number {
  let most = 0;
  for (let line = 0; line < size; line++) {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < size; i++) {
      const cell = line * along + i * across;
      sum += weights[cell]! * values[cell]!;
      total += weights[cell]!;
    }
    if (!(total > 0)) continue;
    const mean = sum / total;
    for (let i = 0; i < size; i++) values[line * along + i * across]! -= mean;
    taken[line]! += mean;
    most = Math.max(most, Math.abs(mean));
  }
  return most;
}

/** Takes the weighted mean out of a curve, in place, bins without rows included; the mean. */
export function centre(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  const mean = total > 0 ? sum / total : 0;
  for (let i = 0; i < values.length; i++) values[i]! -= mean;
  return mean;
}
